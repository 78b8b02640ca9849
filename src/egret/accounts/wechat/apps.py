"""django-allauth, installed so that its WeChat client can be imported: no address, page, middleware or table of it."""

from __future__ import annotations

from allauth.account.apps import AccountConfig
from allauth.socialaccount.apps import SocialAccountConfig
from django.apps import AppConfig


class WithoutTables(AppConfig):
    """allauth's code names its models, so they are imported; then they are forgotten.

    No table is made for them, and deleting a person does not look for e-mail addresses that nobody has.
    """

    def import_models(self) -> None:
        super().import_models()
        self.models.clear()


class AllauthAccountConfig(WithoutTables, AccountConfig):  # type: ignore[misc]  # allauth has no types
    def ready(self) -> None:
        """allauth's own insists on its middleware, which serves its own pages only."""


class AllauthSocialAccountConfig(WithoutTables, SocialAccountConfig):  # type: ignore[misc]  # allauth has no types
    pass
