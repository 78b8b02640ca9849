"""Rows that are only ever added: what was said and done stays as it was said and done."""

from __future__ import annotations

from typing import Any

from django.db import models


class Unchangeable(Exception):
    """Something tried to change a row of a ledger: a fault of ours."""


class AppendedSet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise Unchangeable(self.model._meta.label)


class Appended(models.Model):
    """Added, read, and gone with the person; never changed. Erasure and retention delete through a query."""

    objects = AppendedSet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Unchangeable(self._meta.label)
