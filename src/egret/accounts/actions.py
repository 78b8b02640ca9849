"""Signing up and in by phone: policy → code → age gate → account."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from egret.accounts import sms
from egret.accounts.age import require_old_enough
from egret.accounts.errors import (
    CodeAttemptsExhausted,
    CodeExpired,
    CodeNotConfirmed,
    CodeNotSent,
    CodeUsed,
    CodeWrong,
    TooManyCodes,
    UnderAge,
)
from egret.accounts.events import PersonRegistered
from egret.accounts.models import Person, PolicyAcceptance, SignInFlow
from egret.accounts.phone import parse_phone
from egret.accounts.queries import access_flow, person_by_phone
from egret.kernel import clock, events, policy, ratelimit
from egret.kernel.errors import EgretError
from egret.kernel.logs import Personal, log_event
from egret.kernel.personal import Category, not_personal
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Language, Text

CODE_LIFETIME = timedelta(minutes=10)
# With six digits, five guesses a code and fifty codes a day, a guesser needs seven years for an even chance.
CODE_ATTEMPTS = 5
CODES_PER_PHONE_AND_DAY = Limit("codes per phone and day", 50, timedelta(days=1))
# Nobody's telephone is made to ring without end.
CODES_PER_PHONE = Limit("codes per phone", 10, timedelta(minutes=15))
# A school behind one address still signs up in an hour; a script does not run up a bill.
CODES_PER_ADDRESS = Limit("codes per address", 500, timedelta(hours=1))
CODES_PER_DAY = Limit("codes per installation", 2000, timedelta(days=1))

MESSAGE = Text(
    "{code} is your Egret code. It works for 10 minutes. Give it to nobody, not even to us.",
    "{code} 是您的 Egret 验证码，10 分钟内有效。请勿告诉任何人，包括我们。",
)

code_sent = log_event("accounts.code_sent", phone=Category.CONTACT, flow=not_personal("a random id"))
code_not_sent = log_event("accounts.code_not_sent", phone=Category.CONTACT, why=not_personal("the provider's reason"))
person_registered = log_event("accounts.person_registered", person=not_personal("a random id"))


def do_send_code(
    typed_phone: str, *, accepted_policy: str | None, language: Language, address: str, port: sms.Sms | None = None
) -> SignInFlow:
    """Start a sign-in: the same for known and unknown numbers.

    Raises PolicyNotAccepted and PhoneMalformed before anything is stored, TooManyCodes, CodeNotSent.
    """
    version = policy.require_accepted(accepted_policy)
    phone = parse_phone(typed_phone)
    ratelimit.spend(CODES_PER_ADDRESS, address, TooManyCodes)
    ratelimit.spend(CODES_PER_PHONE, phone, TooManyCodes)
    ratelimit.spend(CODES_PER_PHONE_AND_DAY, phone, TooManyCodes)
    ratelimit.spend(CODES_PER_DAY, "", TooManyCodes)
    code = f"{secrets.randbelow(10**6):06}"
    flow_id = uuid.uuid4()
    flow = SignInFlow.objects.create(
        id=flow_id,
        phone=phone,
        code_hash=_hash_code(flow_id, code),
        policy_version=version,
        language=language,
        expires_at=clock.now() + CODE_LIFETIME,
    )
    wrapped = Personal("phone", phone)
    try:
        (port or sms.port()).send(wrapped, MESSAGE.say(language, code=code))
    except sms.SmsFailed as error:
        flow.delete()
        code_not_sent(phone=wrapped, why=error)
        raise CodeNotSent from error
    code_sent(phone=wrapped, flow=flow.id)
    return flow


def do_confirm_code(flow_id: uuid.UUID, code: str) -> Person | None:
    """Check the code once; the person when there is one, None when the age gate comes next.

    Raises FlowUnknown, CodeUsed, CodeExpired, CodeAttemptsExhausted, CodeWrong.
    """
    failure: EgretError | None = None
    person = None
    with transaction.atomic():
        flow = access_flow(flow_id, lock=True)
        failure = _judge(flow, code)
        if failure is None:
            flow.confirmed_at = clock.now()
            person = person_by_phone(flow.phone)
            if person is not None:
                flow.finished_at = clock.now()
                _record_acceptance(person, flow)
        flow.save()
    # Raised outside: the count of attempts must stay.
    if failure is not None:
        raise failure
    return person


def do_register(flow_id: uuid.UUID, born: date) -> Person:
    """Make the account of a confirmed number; `born` is compared and dropped (C02).

    Raises FlowUnknown, CodeNotConfirmed, CodeUsed, CodeExpired, BirthDateImpossible, UnderAge.
    """
    with transaction.atomic():
        flow = access_flow(flow_id, lock=True)
        if flow.confirmed_at is None:
            raise CodeNotConfirmed
        if flow.finished_at is not None:
            raise CodeUsed
        if flow.expires_at <= clock.now():
            raise CodeExpired
    try:
        require_old_enough(born, clock.today())
    except UnderAge:
        SignInFlow.objects.filter(phone=flow.phone).delete()
        raise
    with transaction.atomic():
        if SignInFlow.objects.filter(id=flow_id, finished_at=None).update(finished_at=clock.now()) == 0:
            raise CodeUsed
        # Two browsers may confirm one number at once: the second finds the first one's account.
        person, made = Person.objects.get_or_create(phone=flow.phone)
        if made:
            person.set_unusable_password()
            person.save(update_fields=["password"])
            events.emit(PersonRegistered(person.id))
        _record_acceptance(person, flow)
    if made:
        person_registered(person=person.id)
    return person


def do_delete_person(person: Person) -> None:
    """Remove a person and all that hangs on the row; their sessions end."""
    with transaction.atomic():
        for session in Session.objects.iterator():
            if session.get_decoded().get(SESSION_KEY) == str(person.pk):
                session.delete()
        SignInFlow.objects.filter(phone=person.phone).delete()
        person.delete()


def _judge(flow: SignInFlow, code: str) -> EgretError | None:
    if flow.confirmed_at is not None:
        return CodeUsed()
    if flow.expires_at <= clock.now():
        return CodeExpired()
    if flow.attempts >= CODE_ATTEMPTS:
        return CodeAttemptsExhausted()
    flow.attempts += 1
    if not hmac.compare_digest(flow.code_hash, _hash_code(flow.id, code)):
        return CodeWrong(attempts_left=CODE_ATTEMPTS - flow.attempts)
    return None


def _hash_code(flow_id: uuid.UUID, code: str) -> str:
    """Keyed and bound to its flow, so that a stolen table gives no codes, and a code works for its own number only."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{flow_id}{code}".encode(), hashlib.sha256).hexdigest()


def _record_acceptance(person: Person, flow: SignInFlow) -> None:
    PolicyAcceptance.objects.get_or_create(
        person=person,
        policy_version=flow.policy_version,
        defaults={"language": flow.language, "accepted_at": flow.created_at},
    )
