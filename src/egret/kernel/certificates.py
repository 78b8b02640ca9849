"""Signed documents: JSON in a canonical form under the installation's signature, checked without Django or network."""

from __future__ import annotations

import base64
import binascii
import json
from enum import StrEnum
from typing import Any

from egret.kernel import signing
from egret.project.instance import Instance

FORMAT = "egret erasure certificate v1"


class Verdict(StrEnum):
    VALID = "valid"
    OTHER_INSTALLATION = "other installation"  # whole, and signed by a key that is not the one asked for
    CHANGED = "changed"  # not what was signed
    NOT_A_CERTIFICATE = "not a certificate"


def signed(document: dict[str, Any], instance: Instance) -> dict[str, Any]:
    """The document with the installation's signature over all the rest of it."""
    signature = signing.sign(_canonical(document), instance)
    return {
        **document,
        "signature": {
            "algorithm": signing.ALGORITHM,
            "key": signing.public_text(instance),
            "value": base64.b64encode(signature).decode(),
        },
    }


def check(content: bytes, key: bytes) -> tuple[Verdict, dict[str, Any]]:
    """Whether the installation whose public key this is signed it, and what it says."""
    try:
        document = json.loads(content)
        signature = document.pop("signature")
        theirs, value = (base64.b64decode(signature[name], validate=True) for name in ("key", "value"))
        known = document["format"] == FORMAT and signature["algorithm"] == signing.ALGORITHM
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error, RecursionError):
        return Verdict.NOT_A_CERTIFICATE, {}
    if not known:
        return Verdict.NOT_A_CERTIFICATE, {}
    if not signing.is_signed(_canonical(document), value, theirs):
        return Verdict.CHANGED, document
    return (Verdict.VALID if theirs == key else Verdict.OTHER_INSTALLATION), document


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
