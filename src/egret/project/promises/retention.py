"""Nothing is kept longer than its period, unless a rule or a hold says so: C61, C62, C63, C64, C65."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q

from egret.accounts import synthetic
from egret.accounts.models import SignInFlow
from egret.kernel import clock, holds, retention
from egret.kernel.installation import Installation, Visitor
from egret.kernel.personal import DECLARATIONS
from egret.kernel.promises import Finding, promise, sweeper
from egret.kernel.purpose import under
from egret.meetings.models import Meeting
from egret.meetings.personal import KEPT
from egret.privacy.holds import actions, queries
from egret.privacy.holds.models import Hold
from egret.privacy.retention.models import Failure

MEETING = "meetings.meeting"
SIGN_IN = "accounts.signinflow"
YEARS = timedelta(days=3 * 365)
DAY = timedelta(days=1)
# A table of which nothing can be deleted, for the drill of the alarm.
MADE_UP = "probe.Nothing"
PROBE = "egret probe"


@contextmanager
def _meeting(installation: Installation) -> Iterator[tuple[Visitor, uuid.UUID, str]]:
    """Somebody made up, and a meeting of theirs that goes on."""
    with synthetic.signed_up(installation) as host:
        started = host.post("/api/v1/meetings", {}).body
        yield host, uuid.UUID(started["id"]), started["code"]


@under("kernel.retention")
def _end_long_ago(meeting_id: uuid.UUID, ago: timedelta) -> None:
    Meeting.objects.filter(id=meeting_id).update(ended_at=clock.now() - ago)


@under("kernel.retention")
def _is_past(label: str, key: uuid.UUID, ahead: timedelta) -> bool:
    """Whether the retention job would delete this row so much later."""
    return retention.past(DECLARATIONS[label], clock.now() + ahead).filter(pk=key).exists()


@under("kernel.retention")
def _run(label: str, key: uuid.UUID) -> bool:
    """Run the job's deletion, for this row alone, so that it takes no real alarm back; whether it went."""
    declaration = DECLARATIONS[label]
    retention.delete_past(declaration, only=Q(pk=key))
    return not retention.past(declaration, clock.now() + YEARS).filter(pk=key).exists()


def probe_periods(installation: Installation) -> Finding:
    """A made-up meeting goes when its period is over and not before; a table that fails raises the alarm and takes it
    back; of no table is anything overdue."""
    with _meeting(installation) as (_, meeting_id, _code):
        _end_long_ago(meeting_id, KEPT - DAY)
        early = _run(MEETING, meeting_id)
        in_time = _is_past(MEETING, meeting_id, 2 * DAY)
        _end_long_ago(meeting_id, KEPT + DAY)
        gone = _run(MEETING, meeting_id)
    alarm = _drill()
    overdue, failures = _overdue()
    return Finding(
        (early, in_time, gone) == (False, True, True) and alarm == [True, False] and not overdue and not failures,
        f"a meeting went a day before its period was over: {early}, is due two days later: {in_time}, went a day after "
        f"it: {gone}; an alarm stands after a deletion that fails and after one that does not: {alarm}; tables with "
        f"rows that are overdue: {overdue}; tables that could not be deleted from: {failures}",
    )


@under("kernel.retention")
def _drill() -> list[bool]:
    def fail() -> int:
        raise OSError("a drill")

    deletions: tuple[Callable[[], int], ...] = (fail, lambda: 0)
    stands = []
    try:
        for delete in deletions:
            retention.guarded(MADE_UP, delete, drill=True)
            stands.append(Failure.objects.filter(model=MADE_UP).exists())
    finally:
        Failure.objects.filter(model=MADE_UP).delete()
    return stands


@under("kernel.retention")
def _overdue() -> tuple[list[str], list[str]]:
    """The job runs every five minutes: what was past a day ago and is not held should be gone."""
    overdue = [
        declaration.model
        for declaration in DECLARATIONS.values()
        if holds.spare(retention.past(declaration, clock.now() - DAY)).exists()
    ]
    return overdue, list(Failure.objects.exclude(model=MADE_UP).values_list("model", flat=True))


