"""Another phone number for an account: proved by a code, told to the old number, and other sessions end."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from egret.accounts import sms
from egret.accounts.actions.messages import hand_over
from egret.accounts.actions.sessions import do_end_other_sessions
from egret.accounts.actions.sign_in import start_code
from egret.accounts.errors import FlowUnknown
from egret.accounts.errors.sessions import PhoneTaken, PhoneUnchanged
from egret.accounts.flows import judge_code
from egret.accounts.models import FlowKind, Person, SignInFlow
from egret.accounts.phone import hint, parse_phone
from egret.kernel import clock, correcting, policy
from egret.kernel.errors import EgretError
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.text import Language, Text

CHANGED = Text(
    "Your Egret account now uses the number {new}. If this was not you, tell whoever runs your Egret at once.",
    "您的 Egret 账号已改用号码 {new}。如非本人操作，请立即联系您所用 Egret 的管理者。",
)

phone_changed = log_event("accounts.phone_changed", person=not_personal("a random id"))


def do_send_change_code(person_id: uuid.UUID, typed_phone: str, *, language: Language, address: str) -> SignInFlow:
    """Send a code to the new number: the same whether it is free or somebody's account.

    Raises PhoneMalformed, PhoneUnchanged, TooManyCodes, CodeNotSent.
    """
    phone = parse_phone(typed_phone)
    person = Person.objects.get(id=person_id)
    if person.phone == phone:
        raise PhoneUnchanged(field="phone")
    return start_code(
        phone,
        version=policy.version(),
        language=language,
        address=address,
        kind=FlowKind.PHONE_CHANGE,
        person=person,
    )


def do_change_phone(person_id: uuid.UUID, flow_id: uuid.UUID, code: str, *, keep_key: str | None) -> Person:
    """Make the proved number the person's, and end their sessions but the one of `keep_key`.

    Raises FlowUnknown (somebody else's too), CodeUsed, CodeExpired, CodeAttemptsExhausted, CodeWrong, and PhoneTaken
    only once the code was right.
    """
    with transaction.atomic():
        flow = (
            SignInFlow.objects.select_for_update()
            .filter(id=flow_id, kind=FlowKind.PHONE_CHANGE, person_id=person_id)
            .first()
        )
        if flow is None:
            raise FlowUnknown
        person = Person.objects.select_for_update().get(id=person_id)
        old_phone = person.phone
        failure = judge_code(flow, code, clock.now())
        if failure is None:
            flow.confirmed_at = flow.finished_at = clock.now()
            failure = _take_number(person, flow.phone)
        flow.save()
        if failure is None:
            correcting.corrected("phone", person_id, old_phone or "", flow.phone)
            do_end_other_sessions(person_id, keep_key)
            # Whoever has the old number, or began to sign in with it, begins again.
            SignInFlow.objects.filter(person_id=person_id).exclude(id=flow.id).delete()
            SignInFlow.objects.filter(phone=old_phone).delete()
    # Raised outside: the count of attempts must stay.
    if failure is not None:
        raise failure
    phone_changed(person=person.id)
    if old_phone is not None:
        _tell(old_phone, flow)
    return person


def _take_number(person: Person, phone: str) -> EgretError | None:
    """Two people may prove one number at once: the database lets one of them have it."""
    try:
        with transaction.atomic():
            person.phone = phone
            person.save(update_fields=["phone"])
    except IntegrityError:
        return PhoneTaken()
    return None


def _tell(old_phone: str, flow: SignInFlow) -> None:
    """No cap holds this back: each follows a code that was counted, and who asked must not be able to use it up."""
    language: Language = "zh-Hans" if flow.language == "zh-Hans" else "en"
    try:
        hand_over(old_phone, CHANGED.say(language, new=hint(flow.phone)))
    except sms.SmsFailed:
        # The number is changed; the failure is written down for the operator.
        return
