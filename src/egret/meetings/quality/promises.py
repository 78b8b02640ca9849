"""The clauses that measuring calls keeps: C19 (a closed list), C31 (objection), C33 (declared rate), F15."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from egret.accounts import synthetic
from egret.kernel import clock, policy
from egret.kernel.installation import Installation, Visitor, tables_holding
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import PURPOSES, LegalBasis, under
from egret.meetings.quality import actions, balancing, beacon
from egret.meetings.quality.models import Dropped, Sample
from egret.meetings.quality.personal import LEAST_BETWEEN, PAGES_SEND_EVERY, PURPOSE

GOOD = {"sent_kbps": 900, "received_kbps": 1200, "round_trip_ms": 24, "codec": "vp8"}
GUEST = "Probe guest"


@dataclass(frozen=True)
class InCall:
    """A synthetic host and a guest of one meeting, as the server knows them."""

    host: Visitor
    guest: Visitor
    code: str
    host_id: uuid.UUID
    guest_id: uuid.UUID


@contextmanager
def in_call(installation: Installation) -> Iterator[InCall]:
    with synthetic.signed_up(installation) as host:
        code = host.post("/api/v1/meetings", {}).body["code"]
        guest = installation.visitor()
        ids = []
        for visitor, nickname in ((host, "Probe host"), (guest, GUEST)):
            joining = {"nickname": nickname, "policy_version": policy.version()}
            ids.append(uuid.UUID(visitor.post(f"/api/v1/meetings/{code}/join", joining).body["participant"]["id"]))
        yield InCall(host, guest, code, *ids)
        host.post(f"/api/v1/meetings/{code}/end", {})


@under(PURPOSE)
def _samples(participant_id: uuid.UUID) -> list[Sample]:
    return list(Sample.objects.filter(participant_id=participant_id).order_by("at"))


@under(PURPOSE)
def _dropped() -> int:
    return sum(Dropped.objects.filter(day=clock.today()).values_list("count", flat=True))


def _send(visitor: Visitor, code: str, values: object) -> int:
    return visitor.post(f"/api/v1/meetings/{code}/quality", values).status


def probe_closed_list(installation: Installation) -> Finding:
    """A visit's address and software are in no table; of a beacon what is on the list is kept, the rest counted."""
    address, software = "203.0.113.77", "EgretProbe/7.7 (canary)"
    canary = f"canary-{secrets.token_hex(6)}"
    with in_call(installation) as call:
        headers = {"X-Forwarded-For": address, "User-Agent": software}
        for path in ("/", "/api/v1/session", "/api/v1/meetings", "/api/v1/policy"):
            call.host.request("GET", path, headers=headers)
        before = _dropped()
        unknown = {**GOOD, "user_agent": canary, canary: 1, "codec": canary, "jitter_ms": -1}
        status = call.host.request("POST", f"/api/v1/meetings/{call.code}/quality", unknown, headers).status
        dropped = _dropped() - before
        kept = [
            {name: getattr(sample, name) for name in beacon.ALLOWED if getattr(sample, name) not in (None, "")}
            for sample in _samples(call.host_id)
        ]
        found = [place for text in (address, software, canary) for place in tables_holding(text)]
    expected = [{name: value for name, value in GOOD.items() if name != "codec"}]
    return Finding(
        # Real pages may send at this moment, too.
        (status, kept, found) == (204, expected, []) and dropped >= 4,
        f"a beacon with four values that are not on the list: {status}, kept {kept}, dropped and counted {dropped}; "
        f"the visit's address, its software and the unknown values were found in {found}",
    )


def probe_objection(installation: Installation) -> Finding:
    """Measuring rests on legitimate interests with a balancing that covers it; who objects is measured no more, what
    was measured is gone, and joining, guests too, works as before."""
    basis = PURPOSES[PURPOSE].basis
    covered = balancing.BALANCING.covers(set(beacon.ALLOWED), clock.today())
    with in_call(installation) as call:
        facts = []
        for visitor, participant_id in ((call.host, call.host_id), (call.guest, call.guest_id)):
            first = _send(visitor, call.code, GOOD)
            measured = len(_samples(participant_id))
            visitor.post(f"/api/v1/meetings/{call.code}/quality/objection", {})
            left = len(_samples(participant_id))
            after = _send(visitor, call.code, GOOD)
            stored = len(_samples(participant_id))
            facts.append((first, measured, left, after, stored))
        joining = {"nickname": GUEST, "policy_version": policy.version()}
        rejoined = call.guest.post(f"/api/v1/meetings/{call.code}/join", joining).status
    return Finding(
        basis is LegalBasis.LEGITIMATE_INTERESTS and covered and facts == [(204, 1, 0, 204, 0)] * 2 and rejoined == 200,
        f"legal basis: {basis}; the balancing covers what is measured: {covered}; host and guest (sent, kept, kept "
        f"after the objection, sent again, kept then): {facts}; joining again: {rejoined}",
    )


def probe_rate(installation: Installation) -> Finding:
    """Of beacons sent in a row one is kept; pages are told to send less often than the declared rate."""
    with in_call(installation) as call:
        statuses = [_send(call.host, call.code, GOOD) for _ in range(4)]
        kept = _samples(call.host_id)
        told = call.host.get(f"/api/v1/meetings/{call.code}/quality/measuring").body["every_seconds"]
    apart = [later.at - earlier.at for earlier, later in pairwise(kept)]
    declared = LEAST_BETWEEN.total_seconds()
    return Finding(
        statuses == [204, 429, 429, 429]
        and len(kept) == 1
        and all(each >= LEAST_BETWEEN for each in apart)
        and timedelta(seconds=10) <= LEAST_BETWEEN
        and told >= declared,
        f"four beacons in a row: {statuses}, kept {len(kept)}; declared: one in {declared:.0f} s; pages send every "
        f"{told} s (set to {PAGES_SEND_EVERY.total_seconds():.0f} s)",
    )


def probe_telemetry(installation: Installation) -> Finding:
    """What a page measures is on the hosts' charts of everybody, and on nobody else's but the person's own."""
    with in_call(installation) as call:
        sent = [_send(visitor, call.code, GOOD) for visitor in (call.host, call.guest)]
        seen = {
            name: [
                row["participant"] for row in visitor.get(f"/api/v1/meetings/{call.code}/quality").body["participants"]
            ]
            for name, visitor in (("host", call.host), ("guest", call.guest))
        }
        stranger = installation.visitor().get(f"/api/v1/meetings/{call.code}/quality").status
    both, own = sorted([str(call.host_id), str(call.guest_id)]), [str(call.guest_id)]
    return Finding(
        sent == [204, 204] and sorted(seen["host"]) == both and seen["guest"] == own and stranger == 404,
        f"sent: {sent}; charts host and guest see: {[len(each) for each in seen.values()]}; a stranger: {stranger}",
    )


promise("C19", control=beacon.read, probe=probe_closed_list)
promise("C31", control=actions.do_object_in_meeting, probe=probe_objection)
promise("C33", control=actions.SAMPLES, probe=probe_rate)
promise("F15", control=actions.do_sample, probe=probe_telemetry)
