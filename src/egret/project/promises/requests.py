"""What is asked is answered: C01, C07, C08, C70, C74 to C78. Made-up people ask, and made-up desks answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from egret.accounts import synthetic as people
from egret.kernel import cases, clock, objections, restrictions
from egret.kernel.errors import EgretError
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under
from egret.organizations import queries as organizations
from egret.organizations import synthetic
from egret.organizations.promises.controller import probe_enterprise_answers
from egret.organizations.promises.organizations import admit
from egret.organizations.synthetic import Founded
from egret.privacy import calendars
from egret.privacy.requests import actions, checks, queries, regimes
from egret.privacy.requests.clocks import clock_for
from egret.privacy.requests.models import DeskMember, Request, RequestEvent

REQUESTS = "/api/v1/privacy/requests"
RESTRICTION = "/api/v1/privacy/restriction"
OBJECTIONS = "/api/v1/privacy/objections"
OPERATOR = "/api/v1/privacy/desks/operator/requests"

# Known days, counted by hand from what the governments published: country, received, fifteen business days later.
VECTORS = (
    ("SG", "2026-12-14", "2027-01-06"),
    ("SG", "2025-12-15", "2026-01-07"),
    ("CN", "2026-09-18", "2026-10-15"),
    ("CN", "2025-01-24", "2025-02-20"),
)


@dataclass(frozen=True)
class Asked:
    """A member's request at the desk of an organisation that answers for it."""

    place: Founded
    member: Visitor
    request: dict[str, Any]

    @property
    def desk(self) -> str:
        return f"/api/v1/privacy/desks/{self.place.id}/requests"

    @property
    def at_desk(self) -> str:
        return f"{self.desk}/{self.request['id']}"


@contextmanager
def asked(installation: Installation) -> Iterator[Asked]:
    """Everything in it goes with its people."""
    with synthetic.founded(installation) as place, people.signed_up(installation) as member:
        admit(place, member)
        body = {"kind": "complaint", "text": "Probe", "organization": str(place.id)}
        reply = member.post(REQUESTS, body)
        if reply.status != 201:
            raise RuntimeError(f"a synthetic member could not ask: {reply.status} {reply.body}")
        yield Asked(place, member, reply.body)


def person_of(visitor: Visitor) -> uuid.UUID:
    return uuid.UUID(visitor.get("/api/v1/session").body["person"]["id"])


def probe_desks(installation: Installation) -> Finding:
    """A member asks: their organisation's desk has it, and a made-up person at the operator's desk does not see it."""
    answers = probe_enterprise_answers(installation)
    if not answers.kept:
        return answers
    with asked(installation) as found, people.signed_up(installation) as operator:
        seat(person_of(operator))
        contact = found.request["desk"]["contact_name"]
        theirs = [each["id"] for each in found.place.owner.get(found.desk).items]
        listed = found.request["id"] in [each["id"] for each in operator.get(OPERATOR).items]
        read = [operator.get(f"{path}/{found.request['id']}").status for path in (OPERATOR, found.desk)]
    kept = theirs == [found.request["id"]] and not listed and read == [404, 404] and bool(contact)
    return Finding(
        kept,
        f"{answers.evidence}; a member's request: in the organisation's queue {len(theirs)}, contact {contact}; at the "
        f"operator's desk: listed {listed}, opened {read}",
    )


@under("privacy.requests")
def seat(person_id: uuid.UUID) -> None:
    DeskMember.objects.get_or_create(person_id=person_id)


def probe_contact(installation: Installation) -> Finding:
    """The policy shows whom to ask, and somebody tried that contact within a year."""
    shown = installation.visitor().get("/api/v1/policy").body["controller"]
    present = bool(shown["name"] and (shown["email"] or shown["phone"] or shown["address"]))
    checked = queries.contact_checked()
    return Finding(
        present and checked,
        f"contact on the policy: {present}; tried within a year (`egret manage desk contact-works`): {checked}",
    )


def probe_complaint(installation: Installation) -> Finding:
    """A complaint's clock starts at receipt; once its day is over an alarm is raised, and raised once."""
    with asked(installation) as found:
        request_id = uuid.UUID(found.request["id"])
        received, due = found.request["received_at"], found.request["due_at"]
        fresh = escalate(request_id)
        make_late(request_id)
        alarms = [escalate(request_id), escalate(request_id)]
        told = [each["kind"] for each in found.member.get(f"{REQUESTS}/{request_id}").body["timeline"]]
    started = abs(datetime.fromisoformat(received) - clock.now()) < timedelta(minutes=1) and due > received
    return Finding(
        started and fresh == 0 and alarms == [1, 0] and told == ["received", "overdue"],
        f"received at once: {started}; alarms before its day: {fresh}, after it: {alarms}; its timeline: {told}",
    )


