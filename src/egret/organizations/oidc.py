"""OpenID Connect's code flow as a relying party: values in, values out, neither clock nor socket.

Paragraphs are those of OpenID Connect Core 1.0 unless another document is named.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import jwt

# Signatures by a key of the provider's own. "none" and HS256 are no proof of who signed (RFC 8725 §3.1, §3.2).
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
# Clocks differ a little; more than a minute is a mistake.
LEEWAY = timedelta(seconds=60)
# §3.1.3.7 (10): a token made long ago is not the answer to our question of a moment ago.
OLDEST = timedelta(minutes=15)
LAST_SECOND = 10**11
SCOPES = "openid email profile"
# RFC 8176 §2: what of `amr` says that more than one thing was proved.
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "sms", "fpt", "face", "iris", "retina", "vbm", "sc"})
HOST = re.compile(r"[a-z0-9.-]{1,253}")
# By which a provider says that an address is the person's; Entra has a claim of its own.
VERIFIED = ("email_verified", "xms_edov")
# §2: at most 255 ASCII characters.
LONGEST_SUBJECT = 255


class MetadataInvalid(Exception):
    """The provider's discovery document is not usable; the text says why."""


class AnswerInvalid(Exception):
    """A token, or the answer that should hold one, is not to be believed; the text says why, without its contents."""


class KeyUnknown(AnswerInvalid):
    """Signed by a key that is not in the set: it may have been changed meanwhile (§10.1.1)."""


@dataclass(frozen=True)
class Metadata:
    """What of the discovery document (OpenID Connect Discovery 1.0 §3) is used; addresses are absolute."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    authenticates_by_post: bool
    names_itself: bool  # in each answer (RFC 9207 §3)

    @property
    def asked(self) -> tuple[str, ...]:
        """The addresses that are asked from here; the browser goes to the others."""
        return tuple(filter(None, (self.token_endpoint, self.jwks_uri, self.userinfo_endpoint)))


@dataclass(frozen=True)
class Claims:
    """What of a valid ID token is used; `email` is one the provider verified, in small letters."""

    subject: str
    email: str | None
    name: str
    groups: tuple[str, ...]
    second_factor: bool


def is_issuer(address: str, *, loopback: bool = False) -> bool:
    """Whether it can be an issuer: https, no query, no fragment (§2); http where `loopback` and on this machine."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises ValueError
    except ValueError:
        return False
    secure = parts.scheme == "https" or (
        loopback and parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    )
    return bool(
        secure and _is_plain(address) and parts.hostname and not parts.username and not ({"?", "#"} & set(address))
    )


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text and "\\" not in text


def host_of(address: str) -> str:
    """The host and port of an address, for people to read."""
    return urlsplit(address).netloc


def count_keys(keys: bytes) -> int:
    """How many keys of a set (RFC 7517 §5) can have signed."""
    try:
        return sum(jwt.PyJWK(key).algorithm_name in ALGORITHMS for key in _signing_keys(keys))
    except (AnswerInvalid, jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError):
        return 0


def discovery_address(issuer: str) -> str:
    """OpenID Connect Discovery 1.0 §4."""
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def read_metadata(document: bytes, issuer: str, *, loopback: bool = False) -> Metadata:
    """The discovery document of exactly this issuer (Discovery §4.3). Raises MetadataInvalid."""
    found = _object(document, MetadataInvalid, "the discovery document is not a JSON object")
    if found.get("issuer") != issuer:
        raise MetadataInvalid("the discovery document is that of another issuer")

    def address(name: str) -> str:
        value = found.get(name)
        # Plain to its end: the browser, and those who ask, are not sent to what each might read differently.
        if not isinstance(value, str) or not _is_plain(value) or "#" in value:
            raise MetadataInvalid(f"{name} is not an https address")
        if not is_issuer(value.split("?")[0], loopback=loopback):
            raise MetadataInvalid(f"{name} is not an https address")
        return value

    methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        issuer=issuer,
        authorization_endpoint=address("authorization_endpoint"),
        token_endpoint=address("token_endpoint"),
        jwks_uri=address("jwks_uri"),
        userinfo_endpoint=address("userinfo_endpoint") if "userinfo_endpoint" in found else None,
        end_session_endpoint=address("end_session_endpoint") if "end_session_endpoint" in found else None,
        authenticates_by_post=isinstance(methods, list) and "client_secret_basic" not in methods,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
    )


