"""The two ceremonies of WebAuthn (W3C Web Authentication Level 3, §7.1 and §7.2), without clock, socket or database.

Options and credentials are JSON as §5.1 describes it: binary members in base64url.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings

from egret.accounts.errors.factors import PasskeyRefused

if TYPE_CHECKING:
    from egret.accounts.models import Passkey, Person

RP_NAME = "Egret"
# An authenticator may want a PIN, and a telephone may have to be fetched (§15.1 recommends five minutes).
TIMEOUT_MILLISECONDS = 300_000


@dataclass(frozen=True)
class Created:
    credential_id: str
    public_key: bytes  # COSE
    sign_count: int
    user_verified: bool


@dataclass(frozen=True)
class Asserted:
    sign_count: int
    user_verified: bool


def rp_id() -> str:
    """The host that people type: passkeys are bound to it (§5.1.2)."""
    return urlsplit(settings.EGRET_ORIGIN).hostname or "localhost"


def new_challenge() -> str:
    from webauthn.helpers import bytes_to_base64url, generate_challenge

    return bytes_to_base64url(generate_challenge())


def creation_options(person: Person, user_name: str, challenge: str, known: list[str]) -> dict[str, Any]:
    """What `navigator.credentials.create()` takes; `known`: ids of credentials that are there already."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=rp_id(),
        rp_name=RP_NAME,
        user_id=person.id.bytes,
        user_name=user_name,
        challenge=webauthn.base64url_to_bytes(challenge),
        timeout=TIMEOUT_MILLISECONDS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def request_options(challenge: str, allowed: list[str]) -> dict[str, Any]:
    """What `navigator.credentials.get()` takes; `allowed` empty: any passkey the authenticator has for us."""
    import webauthn

    options = webauthn.generate_authentication_options(
        rp_id=rp_id(),
        challenge=webauthn.base64url_to_bytes(challenge),
        timeout=TIMEOUT_MILLISECONDS,
        allow_credentials=_descriptors(allowed),
    )
    return dict(json.loads(webauthn.options_to_json(options)))


def verify_creation(credential: dict[str, Any], challenge: str) -> Created:
    """Raises PasskeyRefused."""
    import webauthn

    try:
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=rp_id(),
            expected_origin=settings.EGRET_ORIGIN,
        )
    # Its parsers of CBOR and DER raise whatever they meet in a stranger's bytes.
    except Exception as error:
        raise PasskeyRefused from error
    return Created(
        credential_id=credential["id"],
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        user_verified=verified.user_verified,
    )


def verify_assertion(credential: dict[str, Any], challenge: str, passkey: Passkey) -> Asserted:
    """A count that did not grow is a copied key, and refused (§6.1.1). Raises PasskeyRefused."""
    import webauthn

    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=webauthn.base64url_to_bytes(challenge),
            expected_rp_id=rp_id(),
            expected_origin=settings.EGRET_ORIGIN,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
        )
    except Exception as error:
        raise PasskeyRefused from error
    return Asserted(verified.new_sign_count, verified.user_verified)


def _descriptors(credential_ids: list[str]) -> list[Any]:
    import webauthn
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(each)) for each in credential_ids]
