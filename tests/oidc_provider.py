"""An OpenID provider that misbehaves on order: real keys, real HTTP, and one thing wrong at a time."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "egret"
CLIENT_SECRET = "a secret: with + signs & all"


@dataclass
class Key:
    id: str
    private: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def public_jwk(self) -> dict[str, Any]:
        jwk: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        return {**jwk, "kid": self.id, "use": "sig", "alg": "RS256"}

    @property
    def public_pem(self) -> bytes:
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def sign(self, claims: dict[str, Any], key_id: str | None = None) -> str:
        """Whatever the claims are: the library's own encoder would refuse wrong ones."""
        return jwt.PyJWS().encode(
            json.dumps(claims).encode(), self.private, "RS256", headers={"kid": key_id or self.id}
        )


# Making a key takes a while, and one set serves every test.
KEYS = {name: Key(name) for name in ("first", "second")}


class Provider:
    """Answers as its `change_…` functions have it; by default as it should."""

    def __init__(self, url: str) -> None:
        self.issuer = url
        self.key = KEYS["first"]
        self.published = [self.key]
        self.subject, self.email = "subject-1", "ada@example.com"
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.access_token = "opaque"
        self.change_claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.encode: Callable[[dict[str, Any]], str] = lambda claims: self.key.sign(claims)
        self.change_discovery: Callable[[dict[str, Any]], dict[str, Any]] = lambda document: document
        self.misbehave: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.nonces: dict[str, str] = {}
        self.challenges: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.authorizations: list[str | None] = []

    def discovery(self) -> dict[str, Any]:
        return self.change_discovery(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "end_session_endpoint": f"{self.issuer}/end",
            }
        )

    def authorize(self, location: str) -> dict[str, str]:
        """What the browser would bring back from this address: the person has signed in there."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = f"code-{len(self.nonces)}"
        self.nonces[code], self.challenges[code] = asked["nonce"], asked["code_challenge"]
        return {"code": code, "state": asked["state"]}

    def token_answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        nonce = self.nonces.pop(form.get("code", ""), None)
        if nonce is None:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": self.subject, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce,
            "email": self.email, "email_verified": True, "name": "Ada Lovelace", **self.claims,
        }  # fmt: skip
        return 200, {
            "access_token": self.access_token,
            "token_type": "Bearer",
            "id_token": self.encode(self.change_claims(claims)),
        }


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

        def _answer(self, body: bytes) -> None:
            path = urlsplit(self.path).path
            provider.asked.append((self.command, path))
            if path in provider.misbehave:
                provider.misbehave[path](self)
            elif path == "/.well-known/openid-configuration":
                self.send(200, provider.discovery())
            elif path == "/keys":
                self.send(200, {"keys": [key.public_jwk for key in provider.published]})
            elif path == "/token":
                self._token({name: values[0] for name, values in parse_qs(body.decode()).items()})
            elif path == "/userinfo" and provider.userinfo is not None:
                self.send(200, provider.userinfo)
            else:
                self.send(404, {})

        def _token(self, form: dict[str, str]) -> None:
            provider.forms.append(form)
            provider.authorizations.append(self.headers.get("Authorization"))
            pair = f"{CLIENT_ID}:a+secret%3A+with+%2B+signs+%26+all".encode()
            if self.headers.get("Authorization") != f"Basic {base64.b64encode(pair).decode()}":
                self.send(401, {"error": "invalid_client"})
            else:
                self.send(*provider.token_answer(form))

        def send(self, status: int, body: dict[str, Any]) -> None:
            encoded = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """A provider at a free port of loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = _handler(provider)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