@under("privacy.requests")
def escalate(request_id: uuid.UUID) -> int:
    return actions.do_escalate(request_id)


@under("privacy.requests")
def make_late(request_id: uuid.UUID) -> None:
    """Of a made-up request only: its day was yesterday."""
    past = clock.now() - timedelta(days=1)
    Request.objects.filter(id=request_id).update(due_at=past, first_due_at=past, due_on=past.date())


def probe_objections(installation: Installation) -> Finding:
    """Each purpose with a switch stops when a made-up person objects, and is told as stopped; each other one that may
    be objected to says what stands against that, and an objection to it waits for somebody to weigh it. Whoever
    restricts their data is restricted at once, is told what rests, and is looked into by staff on no ground of none."""
    with people.signed_up(installation) as visitor:
        person_id = person_of(visitor)
        before = switches(visitor)
        request = visitor.post(REQUESTS, {"kind": "objection"}).body
        stopped = {name: stops(name, person_id) for name in objections.STOPPABLE}
        shown = switches(visitor)
        weighed = [each["purpose"] for each in visitor.get(OBJECTIONS).items if each["against"]]
        waiting = visitor.post(REQUESTS, {"kind": "objection", "text": "Probe"}).body
        for name in shown:
            visitor.request("PUT", f"{OBJECTIONS}/{name}", {"objected": False})
        again = {name: stops(name, person_id) for name in objections.STOPPABLE}
        restricting = visitor.post(REQUESTS, {"kind": "restriction"}).body["state"]
        rests = visitor.get(RESTRICTION).body
        resting = bool(rests["since"] and rests["rests"]) and restrictions.is_restricted(person_id)
        refused = refuses_a_case(person_id)
        lifted = visitor.request("DELETE", RESTRICTION).body["since"] is None
        released = not restrictions.is_restricted(person_id)
    answered = {*stopped, *weighed}
    kept = (
        bool(stopped)
        and before == dict.fromkeys(stopped, False)
        and all(stopped.values())
        and shown == stopped
        and not any(again.values())
        and request["state"] == "answered"
        and answered == objections.objectionable()
        and waiting["state"] == "received"
        and bool(waiting["due_on"])
        and restricting == "answered"
        and all((resting, refused, lifted, released))
    )
    return Finding(
        kept,
        f"stopped by an objection, at once: {stopped}; shown so: {shown}; allowed again: {again}; weighed by somebody, "
        f"who answers by {waiting['due_on']}: {weighed}; without either: "
        f"{sorted(objections.objectionable() - answered)}; restricted at once and told: {resting}, a case of "
        f"staff without a ground refused: {refused}, ended by them: {lifted and released}",
    )


def switches(visitor: Visitor) -> dict[str, bool]:
    """Of each purpose that stops by a switch, whether it is told as stopped."""
    return {each["purpose"]: each["objected"] for each in visitor.get(OBJECTIONS).items if each["stops"]}


def refuses_a_case(person_id: uuid.UUID) -> bool:
    try:
        with cases.entered("probe", "accounts.staff", subject=person_id, reason="a probe of clause C70"):
            return False
    except EgretError as error:
        return error.slug == "case-subject-restricted"


@under("privacy.requests")
def stops(purpose: str, person_id: uuid.UUID) -> bool:
    return objections.STOPPABLE[purpose].stopped(person_id)


def probe_regimes(installation: Installation) -> Finding:
    """The table decides: of the rules of a controller's country the earliest day is the deadline that a person sees."""
    with asked(installation) as found:
        shown = found.request
    rules = regimes.rules_for("GB")
    received = date.fromisoformat(shown["received_on"])
    days = {rule.id: rule.due("GB", received) for rule in rules}
    told = {each["on"] for each in shown["clock"]["rules"]}
    unsourced = [rule.id for rule in regimes.RULES if not rule.source]
    kept = (
        shown["clock"]["country"] == "GB"
        and {"policy", "gdpr"} <= set(days)
        and shown["due_on"] == min(days.values()).isoformat()
        and told == {day.isoformat() for day in days.values()}
        and not unsourced
    )
    return Finding(
        kept,
        f"an organisation in GB: rules { ({name: str(day) for name, day in days.items()}) }, due {shown['due_on']}; "
        f"{len(regimes.RULES)} rules in the table, without source: {unsourced}",
    )


def probe_no_fee(installation: Installation) -> Finding:
    """No form of the live document, and no column of the tables of requests, could take or name a price."""
    document = installation.visitor().get("/api/v1/openapi.json").body
    fields = [
        f"{name}.{member}"
        for name, schema in document["components"]["schemas"].items()
        for member in schema.get("properties", {})
    ]
    fields += checks.columns()
    paths = list(document["paths"])
    found = checks.prices_in([*fields, *paths])
    return Finding(not found, f"{len(fields)} fields and {len(paths)} addresses looked through; about money: {found}")


