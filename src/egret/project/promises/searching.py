"""What somebody searches for is kept nowhere: C16."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Iterator
from inspect import signature
from urllib.parse import quote

from django.conf import settings
from django.utils.module_loading import import_string

from egret.accounts import synthetic
from egret.kernel.installation import Installation, Visitor, tables_holding
from egret.kernel.promises import Finding, promise
from egret.organizations.queries import directory
from egret.organizations.synthetic import dissolve

# What a query of ours is called.
SEARCHED = {"q", "search", "query"}
CONTACT = {"country": "GB", "language": "en", "contact_name": "Probe", "contact_email": "probe@egret.invalid"}
PLACE = re.compile(r"\{[^}]+\}")
LARGEST = 8 * 1024 * 1024


def probe_search_terms(installation: Installation) -> Finding:
    """Every search of the API is asked for a made-up word; that is then in no table, no session and no file of what
    runs."""
    canary = f"canary{secrets.token_hex(8)}"
    with synthetic.signed_up(installation) as visitor:
        name = f"Probe {secrets.token_hex(4)}"
        founded = visitor.post("/api/v1/organizations", {"name": name, "legal_name": name, **CONTACT})
        organization = founded.body["id"]
        try:
            asked = _search(visitor, organization, canary)
            found = tables_holding(canary) + _files_holding(canary)
        finally:
            dissolve(uuid.UUID(organization))
    answered = [path for path, status in asked.items() if status == 200]
    return Finding(
        bool(answered) and not found,
        f"searched for a made-up word (answers): {asked}; it was found afterwards in: {found}",
    )


def _search(visitor: Visitor, organization: str, term: str) -> dict[str, int]:
    """Ask each address that takes a search; returns what it answered."""
    asked = {}
    for path, name in _searches():
        address = PLACE.sub(organization, path)
        asked[path] = visitor.get(f"/api/v1{address}?{name}={quote(term)}").status
    return asked


def _searches() -> Iterator[tuple[str, str]]:
    """Every address that is read with a query of its own, and what that is called."""
    for prefix, router in import_string(settings.EGRET_API)._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for name in SEARCHED & set(signature(operation.view_func).parameters):
                    if "GET" in operation.methods:
                        yield f"{prefix}{path}", name


def _files_holding(term: str) -> list[str]:
    """Whatever the parts that run write beside the database."""
    return [
        path.name
        for path in settings.INSTANCE.run.rglob("*")
        if path.is_file() and path.stat().st_size <= LARGEST and term.encode() in path.read_bytes()
    ]


promise("C16", control=directory.people, probe=probe_search_terms)
