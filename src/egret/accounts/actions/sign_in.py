"""Signing up and in: policy → first proof → [second factor] → [age gate] → signed in."""

from __future__ import annotations

import secrets
import uuid
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from egret.accounts import sms
from egret.accounts.actions.messages import hand_over
from egret.accounts.age import minimum_age_for, require_old_enough
from egret.accounts.enrolled import enrolled
from egret.accounts.errors import CodeNotConfirmed, CodeNotSent, CodeUsed, FlowUnknown, TooManyCodes, UnderAge
from egret.accounts.events import PersonRegistered
from egret.accounts.flows import LIFETIME, SIGN_IN_KINDS, Next, hash_code, judge_code, next_of, require_living
from egret.accounts.models import FlowKind, Identity, Person, PolicyAcceptance, SignInFlow
from egret.accounts.phone import parse_phone
from egret.accounts.queries import access_flow, person_by_phone
from egret.accounts.sms.caps import spend_caps
from egret.kernel import clock, erasure, events, policy
from egret.kernel.errors import EgretError
from egret.kernel.logs import Personal, log_event
from egret.kernel.personal import Category, not_personal
from egret.kernel.purpose import under
from egret.kernel.text import Language, Text

MESSAGE = Text(
    "{code} is your Egret code. It works for 10 minutes. Give it to nobody, not even to us.",
    "{code} 是您的 Egret 验证码，10 分钟内有效。请勿告诉任何人，包括我们。",
)

code_sent = log_event("accounts.code_sent", phone=Category.CONTACT, flow=not_personal("a random id"))
person_registered = log_event("accounts.person_registered", person=not_personal("a random id"))


def do_send_code(
    typed_phone: str, *, accepted_policy: str | None, language: Language, address: str, port: sms.Sms | None = None
) -> SignInFlow:
    """Start a sign-in: the same for known and unknown numbers.

    Raises PolicyNotAccepted and PhoneMalformed before anything is stored, TooManyCodes, CodeNotSent.
    """
    version = policy.require_accepted(accepted_policy)
    return start_code(parse_phone(typed_phone), version=version, language=language, address=address, port=port)


def start_code(
    phone: str,
    *,
    version: str,
    language: Language,
    address: str,
    port: sms.Sms | None = None,
    kind: FlowKind = FlowKind.SMS,
    person: Person | None = None,
) -> SignInFlow:
    """Send a code and keep its hash; `person`: who proves a number while signed in.

    Raises TooManyCodes, CodeNotSent.
    """
    spend_caps(phone, address, TooManyCodes)
    code = f"{secrets.randbelow(10**6):06}"
    flow_id = uuid.uuid4()
    flow = SignInFlow.objects.create(
        id=flow_id,
        kind=kind,
        phone=phone,
        person=person,
        code_hash=hash_code(flow_id, code),
        policy_version=version,
        language=language,
        expires_at=clock.now() + LIFETIME,
    )
    try:
        hand_over(phone, MESSAGE.say(language, code=code), port)
    except sms.SmsFailed as error:
        flow.delete()
        raise CodeNotSent from error
    code_sent(phone=Personal("phone", phone), flow=flow.id)
    return flow


def do_confirm_code(flow_id: uuid.UUID, code: str) -> SignInFlow:
    """Check the code once; the flow then knows its person, or is somebody new's.

    Raises FlowUnknown, CodeUsed, CodeExpired, CodeAttemptsExhausted, CodeWrong.
    """
    failure: EgretError | None = None
    with transaction.atomic():
        flow = access_flow(flow_id, lock=True)
        # A code sent to who is signed in already proves something else.
        if flow.kind != FlowKind.SMS or (flow.person_id is not None and flow.confirmed_at is None):
            raise FlowUnknown
        failure = judge_code(flow, code, clock.now())
        if failure is None:
            _confirm(flow, person_by_phone(flow.phone))
        flow.save()
    # Raised outside: the count of attempts must stay.
    if failure is not None:
        raise failure
    return flow


def do_begin_proved(
    kind: FlowKind, *, person_id: uuid.UUID | None, subject: str, accepted_policy: str, language: Language
) -> SignInFlow:
    """A sign-in whose first proof was given elsewhere: by password, or to WeChat or an organisation's provider.

    `person_id` None: somebody new; `subject` is then the WeChat UID, or for OIDC the connection's id, a space, and the
    subject: registering makes an Identity of it. Raises PolicyNotAccepted before anything is stored.
    """
    version = policy.require_accepted(accepted_policy)
    flow = SignInFlow(
        kind=kind,
        subject=subject if person_id is None else "",
        policy_version=version,
        language=language,
        expires_at=clock.now() + LIFETIME,
    )
    _confirm(flow, None if person_id is None else Person.objects.get(id=person_id))
    flow.save()
    return flow


