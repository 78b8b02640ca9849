"""People whom an organisation's own directory brings: they have no phone, and the organisation vouches for them.

Such a person meets no age gate: who works for an organisation is known to it (docs/decisions). The policy is accepted
as everywhere, before their first sign-in.
"""

from __future__ import annotations

import uuid

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from egret.accounts.actions.sessions import do_end_other_sessions
from egret.accounts.actions.sign_in import do_begin_proved, do_delete_person
from egret.accounts.events import PersonRegistered
from egret.accounts.models import FlowKind, Identity, Person, SignInFlow
from egret.kernel import events
from egret.kernel.purpose import under
from egret.kernel.text import Language


@under("accounts.sign_in")
def person_by_identity(provider: str, uid: str) -> uuid.UUID | None:
    """Whose identity it is at that provider."""
    return Identity.objects.filter(provider=provider, uid=uid).values_list("person_id", flat=True).first()


@under("accounts.sign_in")
def uids_of(person_id: uuid.UUID, provider: str) -> set[str]:
    """As whom that provider knows the person."""
    return set(Identity.objects.filter(person_id=person_id, provider=provider).values_list("uid", flat=True))


@under("accounts.sign_in")
def providers_of(person_id: uuid.UUID) -> list[str]:
    """Where the person signs in with, other than here."""
    return list(Identity.objects.filter(person_id=person_id).values_list("provider", flat=True))


@under("accounts.sign_in")
def do_make_directory_person() -> uuid.UUID:
    """A person without a phone; call it in a transaction that says what brought them."""
    person = Person.objects.create(phone=None, password=make_password(None))
    events.emit(PersonRegistered(person.id))
    return person.id


@under("accounts.sign_in")
def do_add_identity(person_id: uuid.UUID, provider: str, uid: str) -> uuid.UUID:
    """The person signs in at `provider` as `uid` from now on. Returns whose it is: of two at once, one is first."""
    try:
        with transaction.atomic():
            Identity.objects.create(person_id=person_id, provider=provider, uid=uid)
    except IntegrityError:
        return Identity.objects.get(provider=provider, uid=uid).person_id
    return person_id


@under("accounts.sign_in")
def do_forget_provider(provider: str) -> None:
    """Nobody signs in at this provider any more."""
    Identity.objects.filter(provider=provider).delete()


@under("accounts.sign_in")
def do_forget_directory_person(person_id: uuid.UUID, *, providers: tuple[str, ...]) -> bool:
    """Remove a person who had no way in but these providers; returns whether they are gone."""
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(id=person_id).first()
        if person is None:
            return True
        if person.phone is not None or person.has_usable_password():
            return False
        if person.identities.exclude(provider__in=providers).exists():
            return False
        do_delete_person(person)
    return True


@under("accounts.sign_in")
def do_end_sessions(person_id: uuid.UUID) -> None:
    """Sign the person out everywhere."""
    do_end_other_sessions(person_id, None)


def do_begin_directory_sign_in(person_id: uuid.UUID, *, accepted_policy: str, language: Language) -> SignInFlow:
    """The sign-in of who has just proved themselves to their organisation's provider. Raises PolicyNotAccepted."""
    return do_begin_proved(
        FlowKind.OIDC, person_id=person_id, subject="", accepted_policy=accepted_policy, language=language
    )
