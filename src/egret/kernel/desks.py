"""Who answers a person's questions about their data in a space, and who may sit there; organisations say.

None is the personal space, which the installation's operator answers for.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol

from egret.kernel.api import Viewer


@dataclass(frozen=True)
class Desk:
    """A controller's desk: whom to ask by name, and the country whose days its clock counts; "" where not known."""

    organization_id: uuid.UUID | None
    name: str
    contact_name: str
    contact_email: str
    country: str  # ISO 3166-1 alpha-2
    zone: str  # IANA


class Desks(Protocol):
    def of(self, person_id: uuid.UUID, organization_id: uuid.UUID | None) -> Desk:
        """The desk a person asks about a space. Raises OrganizationUnknown for whoever is not a member."""

    def behind(self, organization_id: uuid.UUID | None) -> Desk:
        """The desk of a space, whoever asks."""

    def require_seat(self, viewer: Viewer, organization_id: uuid.UUID) -> None:
        """Raises what an organisation says to whoever does not administer it."""

    def name_of(self, person_id: uuid.UUID, organization_id: uuid.UUID | None) -> str:
        """What a person is called there; "" for whom has no name."""

    def person_by_phone(self, typed: str) -> uuid.UUID | None:
        """For the operator's commands. Raises PhoneMalformed."""


_desks: Desks | None = None


def provide(desks: Desks) -> None:
    """Set who knows the desks."""
    global _desks
    _desks = desks


def port() -> Desks:
    if _desks is None:
        raise RuntimeError("nobody says who answers")
    return _desks