def probe_refusal(installation: Installation) -> Finding:
    """Without a reason of the list nothing is refused; one person proposes, another confirms; the person is told why,
    and how to complain."""
    with asked(installation) as found, people.signed_up(installation) as second:
        reviewer = admit(found.place, second)
        found.place.owner.request("PATCH", f"{found.place.path}/people/{reviewer}", {"role": "admin"})
        one, path = found.place.owner, found.at_desk
        bare = [one.post(f"{path}/refusal", {"reason": each, "text": "No"}).status for each in ("", "because")]
        proposed = one.post(f"{path}/refusal", {"reason": "repetitive", "text": "Probe"}).status
        alone = one.post(f"{path}/refusal/confirm", {}).status
        between = found.member.get(f"{REQUESTS}/{found.request['id']}").body["state"]
        confirmed = second.post(f"{path}/refusal/confirm", {}).status
        told = found.member.get(f"{REQUESTS}/{found.request['id']}").body
    kept = (bare, proposed, alone, between, confirmed) == ([422, 422], 200, 409, "in_progress", 200)
    kept = kept and told["state"] == "refused" and bool(told["refused"]) and bool(told["complain"])
    return Finding(
        kept,
        f"without a reason of the list: {bare}; proposed: {proposed}, confirmed by the same person: {alone}, then "
        f"still {between}; by another: {confirmed}; told: {told['refused']} {told['complain']}",
    )


def probe_business_days(installation: Installation) -> Finding:
    """The days counted by hand come out, and a made-up person's deadline is no later than fifteen business days."""
    wrong = [
        (country, start, str(found))
        for country, start, due in VECTORS
        if (found := calendars.count_from(country, date.fromisoformat(start), regimes.BUSINESS_DAYS).on)
        != date.fromisoformat(due)
    ]
    with people.signed_up(installation) as visitor:
        shown = visitor.post(REQUESTS, {"kind": "complaint", "text": "Probe"}).body
    country, received = shown["clock"]["country"], date.fromisoformat(shown["received_on"])
    here = received
    counted = 0
    while here < date.fromisoformat(shown["due_on"]):
        here += timedelta(days=1)
        counted += calendars.is_business_day(country, here)
    operator = organizations.operator()
    expected = clock_for(datetime.fromisoformat(shown["received_at"]), operator.country, shown["clock"]["zone"]).due_on
    kept = not wrong and 1 <= counted <= regimes.BUSINESS_DAYS and shown["due_on"] == expected.isoformat()
    return Finding(
        kept,
        f"{len(VECTORS)} known days, wrong: {wrong}; here ({country or 'no country set'}): received {received}, due "
        f"{shown['due_on']}, {counted} business days between; calendar: {shown['clock']['calendar']}",
    )


def probe_in_time(installation: Installation) -> Finding:
    """An extension has a reason, moves the day, and is told at once; after the day it is refused."""
    with asked(installation) as found:
        one, path = found.place.owner, found.at_desk
        unfounded = one.post(f"{path}/extend", {"reason": "busy"}).status
        longer = one.post(f"{path}/extend", {"reason": "complex"})
        told = found.member.get(f"{REQUESTS}/{found.request['id']}").body
    with asked(installation) as found:
        make_late(uuid.UUID(found.request["id"]))
        late = found.place.owner.post(f"{found.at_desk}/extend", {"reason": "complex"}).status
        changed = events_of(uuid.UUID(found.request["id"]))
    kept = (
        (unfounded, longer.status, late) == (422, 200, 409)
        and told["due_on"] == longer.body["due_on"] > found.request["due_on"]
        and told["timeline"][-1]["kind"] == "extended"
        and bool(told["extended"])
        and "extended" not in changed
    )
    return Finding(
        kept,
        f"without a reason: {unfounded}; with one: {longer.status}, told the same moment: {told['extended']} (by "
        f"{told['due_on']}); after the day: {late}",
    )


@under("privacy.requests")
def events_of(request_id: uuid.UUID) -> list[str]:
    return list(RequestEvent.objects.filter(request_id=request_id).values_list("kind", flat=True))


promise("C01", control=organizations.desk_for, probe=probe_desks)
promise("C07", control=actions.do_check_contact, probe=probe_contact)
promise("C08", control=actions.do_escalate, probe=probe_complaint)
promise("C70", control=objections.stop_all, probe=probe_objections)
promise("C74", control=regimes.rules_for, probe=probe_regimes)
promise("C75", control=checks.check_free, probe=probe_no_fee)
promise("C76", control=actions.do_confirm_refusal, probe=probe_refusal)
promise("C77", control=calendars.count_from, probe=probe_business_days)
promise("C78", control=actions.do_extend, probe=probe_in_time)
