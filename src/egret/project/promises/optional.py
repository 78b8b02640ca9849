"""What is optional is optional everywhere: C11."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from egret.accounts import synthetic
from egret.accounts.actions import do_change_profile
from egret.accounts.promises.profile import PICTURE, PROFILE, noise
from egret.kernel import policy
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise
from egret.organizations.synthetic import dissolve

PREFERENCES = "/api/v1/preferences"
# Each optional datum: how it is given and how it is taken away again.
DATA: dict[str, tuple[tuple[str, str, Any], tuple[str, str, Any]]] = {
    "name": (("PATCH", PROFILE, {"name": "Probe"}), ("PATCH", PROFILE, {"name": None})),
    "description": (("PATCH", PROFILE, {"description": "Probe"}), ("PATCH", PROFILE, {"description": None})),
    "picture": (("PUT", PICTURE, noise()), ("DELETE", PICTURE, None)),
    "time zone": (("PATCH", PREFERENCES, {"time_zone": "Europe/London"}), ("PATCH", PREFERENCES, {"time_zone": None})),
}


def probe_withhold_each(installation: Installation) -> Finding:
    """Who never gave anything, who withholds one datum, and who removed them all can do all that others can."""
    failed: dict[str, list[str]] = {}
    with synthetic.signed_up(installation) as visitor:
        failed["all, from the start"] = _cannot(visitor)
        for withheld in DATA:
            for name, (give, take) in DATA.items():
                visitor.request(*(take if name == withheld else give))
            failed[withheld] = _cannot(visitor)
        for _, take in DATA.values():
            visitor.request(*take)
        failed["all, by removal"] = _cannot(visitor)
    return Finding(
        not any(failed.values()),
        f"withheld in turn: {', '.join(failed)}; what then did not work: {list(filter(None, failed.values()))}",
    )


def _cannot(visitor: Visitor) -> list[str]:
    """Which functions do not work for this person now."""
    started = visitor.post("/api/v1/meetings", {})
    code = started.body["code"] if started.status == 201 else ""
    joining = {"nickname": "Probe", "policy_version": policy.version()}
    name = f"Probe {secrets.token_hex(4)}"
    contact = {"country": "GB", "language": "en", "contact_name": "Probe", "contact_email": "probe@egret.invalid"}
    founded = visitor.post("/api/v1/organizations", {"name": name, "legal_name": name, **contact})
    if founded.status == 201:
        dissolve(uuid.UUID(founded.body["id"]))
    statuses = {
        "start a meeting": started.status,
        "join it": visitor.post(f"/api/v1/meetings/{code}/join", joining).status,
        "list sessions": visitor.get("/api/v1/sessions").status,
        "change the language": visitor.request("PATCH", PREFERENCES, {"language": "zh-Hans"}).status,
        "create an organisation": founded.status,
    }
    visitor.request("PATCH", PREFERENCES, {"language": None})
    return [f"{what}: {status}" for what, status in statuses.items() if status not in (200, 201)]


promise("C11", control=do_change_profile, probe=probe_withhold_each)
