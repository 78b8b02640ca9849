"""Made-up people for probes: they use the live service like anybody, and are removed when the probe is over."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from egret.accounts import actions, queries
from egret.accounts.models import Person, SignInFlow
from egret.accounts.sms.memory import MemorySms
from egret.kernel import clock, journal, policy
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import sweeper
from egret.kernel.purpose import under

# Numbers that Ofcom keeps free for fiction: +44 1632 960000 to 960999.
FICTION = "+441632960"
ADULT_BIRTH_DATE = "1931-07-19"
LEFT_BEHIND = timedelta(minutes=10)


def new_phone() -> str:
    return f"{FICTION}{secrets.randbelow(1000):03}"


@under("accounts.sign_in")
def flow_with_code(phone: str) -> tuple[SignInFlow, str]:
    """A sign-in whose code came by the memory variant, so that a probe never sends a message."""
    flow = actions.do_send_code(
        phone, accepted_policy=policy.version(), language="en", address=f"probe {phone}", port=MemorySms()
    )
    recipient, text = MemorySms.outbox.pop()
    assert recipient == phone
    return flow, text.split()[0]


@contextmanager
def signed_up(installation: Installation, phone: str | None = None) -> Iterator[Visitor]:
    """Somebody who signed up over HTTP; gone afterwards with all that hangs on them."""
    phone = phone or new_phone()
    forget(phone)
    visitor = installation.visitor()
    try:
        flow, code = flow_with_code(phone)
        visitor.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code})
        reply = visitor.post(f"/api/v1/sign-in/{flow.id}/register", {"birth_date": ADULT_BIRTH_DATE})
        if reply.status != 201:
            raise RuntimeError(f"a synthetic person could not sign up: {reply.status} {reply.body}")
        yield visitor
    finally:
        forget(phone)


@sweeper
@under("accounts.sign_in")
def sweep() -> None:
    """Remove made-up people whose probe was killed: no other takes as long."""
    left = Person.objects.filter(phone__startswith=FICTION, created_at__lt=clock.now() - LEFT_BEHIND)
    for person in list(left):
        forget(str(person.phone))


@under("accounts.sign_in")
def forget(phone: str) -> None:
    """Remove what a probe left of a synthetic number."""
    person = queries.person_by_phone(phone)
    if person is not None:
        with journal.made_up():
            actions.do_delete_person(person)
    SignInFlow.objects.filter(phone=phone).delete()


def days_ago(days: int, years: int = 0) -> str:
    """A date of birth: `years` before the day that is `days` from today (negative: in the future)."""
    day = clock.today() - timedelta(days=days)
    try:
        return day.replace(year=day.year - years).isoformat()
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28).isoformat()