def authorization_location(
    metadata: Metadata, *, client_id: str, redirect_uri: str, state: str, nonce: str, verifier: str, login_hint: str
) -> str:
    """Where the browser goes (§3.1.2.1), with PKCE by S256 (RFC 7636 §4.3)."""
    return _with_query(
        metadata.authorization_endpoint,
        response_type="code",
        scope=SCOPES,
        client_id=client_id,
        redirect_uri=redirect_uri,
        state=state,
        nonce=nonce,
        code_challenge=code_challenge(verifier),
        code_challenge_method="S256",
        login_hint=login_hint,
    )


def sign_out_location(metadata: Metadata, *, client_id: str, redirect_uri: str) -> str | None:
    """Where the browser goes to sign out at the provider too (OpenID Connect RP-Initiated Logout 1.0 §2)."""
    if metadata.end_session_endpoint is None:
        return None
    return _with_query(metadata.end_session_endpoint, client_id=client_id, post_logout_redirect_uri=redirect_uri)


def code_challenge(verifier: str) -> str:
    """RFC 7636 §4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def token_request(
    metadata: Metadata, *, client_id: str, client_secret: str, code: str, redirect_uri: str, verifier: str
) -> tuple[dict[str, str], bytes]:
    """Headers and body of the request for the tokens (§3.1.3.1); a client without a secret is a public one."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    if client_secret and not metadata.authenticates_by_post:
        # RFC 6749 §2.3.1: both are form-encoded before they are joined.
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
    else:
        form |= {"client_id": client_id} | ({"client_secret": client_secret} if client_secret else {})
    return headers, urlencode(form).encode()


def read_tokens(body: bytes) -> tuple[str, str]:
    """The ID token and the access token (§3.1.3.3). Raises AnswerInvalid."""
    found = _object(body, AnswerInvalid, "the token answer is not a JSON object")
    id_token, access_token = found.get("id_token"), found.get("access_token", "")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise AnswerInvalid("the token answer holds no ID token")
    # RFC 6750 §2.1: it goes into a header, where a line break would begin another one.
    if not _is_plain(access_token):
        raise AnswerInvalid("the access token is none that can be shown")
    return id_token, access_token


