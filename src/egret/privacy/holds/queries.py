"""Reads of holds."""

from __future__ import annotations

import uuid

from django.apps import apps
from django.db.models import QuerySet

from egret.kernel import clock, holds
from egret.kernel.holds import PURPOSE
from egret.kernel.personal import DECLARATIONS
from egret.kernel.purpose import under
from egret.kernel.subjects import rows_about
from egret.kernel.text import Text
from egret.privacy.holds.models import Hold


def in_force() -> QuerySet[Hold]:
    return Hold.objects.filter(released_at=None)


@under(PURPOSE)
def active() -> set[tuple[str, uuid.UUID]]:
    """Kind and key of everything that is held."""
    return set(in_force().values_list("kind", "target"))


def overdue() -> QuerySet[Hold]:
    """Whose review should have been: an alarm (the probe of C63 tells it)."""
    return in_force().filter(review_at__lt=clock.now()).order_by("review_at")


def told_to(person_id: uuid.UUID) -> list[Hold]:
    """Holds on this person, or on what is theirs, but for those that the authority forbids to tell."""
    return [hold for hold in in_force().filter(secret=False).order_by("placed_at") if _is_about(hold, person_id)]


def rows_told_to(person_id: uuid.UUID) -> QuerySet[Hold]:
    return Hold.objects.filter(id__in=[hold.id for hold in told_to(person_id)])


def reasons_to_keep(person_id: uuid.UUID) -> list[Text]:
    """Why a person is not erased yet, in no more words than whoever asks may know."""
    return [holds.Held.title] if holds.held_person(person_id) else []


def _is_about(hold: Hold, person_id: uuid.UUID) -> bool:
    if hold.kind == holds.PERSON:
        return hold.target == person_id
    kind = holds.KINDS.get(hold.kind)
    declaration = DECLARATIONS.get(kind.model.lower()) if kind else None
    return declaration is not None and rows_about(declaration, person_id).filter(pk=hold.target).exists()


def exists(kind: str, target: uuid.UUID) -> bool:
    found = holds.KINDS.get(kind)
    return found is not None and apps.get_model(found.model)._default_manager.filter(pk=target).exists()
