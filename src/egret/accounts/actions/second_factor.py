"""The second factor: the authenticator app (TOTP), and proving any factor, while signing in or afterwards."""

from __future__ import annotations

import contextlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyotp
from django.db import transaction

from egret.accounts import ceremony, sms
from egret.accounts.actions.messages import hand_over
from egret.accounts.actions.passkeys import credential_ids, do_prove_passkey, use_passkey
from egret.accounts.actions.recovery import drop_without_factor, give_first_recovery_codes, use_recovery_code
from egret.accounts.actions.sessions import do_end_other_sessions
from egret.accounts.actions.sign_in import access_sign_in, finish, start_code, state_of
from egret.accounts.enrolled import enrolled
from egret.accounts.errors import CodeAttemptsExhausted, CodeNotConfirmed, FlowUnknown
from egret.accounts.errors.factors import (
    NoPhone,
    NoSecondFactor,
    PasskeyRefused,
    SecondFactorWrong,
    TooManyGuesses,
    TotpEnrolled,
    TotpNotStarted,
)
from egret.accounts.flows import CODE_ATTEMPTS, Next, judge_code, typed_code
from egret.accounts.models import Factor, FlowKind, Passkey, Person, SignInFlow, TotpDevice
from egret.accounts.phone import hint
from egret.accounts.queries import access_flow
from egret.kernel import audit, clock, policy, ratelimit, secret
from egret.kernel.errors import EgretError
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Language, Text

ISSUER = "Egret"
STEP = timedelta(seconds=30)  # RFC 6238 §5.2
# A clock may be a step off, either way (RFC 6238 §6).
DRIFT = 1
# A code shown and never proved is no factor: its secret goes.
ENROLMENT = timedelta(minutes=30)
# With three codes right at any moment, a guesser who has the first factor needs a year and a half for an even chance.
GUESSES_PER_PERSON = Limit("second factor guesses per person", 15, timedelta(hours=1))
_PURPOSE = "accounts.totp"

# In both languages: the operator does not know which one the person reads.
FORGOTTEN = Text(
    "The second factor of your Egret account was removed by whoever runs your Egret. If you did not ask for it, tell "
    "them at once.",
    "您的 Egret 账号的二次验证已由系统管理者移除。如非您本人要求，请立即联系管理者。",
)

FORGOTTEN_BY_OPERATOR = audit.act(
    "accounts.second_factor_forgotten",
    Text("removed your second factor and ended your sessions", "移除了您的二次验证并结束了您的会话"),
)
totp_enrolled = log_event("accounts.totp_enrolled", person=not_personal("a random id"))
totp_removed = log_event("accounts.totp_removed", person=not_personal("a random id"))


@dataclass(frozen=True)
class Proof:
    """What somebody shows as a second factor: a code, or a passkey's answer."""

    method: Factor
    code: str = ""
    credential: dict[str, Any] | None = None


@dataclass(frozen=True)
class TotpSetUp:
    secret: str  # Base 32, for typing
    uri: str  # otpauth://, for the QR code


def do_begin_totp(person_id: uuid.UUID) -> TotpSetUp:
    """A secret that is no factor until a code of it was typed. Raises TotpEnrolled."""
    made = pyotp.random_base32()
    with transaction.atomic():
        person = Person.objects.select_for_update().get(id=person_id)
        if TotpDevice.objects.filter(person=person, confirmed_at__isnull=False).exists():
            raise TotpEnrolled
        TotpDevice.objects.update_or_create(
            person=person,
            defaults={"secret": secret.encrypt(_PURPOSE, made), "created_at": clock.now(), "last_step": 0},
        )
    name = hint(person.phone) if person.phone else ISSUER
    return TotpSetUp(made, pyotp.TOTP(made).provisioning_uri(name=name, issuer_name=ISSUER))


def do_confirm_totp(person_id: uuid.UUID, code: str) -> list[str]:
    """The first right code makes it a factor; with the first factor come recovery codes, shown this once.

    Raises TooManyGuesses, TotpNotStarted, TotpEnrolled, SecondFactorWrong.
    """
    ratelimit.spend(GUESSES_PER_PERSON, str(person_id), TooManyGuesses)
    with transaction.atomic():
        # The lock of do_begin_totp: a secret begun anew in another window never replaces one that was just proved.
        Person.objects.select_for_update().get(id=person_id)
        device = TotpDevice.objects.select_for_update().filter(person_id=person_id).first()
        if device is None or (device.confirmed_at is None and device.created_at < clock.now() - ENROLMENT):
            raise TotpNotStarted
        if device.confirmed_at is not None:
            raise TotpEnrolled
        if not _use_totp(device, code):
            raise SecondFactorWrong
        TotpDevice.objects.filter(person_id=person_id).update(confirmed_at=clock.now())
        codes = give_first_recovery_codes(person_id)
    totp_enrolled(person=person_id)
    return codes


