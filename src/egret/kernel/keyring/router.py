"""The keyring's tables live in the keyring's database, everything else never does."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

KEYRING = "keyring"


class KeyringRouter:
    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return KEYRING if model._meta.app_label == KEYRING else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == KEYRING) == (app_label == KEYRING)
