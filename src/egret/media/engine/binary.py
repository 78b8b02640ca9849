"""Finding the engine's program: given by the operator, installed on the machine, or built before."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from egret.kernel.text import Text
from egret.media.engine.errors import EngineUnusable

VERSION = "1.13.5"
GO_PACKAGE = "github.com/livekit/livekit-server/cmd/server"
BINARY_VARIABLE = "EGRET_LIVEKIT_BIN"
URL_VARIABLE = "EGRET_LIVEKIT_URL"
# A cold 75 MB program on a slow disk needs seconds to be read; one that hangs is not the engine.
VERSION_TIMEOUT_SECONDS = 20

NOT_FOUND = Text(
    "{variable} names {path}, and there is no such program.",
    "{variable} 指向 {path}，但该程序不存在。",
)
NOT_THE_ENGINE = Text(
    "{path} does not answer like LiveKit server ({answer}).",
    "{path} 不是可用的 LiveKit 服务器（{answer}）。",
)
OTHER_VERSION = Text(
    "{path} is LiveKit server {found}; Egret needs {version}.",
    "{path} 是 LiveKit 服务器 {found} 版；Egret 需要 {version} 版。",
)
GIVE_ANOTHER = Text(
    "install LiveKit server {version} there, or unset {variable} and run `make up`, which builds it.",
    "请在该位置安装 LiveKit 服务器 {version}，或取消设置 {variable} 后运行 `make up` 自动构建。",
)
MISSING = Text(
    "The media engine (LiveKit server {version}) is not on this machine.",
    "本机没有媒体引擎（LiveKit 服务器 {version}）。",
)
BUILD_IT = Text(
    "run `make up`, which builds it, or set {variable} to the program of that version.",
    "请运行 `make up` 自动构建，或将 {variable} 设为该版本程序的路径。",
)


def api_url(url: str) -> str:
    """People write a cluster's address as browsers use it (`wss://`); its API answers at the same place over HTTP."""
    return re.sub(r"^ws", "http", url.rstrip("/"))


def cache_directory(environ: Mapping[str, str] = os.environ) -> Path:
    """Where what was built outlives a clone: the XDG cache of this person."""
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "egret"


def built_binary(environ: Mapping[str, str] = os.environ) -> Path:
    """Where the engine is put when Egret builds it; the version in the name makes an upgrade build anew."""
    return cache_directory(environ) / f"livekit-server-{VERSION}"


def version_of(path: Path) -> str:
    """The version a program says it is. Raises EngineUnusable when it is no LiveKit server."""
    facts = {"path": path, "version": VERSION, "variable": BINARY_VARIABLE}
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=VERSION_TIMEOUT_SECONDS, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineUnusable(NOT_THE_ENGINE, GIVE_ANOTHER, answer=error, **facts) from error
    said = re.search(r"livekit-server version (\S+)", done.stdout)
    if said is None:
        answer = (done.stdout + done.stderr).strip()[:120] or f"exit {done.returncode}"
        raise EngineUnusable(NOT_THE_ENGINE, GIVE_ANOTHER, answer=answer, **facts)
    return said.group(1)


def checked(path: Path) -> Path:
    """The same path, once it is known to be the version Egret speaks."""
    found = version_of(path)
    if found != VERSION:
        raise EngineUnusable(
            OTHER_VERSION, GIVE_ANOTHER, path=path, found=found, version=VERSION, variable=BINARY_VARIABLE
        )
    return path


def find_binary(environ: Mapping[str, str] = os.environ) -> Path:
    """The engine to start. What the operator names is taken or refused, never silently replaced.

    A `livekit-server` on PATH of another version belongs to something else: the one built before goes first then.
    """
    named = environ.get(BINARY_VARIABLE)
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise EngineUnusable(NOT_FOUND, GIVE_ANOTHER, path=path, version=VERSION, variable=BINARY_VARIABLE)
        return checked(path.resolve())
    unusable: EngineUnusable | None = None
    on_path = shutil.which("livekit-server", path=environ.get("PATH"))
    built = built_binary(environ)
    for candidate in (Path(on_path) if on_path else None, built if built.is_file() else None):
        if candidate is None:
            continue
        try:
            return checked(candidate)
        except EngineUnusable as error:
            unusable = unusable or error
    if unusable is not None:
        raise EngineUnusable(unusable.what, BUILD_IT, **unusable.facts)
    raise EngineUnusable(MISSING, BUILD_IT, version=VERSION, variable=BINARY_VARIABLE)
