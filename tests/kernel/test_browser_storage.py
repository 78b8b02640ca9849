"""What a browser keeps: declared, optional only by choice, refused by the browser's own signal."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from egret.kernel import browser_storage
from egret.kernel.browser_storage import ENTRIES, Kind
from egret.kernel.checks import check_pages_storage
from egret.kernel.text import Text
from tests import factories

WHAT, HOW_LONG = Text("A test", "测试"), Text("Never", "从不")


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_storage, "ENTRIES", dict(ENTRIES))


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_can_be_declared_once(kind: Kind) -> None:
    browser_storage.register("tests.entry", kind, WHAT, HOW_LONG, optional=False)
    with pytest.raises(ValueError, match="twice"):
        browser_storage.register("tests.entry", kind, WHAT, HOW_LONG, optional=False)


def test_no_cookie_is_optional() -> None:
    with pytest.raises(ValueError, match="optional"):
        browser_storage.register("tests.cookie", Kind.COOKIE, WHAT, HOW_LONG, optional=True)
    assert not [entry for entry in ENTRIES.values() if entry.kind is Kind.COOKIE and entry.optional]


@pytest.mark.parametrize(
    ("sent", "refused"), [("1", True), ("0", False), ("true", False), ("1, 1", False), (None, False)]
)
def test_only_1_is_a_refusal(sent: str | None, refused: bool) -> None:
    headers = {} if sent is None else {"Sec-GPC": sent}
    assert browser_storage.refused_by_browser(RequestFactory().get("/", headers=headers)) is refused


def test_built_pages_with_an_undeclared_entry_stop_start_up(settings: Settings, tmp_path: Path) -> None:
    settings.EGRET_WEB_DIST = tmp_path
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "index.js").write_text('let a={choice:"egret.storage",theme:`egret.theme`},b="egret";')
    assert check_pages_storage() == []
    (tmp_path / "boot.js").write_text("localStorage.getItem('egret.visitor')")
    (fault,) = check_pages_storage()
    assert fault.id == "egret.E021" and "egret.visitor" in fault.msg


def test_pages_that_are_not_built_yet_are_no_fault(settings: Settings, tmp_path: Path) -> None:
    settings.EGRET_WEB_DIST = tmp_path / "nowhere"
    assert check_pages_storage() == []


def test_the_signal_is_said_to_be_honoured(client: Client) -> None:
    answer = client.get("/.well-known/gpc.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == {"gpc": True, "lastUpdate": "2026-11-24"}
    assert client.post("/.well-known/gpc.json").status_code == 405


@pytest.mark.django_db
def test_the_registry_is_served_to_everybody(client: Client) -> None:
    answer = client.get("/api/v1/storage", headers={"accept-language": "zh-CN"}).json()
    assert {row["name"] for row in answer["entries"]} == set(ENTRIES)
    assert answer["refused_by_browser"] is False
    assert client.get("/api/v1/storage", headers={"Sec-GPC": "1"}).json()["refused_by_browser"] is True
    texts = {row["name"]: row["purpose"] for row in answer["entries"]}
    assert texts["egret.theme"] == ENTRIES["egret.theme"].purpose.zh
    assert not client.cookies, "looking sets nothing"


@pytest.mark.django_db
def test_only_a_cookie_of_the_whole_site_is_told_of(client: Client) -> None:
    def present() -> dict[str, bool | None]:
        rows = client.get("/api/v1/storage").json()["entries"]
        return {row["name"]: row["present"] for row in rows}

    assert present()["egret_session"] is False
    client.force_login(factories.person())
    assert present()["egret_session"] is True
    assert present()["egret_guest"] is None and present()["egret.theme"] is None
