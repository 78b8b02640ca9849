"""Meetings, attendance, and that nothing of a call is stored: F08, F11; recordings bind C29."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from datetime import timedelta
from typing import Any

import jwt
from django.apps import apps
from django.conf import settings
from django.db import models

from egret.accounts import synthetic
from egret.kernel import clock, egress
from egret.kernel.blobs import kinds
from egret.kernel.installation import Installation, Visitor
from egret.kernel.personal import DECLARATIONS, Category, Field
from egret.kernel.promises import Finding, promise
from egret.media import rooms, tokens
from egret.meetings import actions
from egret.meetings.promises.acting import engine, join, knock, start
from egret.meetings.promises.hosting import probe_hosting

# Bytes: keys, salts and seals are shorter; nothing of a call is.
LONGEST_KEY = 64


def probe_meeting(installation: Installation) -> Finding:
    """A host starts, a guest comes by the link, the engine admits both, the host's end closes the room; then, in
    another one, what its host decides."""
    with synthetic.signed_up(installation) as host:
        meeting = start(host)
        admitted = []
        for visitor, nickname in ((host, "Probe host"), (installation.visitor(), "Probe guest")):
            token = join(visitor, meeting["code"], nickname)["token"]
            admitted.append(egress.request("GET", f"{engine()}/rtc/validate?access_token={token}").status)
        had_room = meeting["id"] in rooms.list_rooms()
        host.post(f"/api/v1/meetings/{meeting['code']}/end", {})
        has_room = meeting["id"] in rooms.list_rooms()
        late = knock(installation.visitor(), meeting["code"], "Late")
    led = probe_hosting(installation)
    return Finding(
        admitted == [200, 200] and had_room and not has_room and late.status == 410 and led.kept,
        f"the engine admitted host and guest: {admitted}; room while open: {had_room}, after the end: {has_room}; "
        f"joining late: {late.status}; {led.evidence}",
    )


def probe_attendance(installation: Installation) -> Finding:
    """Signed words of the engine become join time, leave time and duration; a forged one changes nothing."""
    with synthetic.signed_up(installation) as host:
        meeting = start(host)
        participant = join(host, meeting["code"], "Probe host")["participant"]
        joined_at = clock.now().replace(microsecond=0) - timedelta(seconds=90)
        left_at = joined_at + timedelta(seconds=60)
        spell = {
            "room": {"name": meeting["id"], "sid": "RM_probe"},
            "participant": {
                "sid": f"PA_probe_{secrets.token_hex(4)}",
                "identity": participant["id"],
                "joinedAt": str(int(joined_at.timestamp())),
            },
        }
        left = {"event": "participant_left", "createdAt": str(int(left_at.timestamp())), **spell}
        forged = _webhook(installation, left, secret=secrets.token_urlsafe(32))
        before = _attendance(host, meeting)
        accepted = _webhook(installation, left, secret=settings.EGRET_LIVEKIT_API_SECRET)
        after = _attendance(host, meeting)
        host.post(f"/api/v1/meetings/{meeting['code']}/end", {})
    durations = [row["duration_seconds"] for row in after]
    return Finding(
        (forged, before, accepted, durations) == (401, [], 204, [60]),
        f"forged: {forged}, signed: {accepted}; rows before {len(before)}; durations after: {durations} s, expected 60",
    )


def probe_nothing_stored(installation: Installation) -> Finding:
    """No table and no kind of blob can hold sound or picture of a meeting, no token lets anybody record, the data
    directory holds known files only."""
    media = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField | models.FileField) and not _is_no_recording(model, field)
    ]
    media += [f"blobs of kind {kind.id}" for kind in kinds.KINDS.values() if kind.category is Category.MEETING]
    grants = jwt.decode(
        tokens.join_token(room="probe", identity="probe", nickname="probe"), options={"verify_signature": False}
    )["video"]
    recording = [name for name in ("roomRecord", "recorder", "roomAdmin") if grants.get(name)]
    data = settings.INSTANCE.data
    unknown = [
        str(path.relative_to(data))
        for path in sorted(data.rglob("*"))
        if path.is_file() and not settings.INSTANCE.knows(path)
    ]
    return Finding(
        not media and not recording and not unknown,
        f"places for media: {media}; recording grants: {recording}; unknown files in the data directory: {unknown}",
    )


def _is_no_recording(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Whether the column is too short for one, as a key is, or its declaration says that its bytes are somebody's
    picture of themselves or a public key."""
    if field.max_length is not None and field.max_length <= LONGEST_KEY:
        return True
    declaration = DECLARATIONS.get(model._meta.label_lower)
    declared = declaration.fields.get(field.name) if declaration else None
    return isinstance(declared, Field) and declared.category in (Category.PROFILE, Category.CREDENTIAL)


def _attendance(host: Visitor, meeting: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = host.get(f"/api/v1/meetings/{meeting['code']}/attendance").body["participants"]
    return rows


def _webhook(installation: Installation, event: dict[str, Any], *, secret: str) -> int:
    body = json.dumps(event)
    claims = {
        "iss": settings.EGRET_LIVEKIT_API_KEY,
        "exp": int((clock.now() + timedelta(minutes=1)).timestamp()),
        "sha256": base64.b64encode(hashlib.sha256(body.encode()).digest()).decode(),
    }
    token = jwt.encode(claims, secret, algorithm="HS256")
    return installation.visitor().request("POST", "/api/v1/media/webhooks", event, {"Authorization": token}).status


promise("F08", control=actions.do_join, probe=probe_meeting)
promise("F11", control=actions.do_record_presence, probe=probe_attendance)
