from __future__ import annotations

from contextlib import suppress

from django.apps import AppConfig
from django.conf import settings


class AccountsConfig(AppConfig):
    name = "egret.accounts"
    label = "accounts"

    def ready(self) -> None:
        from egret.accounts.acceptances import Acceptances
        from egret.accounts.actions.messages import do_send_to_person
        from egret.accounts.actions.tokens import do_use_api_token
        from egret.accounts.freshness import require_fresh
        from egret.accounts.queries import key_of
        from egret.accounts.sms import checks  # noqa: F401  # registers the system check
        from egret.accounts.sms.provider import SmsMisconfigured, register_provider
        from egret.accounts.wechat.checks import register_wechat  # registers the system check, too
        from egret.kernel import cases, grants, messages, policy, proof

        cases.provide_finder(key_of)
        grants.provide(do_use_api_token)
        proof.provide(require_fresh)
        policy.provide_acceptances(Acceptances())
        messages.provide(do_send_to_person)
        register_wechat()
        if settings.EGRET_SMS == "http":
            # The system check says what is wrong, and stops the start.
            with suppress(SmsMisconfigured):
                register_provider()
