"""Nobody's time zone is asked or stored before they schedule a meeting: C27."""

from __future__ import annotations

import uuid

from egret.accounts import actions, synthetic
from egret.accounts.models import Preferences
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise

# The forms that may carry a time zone: what a person chooses or removes in their settings, and when a meeting is held.
MAY_ASK = {"PreferencesIn", "TimesIn", "ScheduleIn", "MoveIn"}


def probe_no_time_zone(installation: Installation) -> Finding:
    """After sign-up and a meeting there is no row with a time zone, and no other form has a place for one."""
    with synthetic.signed_up(installation) as visitor:
        person_id = uuid.UUID(visitor.get("/api/v1/session").body["person"]["id"])
        started = visitor.post("/api/v1/meetings", {}).status
        shown = visitor.get("/api/v1/preferences").body["time_zone"]
        rows = Preferences.objects.filter(person_id=person_id).count()
        schemas = visitor.get("/api/v1/openapi.json").body["components"]["schemas"]
    asking = {
        name
        for name, schema in schemas.items()
        if name.endswith("In") and any("zone" in member for member in schema.get("properties", {}))
    }
    return Finding(
        started == 201 and shown is None and rows == 0 and asking <= MAY_ASK,
        f"after sign-up and a meeting ({started}): time zone {shown}, rows of preferences: {rows}; "
        f"forms with a place for one: {sorted(asking)}",
    )


promise("C27", control=actions.do_change_preferences, probe=probe_no_time_zone)
