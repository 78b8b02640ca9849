"""F02 and C25: kept on a live installation, broken once their control is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Identity, Person, Session, SignInFlow
from egret.kernel import egress
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["F02", "C25"])
def test_kept_and_leaves_nothing_behind(installation: Installation, clause: str) -> None:
    doors = set(egress.DESTINATIONS)
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists()
    assert not Identity.objects.exists()
    assert not SignInFlow.objects.exists()
    assert not Session.objects.exists()
    assert set(egress.DESTINATIONS) == doors


def test_kept_where_wechat_is_set_up(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "EGRET_WECHAT_APP_ID", "wx1")
    monkeypatch.setattr(settings, "EGRET_WECHAT_SECRET", "s")
    result = check("F02", installation)
    assert result.state is State.KEPT, result.evidence
    assert "open.weixin.qq.com" in result.evidence


def keep_the_nickname_too(patch: pytest.MonkeyPatch) -> None:
    def kept(answer: dict[str, Any]) -> str:
        return f"{answer['unionid']} {answer['nickname']}"

    patch.setattr("egret.accounts.wechat.provider.keep_uid_only", kept)


def keep_the_openid(patch: pytest.MonkeyPatch) -> None:
    def kept(answer: dict[str, Any]) -> str:
        return str(answer["openid"])

    patch.setattr("egret.accounts.wechat.provider.keep_uid_only", kept)


def forget_who_it_was(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.accounts.actions.wechat.WECHAT", "somewhere else")


@pytest.mark.parametrize(
    ("clause", "break_it"), [("C25", keep_the_nickname_too), ("C25", keep_the_openid), ("F02", forget_who_it_was)]
)
def test_broken(
    installation: Installation,
    clause: str,
    break_it: Callable[[pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)
    assert not Person.objects.exists()
    assert not SignInFlow.objects.exists()
