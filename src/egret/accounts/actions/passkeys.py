"""Passkeys: registering, naming and removing them, and signing in with one."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from egret.accounts import ceremony
from egret.accounts.actions.recovery import drop_without_factor, give_first_recovery_codes
from egret.accounts.actions.sign_in import finish
from egret.accounts.errors import FlowUnknown
from egret.accounts.errors.factors import PasskeyKnown, PasskeyRefused, PasskeyUnknown, TooManyGuesses, TooManyPasskeys
from egret.accounts.flows import LIFETIME, require_living
from egret.accounts.labels import parse_label
from egret.accounts.models import FlowKind, Passkey, Person, SignInFlow
from egret.accounts.phone import hint
from egret.accounts.queries import access_flow
from egret.kernel import clock, policy, ratelimit
from egret.kernel.errors import EgretError
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Language

# More than anybody has devices, few enough that options stay small.
PASSKEYS_PER_PERSON = 20
# Each writes a row that stays for minutes. A school behind one address signs in; a script does not fill the disk.
SIGN_INS_PER_ADDRESS = Limit("passkey sign-ins begun per address", 600, timedelta(minutes=15))
# Trying every key of the ring, with the page reloaded in between.
CEREMONIES_PER_PERSON = Limit("passkey ceremonies begun per person", 60, timedelta(minutes=15))

passkey_added = log_event("accounts.passkey_added", person=not_personal("a random id"))
passkey_removed = log_event("accounts.passkey_removed", person=not_personal("a random id"))


def do_begin_passkey_sign_in(
    *, accepted_policy: str | None, language: Language, address: str
) -> tuple[SignInFlow, dict[str, Any]]:
    """A sign-in by whichever passkey the browser offers, and the options for it.

    Raises PolicyNotAccepted, TooManyGuesses.
    """
    version = policy.require_accepted(accepted_policy)
    ratelimit.spend(SIGN_INS_PER_ADDRESS, address, TooManyGuesses)
    flow = _begin(None, version, language)
    return flow, ceremony.request_options(flow.challenge, [])


def do_sign_in_by_passkey(flow_id: uuid.UUID, credential: dict[str, Any]) -> tuple[SignInFlow, bool]:
    """The confirmed flow, and whether the authenticator verified its user: then it counts as both factors, and the flow
    is finished.

    Raises FlowUnknown, CodeUsed, CodeExpired, PasskeyRefused (the challenge is spent by then).
    """
    challenge = _spend_challenge(flow_id, None)
    with transaction.atomic():
        flow = access_flow(flow_id, lock=True)
        passkey, verified = use_passkey(credential, challenge, None)
        flow.confirmed_at, flow.person = clock.now(), passkey.person
        flow.save()
        if verified:
            finish(flow)
    return flow, verified


def do_begin_passkey(person_id: uuid.UUID, language: Language) -> tuple[SignInFlow, dict[str, Any]]:
    """A new passkey's challenge and options. Raises TooManyGuesses, TooManyPasskeys."""
    ratelimit.spend(CEREMONIES_PER_PERSON, str(person_id), TooManyGuesses)
    person = Person.objects.get(id=person_id)
    known = credential_ids(person_id)
    if len(known) >= PASSKEYS_PER_PERSON:
        raise TooManyPasskeys(maximum=PASSKEYS_PER_PERSON)
    flow = _begin(person, policy.version(), language)
    # What the authenticator shows beside the passkey; the hint says whose it is without telling the number.
    name = hint(person.phone) if person.phone else ceremony.RP_NAME
    return flow, ceremony.creation_options(person, name, flow.challenge, known)


def do_add_passkey(
    person_id: uuid.UUID, flow_id: uuid.UUID, credential: dict[str, Any], label: str
) -> tuple[Passkey, list[str]]:
    """Store the new passkey's public half; with the first factor come recovery codes, shown this once.

    Raises LabelUnusable, FlowUnknown, CodeUsed, CodeExpired, PasskeyRefused, PasskeyKnown, TooManyPasskeys.
    """
    label = parse_label(label)
    challenge = _spend_challenge(flow_id, person_id)
    created = ceremony.verify_creation(credential, challenge)
    try:
        with transaction.atomic():
            Person.objects.select_for_update().get(id=person_id)
            if Passkey.objects.filter(person_id=person_id).count() >= PASSKEYS_PER_PERSON:
                raise TooManyPasskeys(maximum=PASSKEYS_PER_PERSON)
            passkey = Passkey.objects.create(
                person_id=person_id,
                credential_id=created.credential_id,
                public_key=created.public_key,
                sign_count=created.sign_count,
                label=label,
            )
            codes = give_first_recovery_codes(person_id)
    except IntegrityError:
        raise PasskeyKnown from None
    passkey_added(person=person_id)
    return passkey, codes


