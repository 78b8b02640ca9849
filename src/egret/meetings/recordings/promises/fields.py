"""The recording's record holds the listed fields: C28."""

from __future__ import annotations

from django.apps import apps

from egret.kernel import blobs
from egret.kernel.installation import Installation
from egret.kernel.personal import DECLARATIONS, Field
from egret.kernel.promises import Finding, promise
from egret.meetings.recordings import sink

# What the policy lists for the recording feature, and where each lies. User ID, nickname, profile picture, meeting ID,
# scheduled time and link are the meeting's and its participants' own rows: a recording points to them and copies none.
LISTED = {
    "recordings.Recording.started_by": "initiator",
    "recordings.Recording.announced_at": "meeting participation time",
    "recordings.Recording.begun_at": "meeting participation time",
    "recordings.Recording.stopped_at": "exit time",
    "recordings.Track.source": "audio and video data, including screen sharing",
    "recordings.Track.began_at": "meeting participation time",
    "recordings.Track.ended_at": "exit time, length of participation",
}
# Beside the recording's record: that people were told and what they chose, who looked at it or saved it (C30), who was
# reminded before it goes.
EVIDENCE = {
    "recordings.Notice.shown_at",
    "recordings.Notice.unseen",
    "recordings.AccessEntry.person",
    "recordings.AccessEntry.at",
    "recordings.Saving.person",
    "recordings.Saving.at",
    "recordings.Reminder.person",
    "recordings.Reminder.at",
    "recordings.Reminder.read_at",
}
KINDS = {"recordings.track", "recordings.film", "recordings.piece"}


def probe_listed_fields(installation: Installation) -> Finding:
    """Every personal field of the recordings' tables is in the policy's list, and so is each kind of content."""
    held = {
        f"{declaration.model}.{name}"
        for declaration in DECLARATIONS.values()
        if declaration.model.startswith("recordings.")
        for name, field in declaration.fields.items()
        if isinstance(field, Field)
    }
    tables = {model._meta.label for model in apps.get_app_config("recordings").get_models()}
    undeclared = {name for name in tables if name.lower() not in DECLARATIONS}
    kinds = {kind for kind in blobs.kinds.KINDS if kind.startswith("recordings.")}
    others = sorted(held - set(LISTED) - EVIDENCE) + sorted(undeclared) + sorted(kinds - KINDS)
    return Finding(not others, f"{len(held)} personal fields in {len(tables)} tables; not in the list: {others}")


promise("C28", control=sink.VaultSink, probe=probe_listed_fields)
