"""Each probe says kept on a live installation, and broken once its control is broken."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel import policy, purpose
from egret.kernel.api import Input
from egret.kernel.blobs import kinds
from egret.kernel.installation import Installation
from egret.kernel.models import RateWindow
from egret.kernel.personal import Category
from egret.kernel.promises import PROMISES, State, check
from egret.kernel.text import Text
from egret.privacy.catalog import CLAUSES
from egret.project.api import EgretAPI
from egret.project.middleware import SameOrigin

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer, engine: str) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


def test_every_bound_clause_is_one_of_the_map() -> None:
    assert set(PROMISES) <= set(CLAUSES)
    assert len(CLAUSES) == 103


def test_unbound_clauses_say_so(installation: Installation) -> None:
    assert check("C49", installation).state is State.NOT_YET


IN_PROCESS = ["F01", "F08", "F11", "C02", "C05", "C09", "C12", "C19", "C22", "C24", "C29"]


@pytest.mark.parametrize("clause", IN_PROCESS)
def test_kept(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence


def test_probes_leave_nobody_behind(installation: Installation) -> None:
    for clause in IN_PROCESS:
        check(clause, installation)
    assert not Person.objects.exists()


def break_sign_in(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(import_module("egret.accounts.api.sign_in"), "login", lambda *_: None)


def break_room_closing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.media.rooms.delete_room", lambda *_: None)


def break_webhook_signature(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.media.webhooks.verify", lambda *_: None)


def break_age_gate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.accounts.actions.sign_in.require_old_enough", lambda *_: None)


def break_acceptance(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(policy, "require_accepted", lambda _: policy.version())


def break_classification(patch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE undeclared_table (secret_diary TEXT)")


def break_silence(patch: pytest.MonkeyPatch) -> None:
    original = SameOrigin.__call__

    def remember(self: SameOrigin, request: HttpRequest) -> HttpResponseBase:
        software = request.headers.get("User-Agent", "")[:64]
        RateWindow.objects.get_or_create(key=software, defaults={"expires_at": "2030-01-01T00:00Z"})
        return original(self, request)

    patch.setattr(SameOrigin, "__call__", remember)


def break_legal_basis(patch: pytest.MonkeyPatch) -> None:
    baseless = purpose.Purpose("tests.curiosity", None, Text("Curiosity", "好奇"))
    patch.setitem(purpose.PURPOSES, baseless.id, baseless)


def break_sign_up_schema(patch: pytest.MonkeyPatch) -> None:
    original = EgretAPI.get_openapi_schema

    def asking_for_a_name(self: EgretAPI, **kwargs: Any) -> Any:
        schema = original(self, **kwargs)
        schema["components"]["schemas"]["SendCodeIn"]["properties"]["name"] = {"type": "string"}
        return schema

    patch.setattr(EgretAPI, "get_openapi_schema", asking_for_a_name)


def break_nothing_stored(patch: pytest.MonkeyPatch) -> None:
    from egret.media import tokens

    original = tokens._sign

    def with_recording(claims: dict[str, Any], lifetime: Any) -> str:
        return original({**claims, "video": {**claims["video"], "roomRecord": True}}, lifetime)

    patch.setattr(tokens, "_sign", with_recording)


def break_forms(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.kernel.api.Input.model_config", {**Input.model_config, "extra": "allow"})
    patch.setattr("egret.kernel.forms.categories_for", lambda _: set())


BREAKS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "F01": break_sign_in,
    "F08": break_room_closing,
    "F11": break_webhook_signature,
    "C02": break_age_gate,
    "C05": break_acceptance,
    "C09": break_classification,
    "C12": break_forms,
    "C19": break_silence,
    "C22": break_legal_basis,
    "C24": break_sign_up_schema,
    "C29": break_nothing_stored,
}


@pytest.mark.parametrize("clause", IN_PROCESS)
def test_broken(installation: Installation, clause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BREAKS[clause](monkeypatch)
    try:
        result = check(clause, installation)
        assert result.state is State.BROKEN, (result.state, result.evidence)
    finally:
        monkeypatch.undo()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS undeclared_table")


def test_a_recording_left_in_the_data_directory_is_found(installation: Installation) -> None:
    stray = settings.INSTANCE.data / "meeting.webm"
    stray.write_bytes(b"\x1aE\xdf\xa3")
    try:
        result = check("C29", installation)
        assert result.state is State.BROKEN
        assert "meeting.webm" in result.evidence
    finally:
        stray.unlink()


def test_a_kind_of_blob_that_could_hold_a_recording_is_found(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tape = kinds.Kind("tests.tape", Category.MEETING, Text("recording", "录制"), "meetings.hold", kinds.WITH_ITS_ROW)
    monkeypatch.setitem(kinds.KINDS, tape.id, tape)
    result = check("C29", installation)
    assert result.state is State.BROKEN
    assert "tests.tape" in result.evidence


def test_a_probe_that_cannot_finish_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Installation("http://127.0.0.1:9", "http://127.0.0.1:9")
    assert check("C24", gone).state is State.UNKNOWN