def do_begin_passkey_proof(person_id: uuid.UUID, language: Language) -> tuple[SignInFlow, dict[str, Any]]:
    """The challenge for somebody signed in who proves a passkey again. Raises TooManyGuesses."""
    ratelimit.spend(CEREMONIES_PER_PERSON, str(person_id), TooManyGuesses)
    flow = _begin(Person.objects.get(id=person_id), policy.version(), language)
    return flow, ceremony.request_options(flow.challenge, credential_ids(person_id))


def do_prove_passkey(person_id: uuid.UUID, flow_id: uuid.UUID, credential: dict[str, Any]) -> None:
    """Raises FlowUnknown, CodeUsed, CodeExpired, PasskeyRefused."""
    challenge = _spend_challenge(flow_id, person_id)
    with transaction.atomic():
        use_passkey(credential, challenge, person_id)


def do_rename_passkey(person_id: uuid.UUID, passkey_id: uuid.UUID, label: str) -> Passkey:
    """Raises LabelUnusable, PasskeyUnknown."""
    label = parse_label(label)
    if not Passkey.objects.filter(person_id=person_id, id=passkey_id).update(label=label):
        raise PasskeyUnknown
    return Passkey.objects.get(id=passkey_id)


def do_remove_passkey(person_id: uuid.UUID, passkey_id: uuid.UUID) -> None:
    """Raises PasskeyUnknown. The phone number stays a way in; what is left is never nothing."""
    with transaction.atomic():
        Person.objects.select_for_update().get(id=person_id)
        removed, _ = Passkey.objects.filter(person_id=person_id, id=passkey_id).delete()
        if not removed:
            raise PasskeyUnknown
        drop_without_factor(person_id)
    passkey_removed(person=person_id)


def credential_ids(person_id: uuid.UUID) -> list[str]:
    return list(Passkey.objects.filter(person_id=person_id).values_list("credential_id", flat=True))


def use_passkey(credential: dict[str, Any], challenge: str, person_id: uuid.UUID | None) -> tuple[Passkey, bool]:
    """The passkey whose signature this is and whether its user was verified; inside a transaction, which keeps two
    uses of one count apart. `person_id`: whose it must be; None: the user handle must say (§7.2, step 6).

    Raises PasskeyRefused.
    """
    known = Passkey.objects.select_for_update(of=("self",)).select_related("person")
    passkey = known.filter(credential_id=credential["id"]).first()
    if passkey is None:
        raise PasskeyRefused
    handle = credential["response"].get("userHandle")
    if passkey.person_id != (person_id or _person_of_handle(handle)):
        raise PasskeyRefused
    asserted = ceremony.verify_assertion(credential, challenge, passkey)
    passkey.sign_count, passkey.last_used_at = asserted.sign_count, clock.now()
    passkey.save(update_fields=["sign_count", "last_used_at"])
    return passkey, asserted.user_verified


def _begin(person: Person | None, version: str, language: Language) -> SignInFlow:
    return SignInFlow.objects.create(
        kind=FlowKind.PASSKEY,
        person=person,
        challenge=ceremony.new_challenge(),
        policy_version=version,
        language=language,
        expires_at=clock.now() + LIFETIME,
    )


def _spend_challenge(flow_id: uuid.UUID, person_id: uuid.UUID | None) -> str:
    """Take the challenge out of its row: whatever the answer, it is asked once (C14).

    Raises FlowUnknown, CodeUsed, CodeExpired, PasskeyRefused when it was spent before.
    """
    failure: EgretError | None = None
    with transaction.atomic():
        flow = access_flow(flow_id, lock=True)
        require_living(flow, clock.now())
        if flow.kind != FlowKind.PASSKEY or flow.person_id != person_id:
            raise FlowUnknown
        challenge, flow.challenge = flow.challenge, ""
        flow.save(update_fields=["challenge"])
        if not challenge:
            failure = PasskeyRefused()
    if failure is not None:
        raise failure
    return challenge


def _person_of_handle(handle: str | None) -> uuid.UUID | None:
    from webauthn import base64url_to_bytes

    try:
        return uuid.UUID(bytes=base64url_to_bytes(handle or ""))
    except ValueError:
        return None
