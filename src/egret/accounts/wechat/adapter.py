"""How allauth reaches other hosts: through our one door."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from egret.kernel import egress


class EgressAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def get_requests_session(self) -> Any:
        return egress.session()
