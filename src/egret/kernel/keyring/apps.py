"""The keyring: owners' keys, in a database of their own, so that backups of data and of keys can part ways."""

from __future__ import annotations

from django.apps import AppConfig


class KeyringConfig(AppConfig):
    name = "egret.kernel.keyring"
    label = "keyring"
