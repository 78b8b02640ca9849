"""The protocol by itself: what an ID token must be, against tokens that are almost that."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.organizations import oidc
from egret.organizations.oidc import AnswerInvalid, KeyUnknown, MetadataInvalid
from tests.oidc_provider import KEYS

ISSUER = "https://login.example.com/tenant"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = KEYS["first"]
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize?policy=one",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": "https://keys.example.com/keys",
}


def claims(**changed: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    made = {"iss": ISSUER, "aud": "egret", "sub": "one", "iat": now, "exp": now + 300, "nonce": "n", **changed}
    return {name: value for name, value in made.items() if value is not ...}


def key_set(*keys: dict[str, Any]) -> bytes:
    return json.dumps({"keys": list(keys)}).encode()


def read(token: str, keys: bytes | None = None, now: datetime = NOW) -> dict[str, Any]:
    return oidc.read_id_token(
        token, keys or key_set(KEY.public_jwk), issuer=ISSUER, client_id="egret", nonce="n", now=now
    )


def test_a_right_token_is_believed() -> None:
    assert read(KEY.sign(claims()))["sub"] == "one"
    assert read(KEY.sign(claims(aud=["egret", "other"], azp="egret")))["sub"] == "one"
    assert read(jwt.encode(claims(), KEY.private, "PS256"), key_set({**KEY.public_jwk, "alg": "PS256"}))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://login.example.com/other"},
        {"iss": ISSUER + "/"},
        {"aud": "other"},
        {"aud": []},
        {"aud": ["egret", "other"]},
        {"aud": ["egret", "other"], "azp": "other"},
        {"azp": "other"},
        {"nonce": "another"},
        {"nonce": ...},
        {"sub": ...},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "a\0b"},
        {"exp": ...},
        {"exp": int(NOW.timestamp()) - 61},
        {"exp": "soon"},
        {"exp": float("nan")},
        {"exp": float("inf")},
        {"exp": 10**400},
        {"iat": ...},
        {"iat": int(NOW.timestamp()) + 120},
        {"iat": int(NOW.timestamp()) - 3600},
        {"iat": float("nan")},
        {"nbf": int(NOW.timestamp()) + 120},
    ],
    ids=str,
)
def test_a_wrong_claim_is_not(changed: dict[str, Any]) -> None:
    with pytest.raises(AnswerInvalid):
        read(KEY.sign(claims(**changed)))


def test_clocks_may_differ_by_a_minute_and_no_more() -> None:
    token = KEY.sign(claims())
    assert read(token, now=NOW + timedelta(seconds=359))
    assert read(token, now=NOW - timedelta(seconds=60))
    for moment in (NOW + timedelta(seconds=360), NOW - timedelta(seconds=61)):
        with pytest.raises(AnswerInvalid):
            read(token, now=moment)


def unsigned() -> str:
    return jwt.encode(claims(), "", algorithm="none")


def signed_with_the_public_key() -> str:
    """The oldest trick (RFC 8725 §2.1): an HMAC whose secret is what everybody can read."""

    def part(value: bytes) -> bytes:
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    head = part(json.dumps({"alg": "HS256", "typ": "JWT", "kid": KEY.id}).encode())
    signed = head + b"." + part(json.dumps(claims()).encode())
    return (signed + b"." + part(hmac.new(KEY.public_pem, signed, hashlib.sha256).digest())).decode()


def signed_by_somebody_else() -> str:
    return KEYS["second"].sign(claims(), key_id=KEY.id)


def changed_after_signing() -> str:
    head, _, signature = KEY.sign(claims()).split(".")
    _, body, _ = KEY.sign(claims(sub="two")).split(".")
    return f"{head}.{body}.{signature}"


def bringing_its_own_key() -> str:
    stranger = KEYS["second"]
    return jwt.encode(
        claims(),
        stranger.private,
        "RS256",
        headers={"kid": KEY.id, "jwk": stranger.public_jwk, "jku": "https://x.test"},
    )


@pytest.mark.parametrize(
    "forge",
    [unsigned, signed_with_the_public_key, signed_by_somebody_else, changed_after_signing, bringing_its_own_key],
)
def test_a_forged_signature_is_not_believed(forge: Callable[[], str]) -> None:
    with pytest.raises(AnswerInvalid):
        read(forge())


def test_a_shared_secret_in_the_public_set_proves_nothing() -> None:
    secret = {"kty": "oct", "k": "c2VjcmV0" * 6, "kid": "s", "alg": "HS256"}
    token = jwt.encode(claims(), "secret" * 6, "HS256", headers={"kid": "s"})
    with pytest.raises(AnswerInvalid):
        read(token, key_set(secret))


def test_a_key_that_is_not_there_can_be_asked_for_again() -> None:
    with pytest.raises(KeyUnknown):
        read(KEYS["second"].sign(claims()))
    assert read(KEYS["second"].sign(claims()), key_set(KEY.public_jwk, KEYS["second"].public_jwk))


@pytest.mark.parametrize("change", [{"use": "enc"}, {"alg": "RS512"}, {"n": "AQAB"}, {"n": 5}, {"kty": "EC"}], ids=str)
def test_an_unfit_key_is_not_used(change: dict[str, Any]) -> None:
    with pytest.raises(AnswerInvalid):
        read(KEY.sign(claims()), key_set({**KEY.public_jwk, **change}))


@given(st.text(max_size=300) | st.tuples(st.text(), st.text(), st.text()).map(".".join), st.binary(max_size=300))
def test_noise_is_refused_and_nothing_else(token: str, keys: bytes) -> None:
    for set_of_keys in (keys, key_set(KEY.public_jwk)):
        with pytest.raises(AnswerInvalid):
            read(token, set_of_keys)
    with pytest.raises(AnswerInvalid):
        oidc.read_tokens(keys)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(["iss", "aud", "azp", "sub", "exp", "iat", "nbf", "nonce"]), json_values)
def test_a_claim_of_any_kind_is_understood_or_refused(name: str, value: object) -> None:
    try:
        found = read(KEY.sign(claims(**{name: value})))
    except AnswerInvalid:
        return
    assert (found["iss"], found["nonce"]) == (ISSUER, "n")
    assert "egret" in found["aud"]


@given(st.dictionaries(st.sampled_from(["email", "email_verified", "xms_edov", "name", "groups", "amr"]), json_values))
def test_other_claims_are_used_as_far_as_they_make_sense(extra: dict[str, Any]) -> None:
    used = oidc.use({"sub": "one", **extra}, "groups")
    assert used.email is None or isinstance(extra["email"], str)
    assert all(isinstance(group, str) for group in used.groups)
    assert isinstance(used.name, str)


def test_an_address_counts_when_the_provider_verified_it() -> None:
    said: dict[str, Any]
    for said in ({"email_verified": True}, {"email_verified": "true"}, {"xms_edov": True}, {"xms_edov": "1"}):
        assert oidc.use({"sub": "1", "email": "Ada@Example.com", **said}, "").email == "ada@example.com"
    for said in ({}, {"email_verified": False}, {"email_verified": "false"}, {"email_verified": None}):
        assert oidc.use({"sub": "1", "email": "ada@example.com", **said}, "").email is None


def test_where_the_browser_goes() -> None:
    metadata = oidc.read_metadata(json.dumps(DOCUMENT).encode(), ISSUER)
    location = oidc.authorization_location(
        metadata,
        client_id="egret",
        redirect_uri="https://egret.example/back",
        state="s",
        nonce="n",
        # RFC 7636, appendix B.
        verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
        login_hint="ada@example.com",
    )
    query = parse_qs(urlsplit(location).query)
    assert query["policy"] == ["one"]
    assert query["code_challenge"] == ["E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["response_type"] == ["code"]


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://login.example.com"},
        {"issuer": ...},
        {"token_endpoint": ...},
        {"token_endpoint": "http://login.example.com/token"},
        {"token_endpoint": "//login.example.com/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "https://user:pass@keys.example.com/"},
        {"jwks_uri": "https://keys.example.com:port/"},
        {"jwks_uri": 5},
        {"userinfo_endpoint": "file:///etc/passwd"},
        {"end_session_endpoint": None},
    ],
    ids=str,
)
def test_an_unfit_document_is_refused(change: dict[str, Any]) -> None:
    document = {name: value for name, value in {**DOCUMENT, **change}.items() if value is not ...}
    with pytest.raises(MetadataInvalid):
        oidc.read_metadata(json.dumps(document).encode(), ISSUER)


@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_a_document_of_noise_is_refused(document: bytes) -> None:
    with pytest.raises(MetadataInvalid):
        oidc.read_metadata(document, ISSUER)


def test_issuers() -> None:
    assert oidc.is_issuer("https://login.microsoftonline.com/11111111-2222/v2.0")
    assert oidc.is_issuer("http://127.0.0.1:5556/dex", loopback=True)
    for wrong in ("http://login.example.com", "https://", "https://a b", "https://x.test/?q", "https://x.test/#f", "x"):
        assert not oidc.is_issuer(wrong, loopback=True)
    assert not oidc.is_issuer("http://127.0.0.1:5556/dex")


@given(st.text(max_size=80))
def test_domains_of_addresses(typed: str) -> None:
    domain = oidc.domain_of(typed)
    assert domain is None or (domain.isascii() and domain == domain.lower())


def test_domains_of_real_addresses() -> None:
    assert oidc.domain_of(" Ada@Example.COM ") == "example.com"
    assert oidc.domain_of("李@例子.公司") == "xn--fsqu00a.xn--55qx5d"
    for wrong in ("ada", "@example.com", "ada@", "ada lovelace@example.com", "a@" + "x" * 300):
        assert oidc.domain_of(wrong) is None