def read_id_token(
    id_token: str, keys: bytes, *, issuer: str, client_id: str, nonce: str, now: datetime
) -> dict[str, Any]:
    """The claims of a valid ID token (§3.1.3.7). Raises AnswerInvalid; KeyUnknown when `keys` lacks its key."""
    try:
        header = jwt.get_unverified_header(id_token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise AnswerInvalid("signed by an algorithm that is not allowed")
        claims: dict[str, Any] = jwt.decode(
            id_token,
            _key(keys, header.get("kid"), algorithm),
            algorithms=[algorithm],
            issuer=issuer,
            audience=client_id,
            # Times are compared below, with the clock of whoever calls.
            options={
                "require": ["iss", "aud", "sub", "exp", "iat"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "enforce_minimum_key_length": True,
            },
        )
    except (jwt.PyJWTError, RecursionError) as error:
        raise AnswerInvalid(type(error).__name__) from error
    _check_audience(claims, client_id)
    _check_times(claims, now)
    if claims.get("nonce") != nonce:
        raise AnswerInvalid("the answer to another question (nonce)")
    if not claims["sub"].isascii() or not claims["sub"].isprintable() or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise AnswerInvalid("sub is not 1 to 255 characters of ASCII")
    return claims


def with_userinfo(claims: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    """The claims, completed by the UserInfo answer about the same person (§5.3.2). Raises AnswerInvalid."""
    found = _object(body, AnswerInvalid, "the UserInfo answer is not a JSON object")
    if found.get("sub") != claims["sub"]:
        raise AnswerInvalid("the UserInfo answer is about somebody else")
    # What is said of one address being verified says nothing of another.
    if "email" not in claims:
        claims = _without_address(claims)
    elif found.get("email") != claims["email"]:
        found = _without_address(found)
    return {**found, **claims}


def is_enough(claims: Mapping[str, Any], group_claim: str) -> bool:
    """Whether the ID token said all that is used; with a code, providers may keep the rest for UserInfo (§5.4)."""
    of_address = "email" in claims and any(name in claims for name in VERIFIED)
    return of_address and (not group_claim or group_claim in claims)


def use(claims: Mapping[str, Any], group_claim: str) -> Claims:
    """The few things that are used; everything else ends here."""
    groups = claims.get(group_claim) if group_claim else None
    amr = claims.get("amr")
    name = claims.get("name")
    return Claims(
        subject=claims["sub"],
        email=_verified_email(claims),
        name=name if isinstance(name, str) else "",
        groups=tuple(_words(groups)),
        second_factor=bool(SECOND_FACTORS & set(_words(amr))),
    )


def domain_of(email: str) -> str | None:
    """The domain of an address in small letters and ASCII (IDNA), None when it is none."""
    email = email.strip()
    local, separator, domain = email.rpartition("@")
    if not separator or not local or len(email) > 254 or not email.isprintable() or " " in email:
        return None
    try:
        name = domain.encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        return None
    return name if HOST.fullmatch(name) else None


def _without_address(claims: Mapping[str, Any]) -> dict[str, Any]:
    return {name: claims[name] for name in claims if name not in ("email", *VERIFIED)}


def _verified_email(claims: Mapping[str, Any]) -> str | None:
    """The address, when the provider says that it is the person's."""
    email = claims.get("email")
    said = [claims.get(name) for name in VERIFIED]
    if not isinstance(email, str) or not email.isprintable():
        return None
    return email.strip().lower() if any(value in (True, "true", "1") for value in said) else None


def _words(value: object) -> list[str]:
    """A claim that may be one word, a list of them, or something else; no word has invisible characters."""
    words = value if isinstance(value, list) else [value]
    return [word for word in words if isinstance(word, str) and word.isprintable()]


def _check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    """§3.1.3.7 (3) to (5)."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", client_id) != client_id or (several and "azp" not in claims):
        raise AnswerInvalid("made for another client (azp)")


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    times = [claims["exp"], claims["iat"], claims.get("nbf", claims["iat"])]
    # Not a number is neither before nor after anything.
    if any(not isinstance(time, int | float) or not 0 < time < LAST_SECOND for time in times):
        raise AnswerInvalid("a time is not a number of seconds")
    expires, issued, not_before = times
    if moment >= expires + leeway:
        raise AnswerInvalid("expired")
    if max(issued, not_before) > moment + leeway:
        raise AnswerInvalid("made in the future")
    if issued < moment - OLDEST.total_seconds():
        raise AnswerInvalid("made too long ago")


def _signing_keys(keys: bytes) -> list[dict[str, Any]]:
    """A shared secret in a public set is a mistake, and never a proof."""
    found = _object(keys, AnswerInvalid, "the key set is not a JSON object").get("keys")
    return [
        key
        for key in (found if isinstance(found, list) else [])
        if isinstance(key, dict) and key.get("kty") != "oct" and key.get("use", "sig") == "sig"
    ]


def _key(keys: bytes, key_id: object, algorithm: str) -> Any:
    """The key of the set that has this id and may have signed by this algorithm."""
    fit = [
        key
        for key in _signing_keys(keys)
        if key.get("alg", algorithm) == algorithm and (key_id is None or key.get("kid") == key_id)
    ]
    if not fit:
        raise KeyUnknown("no key of the provider's fits")
    if len(fit) > 1:
        raise AnswerInvalid("several keys of the provider's fit")
    try:
        return jwt.PyJWK(fit[0], algorithm).key
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise AnswerInvalid("the key cannot be read") from error


def _object(body: bytes, error: type[Exception], why: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise error(why)
    return found


def _with_query(address: str, **values: str) -> str:
    """The address may have a query of its own, which stays (RFC 6749 §3.1)."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"
