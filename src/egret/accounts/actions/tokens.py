"""App passwords and API tokens: made, used, revoked. Their secrets are random, shown once, and kept as a hash."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from egret.accounts.errors import PhoneMalformed
from egret.accounts.errors.tokens import (
    AccessTokenUnknown,
    AppPasswordWrong,
    ScopesUnusable,
    TooManyAccessTokens,
    TooManyAppPasswords,
)
from egret.accounts.labels import parse_label
from egret.accounts.models import AccessToken, Person, TokenKind
from egret.accounts.phone import parse_phone
from egret.accounts.scopes import AppScope, scopes_of
from egret.kernel import clock, ratelimit
from egret.kernel.grants import Grant
from egret.kernel.ids import CODE_ALPHABET, new_code
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.kernel.secret import hash_token, new_token

# More than anybody's devices and scripts; a thief of a session cannot fill the table.
MAXIMUM = 50
# "Last used" needs no more, and a program's read stays a read.
USED_EVERY = timedelta(minutes=5)
# 20 letters of 22: 89 bits. No guess will ever be right; the limit keeps guessers from being a load.
APP_PASSWORD_GROUPS = 5
WRONG_PER_ADDRESS = Limit("wrong app passwords per address", 100, timedelta(minutes=15))


@dataclass(frozen=True)
class Made:
    """A new token, and its secret, which nobody can see again."""

    token: AccessToken
    secret: str


def do_make_token(
    person_id: uuid.UUID, kind: TokenKind, *, label: str, scopes: Collection[str], lifetime: timedelta | None = None
) -> Made:
    """Make an app password or API token; without a `lifetime` it works until it is revoked.

    Raises LabelUnusable, ScopesUnusable, TooManyAccessTokens.
    """
    label = parse_label(label)
    allowed = scopes_of(kind)
    if not scopes or len(set(scopes)) != len(scopes) or not set(scopes) <= set(allowed):
        raise ScopesUnusable(field="scopes", allowed=list(allowed))
    secret = new_code(APP_PASSWORD_GROUPS) if kind is TokenKind.APP_PASSWORD else new_token("egret")
    with transaction.atomic():
        # Two requests at once would each see one place left.
        Person.objects.select_for_update().get(id=person_id)
        if AccessToken.objects.filter(person_id=person_id).count() >= MAXIMUM:
            raise TooManyAccessTokens(maximum=MAXIMUM)
        token = AccessToken.objects.create(
            person_id=person_id,
            kind=kind,
            label=label,
            scopes=" ".join(scope for scope in allowed if scope in scopes),
            secret_hash=_hash(kind, secret),
            expires_at=None if lifetime is None else clock.now() + lifetime,
        )
    return Made(token, secret)


def do_revoke_token(person_id: uuid.UUID, token_id: uuid.UUID) -> None:
    """Revoke one of the person's own. Raises AccessTokenUnknown."""
    revoked, _ = AccessToken.objects.filter(person_id=person_id, id=token_id).delete()
    if not revoked:
        raise AccessTokenUnknown


def do_use_api_token(secret: str) -> Grant | None:
    """What a living API token grants; marks it as used."""
    token = _use(TokenKind.API_TOKEN, secret)
    return None if token is None else Grant(token.person, frozenset(token.scopes.split()))


def do_use_app_password(username: str, password: str, *, address: str) -> AccessToken:
    """The living app password of who is called `username`: a phone number, or the person's id.

    Right ones are never counted, so that nobody can lock a person's programs out.
    Raises AppPasswordWrong, TooManyAppPasswords.
    """
    token = _use(TokenKind.APP_PASSWORD, password)
    # The secret alone finds the row: a known and an unknown name cost the same.
    if token is None or _name(username) not in (token.person.phone, str(token.person.id)):
        ratelimit.spend(WRONG_PER_ADDRESS, address, TooManyAppPasswords)
        raise AppPasswordWrong
    return token


def person_by_app_password(username: str, password: str, scope: AppScope, *, address: str) -> Person | None:
    """Who a WebDAV or calendar client signs in as; None when anything is wrong. Raises TooManyAppPasswords."""
    try:
        token = do_use_app_password(username, password, address=address)
    except AppPasswordWrong:
        return None
    return token.person if scope in token.scopes.split() else None


@under("accounts.sign_in")
def _use(kind: TokenKind, secret: str) -> AccessToken | None:
    moment = clock.now()
    living = Q(expires_at=None) | Q(expires_at__gt=moment)
    rows = AccessToken.objects.filter(living, kind=kind, secret_hash=_hash(kind, secret))
    token = rows.select_related("person").first()
    if token is not None and (token.last_used_at is None or token.last_used_at < moment - USED_EVERY):
        AccessToken.objects.filter(id=token.id, last_used_at=token.last_used_at).update(last_used_at=moment)
    return token


def _hash(kind: TokenKind, secret: str) -> str:
    """Of an app password only the letters count: hyphens and capitals get lost where it is typed."""
    if kind is TokenKind.APP_PASSWORD:
        secret = "".join(letter for letter in secret.lower() if letter in CODE_ALPHABET)
    return hash_token(f"{kind.value} {secret}")


def _name(typed: str) -> str:
    """A user name as its row spells it."""
    try:
        return parse_phone(typed)
    except PhoneMalformed:
        return typed.strip().lower()
