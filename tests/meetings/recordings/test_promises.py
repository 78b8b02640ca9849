"""The probe of the recordings' clause sees a broken control."""

from __future__ import annotations

import pytest

from egret.kernel import blobs
from egret.kernel.installation import Installation
from egret.kernel.personal import DECLARATIONS, Category, Field
from egret.kernel.promises import State, check
from egret.kernel.text import Text

NOWHERE = Installation("http://127.0.0.1:9", "http://127.0.0.1:9")


def test_the_listed_fields_and_no_more() -> None:
    result = check("C28", NOWHERE)
    assert result.state is State.KEPT, result.evidence


def test_a_field_more_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = DECLARATIONS["recordings.track"].fields
    monkeypatch.setitem(fields, "transcript", Field(Category.CONTENT, Text("what you said", "您说的话")))
    result = check("C28", NOWHERE)
    assert result.state is State.BROKEN
    assert "recordings.Track.transcript" in result.evidence


def test_a_kind_of_content_more_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = blobs.kinds.Kind(
        "recordings.faces", Category.CONTENT, Text("faces", "人脸"), "recordings.record", blobs.kinds.WITH_ITS_ROW
    )
    monkeypatch.setitem(blobs.kinds.KINDS, tape.id, tape)
    assert "recordings.faces" in check("C28", NOWHERE).evidence