def probe_overrides(installation: Installation) -> Finding:
    """A longer period without its rule is refused; each that is in force cites one, which the policy shows."""
    before, refused = dict(retention.OVERRIDES), []
    for rule in ("", "the law"):
        try:
            retention.override("meetings.Meeting", YEARS, rule=rule)
            refused.append(False)
        except retention.RuleMissing:
            refused.append(True)
        finally:
            retention.OVERRIDES.clear()
            retention.OVERRIDES.update(before)
    kept = [row["retention"] for row in installation.visitor().get("/api/v1/policy").body["data"]]
    silent = [each.model for each in before.values() if not retention.CITATION.match(each.rule)]
    unseen = [each.model for each in before.values() if not any(each.rule in text for text in kept)]
    return Finding(
        all(refused) and not silent and not unseen,
        f"without a citation, and with one that is none, refused: {refused}; in force: "
        f"{[f'{each.model}: {each.rule}' for each in before.values()]}; without a rule: {silent}; not in the policy: "
        f"{unseen}",
    )


def probe_holds(installation: Installation) -> Finding:
    """A made-up meeting past its period is held: it stays, and so does its host, who is told; released, it goes."""
    with _meeting(installation) as (host, meeting_id, _):
        _end_long_ago(meeting_id, KEPT + DAY)
        hold_id = _place(meeting_id)
        try:
            went = _run(MEETING, meeting_id)
            host_held = _is_host_held(meeting_id)
            told = [row["id"] for row in host.get("/api/v1/privacy/holds").items] == [str(hold_id)]
        finally:
            _release(hold_id)
        released = _run(MEETING, meeting_id)
    overdue = _overdue_reviews()
    return Finding(
        (went, host_held, told, released) == (False, True, True, True) and not overdue,
        f"a held meeting past its period went: {went}; its host can be erased: {not host_held}; they were told: "
        f"{told}; after the release it went: {released}; holds whose review is overdue: {overdue}",
    )


@under("holds.keep")
def _place(meeting_id: uuid.UUID) -> uuid.UUID:
    return actions.do_place(
        "meeting", meeting_id, reason=PROBE, authority=PROBE, placed_by=PROBE, review_at=clock.now() + DAY
    ).id


@under("holds.keep")
def _is_host_held(meeting_id: uuid.UUID) -> bool:
    host = Meeting.objects.filter(id=meeting_id).values_list("host_id", flat=True).first()
    return host is not None and holds.held_person(host)


@under("holds.keep")
def _release(hold_id: uuid.UUID) -> None:
    actions.do_release(hold_id, released_by=PROBE)
    Hold.objects.filter(id=hold_id).delete()


@under("holds.keep")
def _overdue_reviews() -> list[str]:
    return [str(hold.id) for hold in queries.overdue().exclude(placed_by=PROBE)]


@sweeper
@under("holds.keep")
def sweep() -> None:
    """What a killed probe held would keep its made-up people for ever."""
    Hold.objects.filter(placed_by=PROBE, placed_at__lt=clock.now() - synthetic.LEFT_BEHIND).delete()


def probe_purpose_achieved(installation: Installation) -> Finding:
    """While a meeting goes on its clock stands; its end starts it. Every table has an event, or goes with another."""
    with _meeting(installation) as (host, meeting_id, code):
        running = _is_past(MEETING, meeting_id, YEARS)
        host.post(f"/api/v1/meetings/{code}/end", {})
        ended = [_is_past(MEETING, meeting_id, ahead) for ahead in (KEPT - DAY, KEPT + DAY)]
    started = sum(each.retention.field is not None for each in DECLARATIONS.values())
    return Finding(
        not running and ended == [False, True],
        f"a meeting that goes on would ever be deleted: {running}; that ended, a day before and a day after its "
        f"period: {ended}; tables with an event of their own: {started} of {len(DECLARATIONS)}, the others go with one",
    )


def probe_purpose_failed(installation: Installation) -> Finding:
    """A sign-in that nobody goes on with is for nothing: its clock was started when it began."""
    phone = synthetic.new_phone()
    synthetic.forget(phone)
    flow, _code = synthetic.flow_with_code(phone)
    try:
        due = [_is_past(SIGN_IN, flow.id, ahead) for ahead in (timedelta(0), timedelta(minutes=11))]
        _give_up(flow.id)
        gone = _run(SIGN_IN, flow.id)
    finally:
        synthetic.forget(phone)
    return Finding(
        due == [False, True] and gone,
        f"a sign-in that was begun and left is due at once, and after 11 minutes: {due}; past its time it went: {gone}",
    )


@under("kernel.retention")
def _give_up(flow_id: uuid.UUID) -> None:
    SignInFlow.objects.filter(id=flow_id).update(expires_at=clock.now() - timedelta(minutes=1))


promise("C61", control=retention.enforce, probe=probe_periods)
promise("C62", control=retention.override, probe=probe_overrides)
promise("C63", control=holds.spare, probe=probe_holds)
promise("C64", control=retention.past, probe=probe_purpose_achieved)
promise("C65", control=retention.delete_past, probe=probe_purpose_failed)
