"""Made-up organisations for probes: founded over HTTP by a made-up person, gone when the probe is over."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from egret.accounts import synthetic
from egret.kernel.installation import Installation, Visitor
from egret.kernel.purpose import under
from egret.organizations.actions import organization as actions
from egret.organizations.models import Organization


@dataclass(frozen=True)
class Founded:
    """An organisation, and the visitor who owns it."""

    id: uuid.UUID
    name: str
    owner: Visitor

    @property
    def path(self) -> str:
        return f"/api/v1/organizations/{self.id}"


@contextmanager
def founded(installation: Installation) -> Iterator[Founded]:
    """An organisation with everything in it gone afterwards, its owner too."""
    with synthetic.signed_up(installation) as owner:
        name = f"Probe {secrets.token_hex(4)}"
        contact = {"country": "GB", "language": "en", "contact_name": "Probe", "contact_email": "probe@egret.invalid"}
        reply = owner.post("/api/v1/organizations", {"name": name, **contact})
        if reply.status != 201:
            raise RuntimeError(f"a synthetic organisation could not be founded: {reply.status} {reply.body}")
        organization_id = uuid.UUID(reply.body["id"])
        try:
            yield Founded(organization_id, name, owner)
        finally:
            dissolve(organization_id)


@under("organizations.administer")
def dissolve(organization_id: uuid.UUID) -> None:
    # Whoever may be left in it: a probe of a broken control cleans up too.
    for organization in Organization.objects.filter(id=organization_id):
        actions.dissolve(organization)