def do_finish(flow_id: uuid.UUID) -> Person:
    """Close a sign-in that needs nothing more; whoever closed it may be signed in, once.

    Raises FlowUnknown, CodeUsed, CodeExpired, CodeNotConfirmed when a proof, the age or a second factor is missing.
    """
    with transaction.atomic():
        flow = access_sign_in(flow_id, lock=True)
        if flow.person is None or state_of(flow) is not Next.READY:
            raise CodeNotConfirmed
        return finish(flow)


def do_register(flow_id: uuid.UUID, born: date) -> Person:
    """Make the account of a confirmed first proof; `born` is compared and dropped (C02).

    Raises FlowUnknown, CodeNotConfirmed, CodeUsed, CodeExpired, BirthDateImpossible, UnderAge.
    """
    with transaction.atomic():
        flow = access_sign_in(flow_id, lock=True)
        if flow.person_id is not None:
            raise CodeUsed
        if flow.confirmed_at is None:
            raise CodeNotConfirmed
    try:
        require_old_enough(born, clock.today(), minimum_age_for(flow.phone or None))
    except UnderAge:
        SignInFlow.objects.filter(id=flow.id).delete()
        if flow.phone:
            SignInFlow.objects.filter(phone=flow.phone).delete()
        raise
    with transaction.atomic():
        flow = access_sign_in(flow_id, lock=True)
        person, made = _person_of(flow)
        if made:
            events.emit(PersonRegistered(person.id))
        elif enrolled(person.id).any:
            # Two browsers confirmed one number at once, and the other one's account has a second factor by now.
            raise CodeUsed
        flow.person = person
        finish(flow)
    if made:
        person_registered(person=person.id)
    return person


def access_sign_in(flow_id: uuid.UUID, *, lock: bool = False) -> SignInFlow:
    """A living sign-in. Raises FlowUnknown, CodeUsed, CodeExpired."""
    flow = access_flow(flow_id, lock=lock)
    if flow.kind not in SIGN_IN_KINDS:
        raise FlowUnknown
    require_living(flow, clock.now())
    return flow


def state_of(flow: SignInFlow) -> Next:
    return next_of(flow, has_second_factor=flow.person_id is not None and enrolled(flow.person_id).any)


def finish(flow: SignInFlow) -> Person:
    """Close a locked sign-in that was proved; its evidence goes, the acceptance stays."""
    assert flow.person is not None
    flow.code_hash = flow.challenge = flow.subject = ""
    flow.finished_at = clock.now()
    flow.save()
    PolicyAcceptance.objects.get_or_create(
        person=flow.person,
        policy_version=flow.policy_version,
        defaults={"language": flow.language, "accepted_at": flow.created_at},
    )
    return flow.person


@under("kernel.erasure")
def do_delete_person(person: Person) -> None:
    """Remove a person and all that hangs on the row, sessions included; then their key is destroyed."""
    with transaction.atomic():
        if person.phone is not None:
            SignInFlow.objects.filter(phone=person.phone).delete()
        erasure.prepare("person", person.id)
        person.delete()
        erasure.flush_deleted()


def _confirm(flow: SignInFlow, person: Person | None) -> None:
    """The first proof was right: guesses are counted anew, for the second."""
    flow.confirmed_at = clock.now()
    flow.attempts = 0
    flow.code_hash = flow.challenge = ""
    flow.person = person


def _person_of(flow: SignInFlow) -> tuple[Person, bool]:
    """The account of the proved number or identity, made when there is none; whoever comes second finds the first's."""
    if flow.phone:
        person, made = Person.objects.get_or_create(phone=flow.phone, defaults={"password": make_password(None)})
        return person, made
    provider, uid = _identity_of(flow)
    known = Identity.objects.select_related("person").filter(provider=provider, uid=uid)
    try:
        with transaction.atomic():
            if (identity := known.first()) is not None:
                return identity.person, False
            person = Person.objects.create(phone=None, password=make_password(None))
            Identity.objects.create(person=person, provider=provider, uid=uid)
            return person, True
    except IntegrityError:
        return known.get().person, False


def _identity_of(flow: SignInFlow) -> tuple[str, str]:
    if flow.kind == FlowKind.OIDC:
        connection, _, subject = flow.subject.partition(" ")
        return f"oidc:{connection}", subject
    return "wechat", flow.subject
