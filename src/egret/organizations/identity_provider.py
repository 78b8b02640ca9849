"""Asking an organisation's identity provider, through the one door to other hosts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from egret.kernel import clock, egress
from egret.kernel.egress import EgressFailed, EgressRefused
from egret.organizations import oidc
from egret.organizations.errors.provisioning import (
    IssuerUnusable,
    ProviderUnfit,
    ProviderUnreachable,
    SsoAnswerInvalid,
)
from egret.organizations.oidc import AnswerInvalid, KeyUnknown, Metadata, MetadataInvalid

PROCESSOR = "an organisation's own identity provider"
# Providers change their endpoints hardly ever and their keys every few months; both are asked for anew when in doubt.
KEPT = timedelta(hours=1)
# Large providers' documents and key sets have 20 kB; anybody who makes an organisation can name one that has more.
LONGEST_DOCUMENT = 512 * 1024
MAXIMUM_KEPT = 200

_kept: dict[str, tuple[datetime, bytes]] = {}


def metadata(issuer: str) -> Metadata:
    """The provider's discovery document. Raises IssuerUnusable, ProviderUnreachable, ProviderUnfit."""
    if not oidc.is_issuer(issuer, loopback=settings.EGRET_ALLOW_PRIVATE_ISSUERS):
        raise IssuerUnusable(field="issuer")
    try:
        return oidc.read_metadata(
            _document(oidc.discovery_address(issuer)), issuer, loopback=settings.EGRET_ALLOW_PRIVATE_ISSUERS
        )
    except MetadataInvalid as error:
        forget(oidc.discovery_address(issuer))
        raise ProviderUnfit(reason=str(error)) from error


def keys(found: Metadata) -> bytes:
    """The provider's key set. Raises ProviderUnreachable, ProviderUnfit."""
    return _document(found.jwks_uri)


def claims_for(
    found: Metadata,
    *,
    client_id: str,
    client_secret: str,
    code: str,
    redirect_uri: str,
    verifier: str,
    nonce: str,
    group_claim: str,
) -> dict[str, Any]:
    """The valid claims behind an authorization code. Raises ProviderUnreachable, ProviderUnfit, SsoAnswerInvalid."""
    headers, body = oidc.token_request(
        found,
        client_id=client_id,
        client_secret=client_secret,
        code=code,
        redirect_uri=redirect_uri,
        verifier=verifier,
    )
    try:
        id_token, access_token = oidc.read_tokens(_ask("POST", found.token_endpoint, headers, body))
        claims = _read_id_token(found, id_token, client_id, nonce)
        if found.userinfo_endpoint and access_token and not oidc.is_enough(claims, group_claim):
            bearer = {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}
            claims = oidc.with_userinfo(claims, _ask("GET", found.userinfo_endpoint, bearer))
    except (AnswerInvalid, UnicodeError) as error:
        raise SsoAnswerInvalid(reason=str(error)) from error
    return claims


def refuses_client(found: Metadata, *, client_id: str, client_secret: str, redirect_uri: str) -> bool:
    """Whether the provider does not know this client and secret: a code that is none tells (RFC 6749 §5.2).

    Raises ProviderUnreachable.
    """
    headers, body = oidc.token_request(
        found,
        client_id=client_id,
        client_secret=client_secret,
        code="a-test-by-the-administrator",
        redirect_uri=redirect_uri,
        verifier="a-test-by-the-administrator-is-43-letters-long",
    )
    answer = _send("POST", found.token_endpoint, headers, body)
    return answer.status == 401 or b"invalid_client" in answer.body or b"unauthorized_client" in answer.body


def forget(address: str) -> None:
    """Ask for this document anew the next time."""
    _kept.pop(address, None)


def _read_id_token(found: Metadata, id_token: str, client_id: str, nonce: str) -> dict[str, Any]:
    def read() -> dict[str, Any]:
        return oidc.read_id_token(
            id_token, keys(found), issuer=found.issuer, client_id=client_id, nonce=nonce, now=clock.now()
        )

    try:
        return read()
    except KeyUnknown:
        # §10.1.1: the provider may have changed its keys since we asked.
        forget(found.jwks_uri)
        return read()


def _document(address: str) -> bytes:
    moment = clock.now()
    kept = _kept.get(address)
    if kept is None or not kept[0] <= moment < kept[0] + KEPT:
        document = _ask("GET", address, {"Accept": "application/json"})
        if len(document) > LONGEST_DOCUMENT:
            raise ProviderUnfit(reason=f"more than {LONGEST_DOCUMENT // 1024} KiB at {urlsplit(address).path}"[:200])
        forget(address)
        while len(_kept) >= MAXIMUM_KEPT:
            # The one that has been kept longest; another thread may just be doing the same.
            _kept.pop(next(iter(_kept)), None)
        kept = _kept[address] = (moment, document)
    return kept[1]


def _ask(method: str, address: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    answer = _send(method, address, headers, body)
    if answer.status >= 500:
        raise ProviderUnreachable
    if answer.status != 200:
        raise ProviderUnfit(reason=f"HTTP {answer.status} at {urlsplit(address).path}"[:200])
    return answer.body


def _send(method: str, address: str, headers: dict[str, str], body: bytes) -> egress.Answer:
    _register(address)
    try:
        return egress.request(method, address, body=body, headers=headers)
    except (EgressRefused, EgressFailed) as error:
        raise ProviderUnreachable from error


def _register(address: str) -> None:
    """Allow the host that the organisation's administrators, or its provider's document, named.

    Never a host that is ours already, such as the media engine's: it would be asked in its place, and by its rules.
    """
    known = egress.DESTINATIONS.get(urlsplit(address).netloc)
    if known is not None and known.processor != PROCESSOR:
        raise ProviderUnreachable
    egress.register(
        address,
        processor=PROCESSOR,
        purpose="accounts.sign_in",
        payload=(),
        public_only=not settings.EGRET_ALLOW_PRIVATE_ISSUERS,
    )
