"""Which program is taken as the engine, and what is said of one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from egret.media.engine.binary import VERSION, built_binary, cache_directory, find_binary
from egret.media.engine.errors import EngineUnusable


def program(path: Path, says: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}


def test_named_binary_of_the_right_version_is_taken(tmp_path: Path, environ: dict[str, str]) -> None:
    path = program(tmp_path / "mine", f"livekit-server version {VERSION}")
    assert find_binary({**environ, "EGRET_LIVEKIT_BIN": str(path)}) == path


def test_named_binary_of_another_version_is_refused_although_a_right_one_is_built(
    tmp_path: Path, environ: dict[str, str]
) -> None:
    program(built_binary(environ), f"livekit-server version {VERSION}")
    path = program(tmp_path / "mine", "livekit-server version 1.9.0")
    with pytest.raises(EngineUnusable) as refused:
        find_binary({**environ, "EGRET_LIVEKIT_BIN": str(path)})
    english = refused.value.what.say("en", **refused.value.facts)
    assert english == f"{path} is LiveKit server 1.9.0; Egret needs {VERSION}."
    assert "1.9.0" in refused.value.what.say("zh-Hans", **refused.value.facts)
    assert "EGRET_LIVEKIT_BIN" in refused.value.remedy.say("en", **refused.value.facts)


def test_named_binary_that_is_missing_or_something_else_is_refused(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(EngineUnusable):
        find_binary({**environ, "EGRET_LIVEKIT_BIN": str(tmp_path / "nothing")})
    with pytest.raises(EngineUnusable) as refused:
        find_binary({**environ, "EGRET_LIVEKIT_BIN": str(program(tmp_path / "other", "hello"))})
    assert "hello" in refused.value.what.say("en", **refused.value.facts)


def test_path_goes_before_what_was_built(tmp_path: Path, environ: dict[str, str]) -> None:
    installed = program(tmp_path / "bin" / "livekit-server", f"livekit-server version {VERSION}")
    program(built_binary(environ), f"livekit-server version {VERSION}")
    assert find_binary(environ) == installed


def test_another_version_on_path_belongs_to_something_else(tmp_path: Path, environ: dict[str, str]) -> None:
    program(tmp_path / "bin" / "livekit-server", "livekit-server version 1.9.0")
    built = program(built_binary(environ), f"livekit-server version {VERSION}")
    assert find_binary(environ) == built


def test_only_another_version_is_named_with_how_to_get_the_right_one(tmp_path: Path, environ: dict[str, str]) -> None:
    program(tmp_path / "bin" / "livekit-server", "livekit-server version 1.9.0")
    with pytest.raises(EngineUnusable) as refused:
        find_binary(environ)
    assert "1.9.0" in refused.value.what.say("en", **refused.value.facts)
    assert "make up" in refused.value.remedy.say("en", **refused.value.facts)


def test_nothing_there_says_how_to_get_it(environ: dict[str, str]) -> None:
    with pytest.raises(EngineUnusable) as refused:
        find_binary(environ)
    assert VERSION in refused.value.what.say("en", **refused.value.facts)
    assert "make up" in refused.value.remedy.say("en", **refused.value.facts)


def test_cache_follows_xdg(tmp_path: Path) -> None:
    assert cache_directory({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "egret"
    assert cache_directory({}) == Path.home() / ".cache" / "egret"