def do_remove_totp(person_id: uuid.UUID) -> None:
    """The app's codes stop working; recovery codes go with the last factor. No error when there is none."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person_id)
        removed, _ = TotpDevice.objects.filter(person_id=person_id).delete()
        drop_without_factor(person_id)
    if removed:
        totp_removed(person=person_id)


def do_forget_second_factor(person: Person) -> None:
    """For who lost everything, once the operator is sure of them: app, passkeys and recovery codes go, sessions end.

    The person is told.
    """
    with transaction.atomic():
        TotpDevice.objects.filter(person=person).delete()
        Passkey.objects.filter(person=person).delete()
        drop_without_factor(person.id)
        do_end_other_sessions(person.id, None)
        audit.record(FORGOTTEN_BY_OPERATOR, subject=person.id)
    totp_removed(person=person.id)
    if person.phone is not None:
        # It is removed all the same; the failure is written down.
        with contextlib.suppress(sms.SmsFailed):
            hand_over(person.phone, FORGOTTEN.say("en") + " " + FORGOTTEN.say("zh-Hans"))


def do_drop_unproved_totp() -> int:
    """Secrets of set-ups that were not finished; returns how many."""
    dropped, _ = TotpDevice.objects.filter(confirmed_at=None, created_at__lt=clock.now() - ENROLMENT).delete()
    return dropped


def do_ask_passkey(flow_id: uuid.UUID) -> dict[str, Any]:
    """Options for a passkey as the second factor of a sign-in; a new challenge each time.

    Raises FlowUnknown, CodeUsed, CodeExpired, CodeNotConfirmed, NoSecondFactor.
    """
    with transaction.atomic():
        flow = _awaiting(flow_id)
        assert flow.person_id is not None
        if Factor.PASSKEY not in enrolled(flow.person_id).methods(FlowKind(flow.kind)):
            raise NoSecondFactor
        flow.challenge = ceremony.new_challenge()
        flow.save(update_fields=["challenge"])
        return ceremony.request_options(flow.challenge, credential_ids(flow.person_id))


def do_prove_second(flow_id: uuid.UUID, proof: Proof) -> Person:
    """Finish a sign-in by its second factor.

    Raises FlowUnknown, CodeUsed, CodeExpired, CodeNotConfirmed, TooManyGuesses, CodeAttemptsExhausted,
    SecondFactorWrong, PasskeyRefused, NoSecondFactor.
    """
    with transaction.atomic():
        person_id = _awaiting(flow_id).person_id
    ratelimit.spend(GUESSES_PER_PERSON, str(person_id), TooManyGuesses)
    failure: EgretError
    with transaction.atomic():
        flow = _awaiting(flow_id)
        assert flow.person is not None
        if flow.attempts >= CODE_ATTEMPTS:
            raise CodeAttemptsExhausted
        # Spent by any answer (C14): the one that was asked is asked once.
        challenge, flow.challenge = flow.challenge, ""
        flow.attempts += 1
        flow.save()
        try:
            with transaction.atomic():
                _use(flow.person_id or flow.person.id, proof, challenge, FlowKind(flow.kind))
                return finish(flow)
        except (SecondFactorWrong, PasskeyRefused, NoSecondFactor) as error:
            failure = error
    raise failure


def do_send_proof_code(person_id: uuid.UUID, *, language: Language, address: str) -> SignInFlow:
    """A code to one's own number, for who has no second factor to prove. Raises NoPhone, TooManyCodes, CodeNotSent."""
    person = Person.objects.get(id=person_id)
    if person.phone is None:
        raise NoPhone
    return start_code(person.phone, version=policy.version(), language=language, address=address, person=person)


def do_prove_code(person_id: uuid.UUID, flow_id: uuid.UUID, code: str) -> None:
    """Check that code. Raises FlowUnknown, CodeUsed, CodeExpired, CodeAttemptsExhausted, CodeWrong."""
    with transaction.atomic():
        flow = access_flow(flow_id, lock=True)
        if flow.kind != FlowKind.SMS or flow.person_id != person_id or flow.finished_at is not None:
            raise FlowUnknown
        failure = judge_code(flow, code, clock.now())
        if failure is None:
            flow.confirmed_at = flow.finished_at = clock.now()
        flow.save()
    if failure is not None:
        raise failure


def do_prove_again(person_id: uuid.UUID, proof: Proof, flow_id: uuid.UUID | None) -> None:
    """Prove a second factor while signed in; `flow_id` names a passkey's challenge.

    Raises TooManyGuesses, SecondFactorWrong, PasskeyRefused, NoSecondFactor, FlowUnknown, CodeUsed, CodeExpired.
    """
    ratelimit.spend(GUESSES_PER_PERSON, str(person_id), TooManyGuesses)
    if proof.method is Factor.PASSKEY:
        if flow_id is None or proof.credential is None:
            raise PasskeyRefused
        do_prove_passkey(person_id, flow_id, proof.credential)
    else:
        with transaction.atomic():
            _use(person_id, proof, "", None)


def _awaiting(flow_id: uuid.UUID) -> SignInFlow:
    """The locked sign-in that waits for its second factor. Raises CodeNotConfirmed when it waits for something else."""
    flow = access_sign_in(flow_id, lock=True)
    if flow.person_id is None or state_of(flow) is not Next.SECOND_FACTOR:
        raise CodeNotConfirmed
    return flow


def _use(person_id: uuid.UUID, proof: Proof, challenge: str, first: FlowKind | None) -> None:
    """Raises SecondFactorWrong, PasskeyRefused, NoSecondFactor (not one of theirs)."""
    if proof.method not in enrolled(person_id).methods(first):
        raise NoSecondFactor
    if proof.method is Factor.PASSKEY:
        if proof.credential is None or not challenge:
            raise PasskeyRefused
        use_passkey(proof.credential, challenge, person_id)
    elif proof.method is Factor.TOTP:
        if not _use_totp(TotpDevice.objects.get(person_id=person_id), proof.code):
            raise SecondFactorWrong
    elif not use_recovery_code(person_id, proof.code):
        raise SecondFactorWrong


def _use_totp(device: TotpDevice, typed: str) -> bool:
    """Whether the code is that of a step near now that was not used; each step works once (RFC 6238 §5.2)."""
    code = typed_code(typed)
    totp = pyotp.TOTP(secret.decrypt(_PURPOSE, device.secret))
    present = int(clock.now().timestamp() // STEP.total_seconds())
    for step in range(present - DRIFT, present + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            unused = TotpDevice.objects.filter(person_id=device.person_id, last_step__lt=step)
            return unused.update(last_step=step) == 1
    return False
