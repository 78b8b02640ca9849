"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from egret.kernel import browser_storage

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "egret").rglob("*.py"))
HTTP_CLIENTS = {"urllib3", "http.client", "urllib.request", "requests", "httpx", "aiohttp", "smtplib", "ftplib"}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def is_supervisor(path: Path) -> bool:
    """The supervisor and the installer ask their own children only, without Django."""
    return "cli" in path.relative_to(ROOT / "src" / "egret").parts


@pytest.mark.parametrize("path", [path for path in SOURCES if not is_supervisor(path)], ids=str)
def test_one_door_to_other_hosts(path: Path) -> None:
    if path.name != "egress.py":
        assert not imports(path) & HTTP_CLIENTS


def test_one_module_speaks_to_the_object_store() -> None:
    speaking = [path.name for path in SOURCES if {"obstore", "obstore.store"} & imports(path)]
    assert speaking == ["objects.py"]


def test_one_way_to_set_a_cookie() -> None:
    setters = [path.name for path in SOURCES if ".set_cookie(" in path.read_text()]
    assert setters == ["browser_storage.py"]


def test_one_clock() -> None:
    asking = [
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if not is_supervisor(path)
        and path.name != "clock.py"
        and re.search(r"datetime\.now\(|timezone\.now\(|time\.time\(|date\.today\(", path.read_text())
    ]
    assert asking == []


def test_the_pages_keep_in_the_browser_what_is_registered() -> None:
    source = (ROOT / "web" / "src" / "ui" / "storage.ts").read_text()
    kept = set(re.findall(r"""['"](egret\.[a-z_.]+)['"]""", source))
    registered = {
        entry.name for entry in browser_storage.ENTRIES.values() if entry.kind is browser_storage.Kind.LOCAL_STORAGE
    }
    assert kept == registered


def test_one_module_touches_the_browsers_storage() -> None:
    touching = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "web" / "src").rglob("*.ts*")
        if re.search(r"\b(localStorage|sessionStorage|indexedDB)\.|document\.cookie", path.read_text())
        and "storage" not in path.name
        and ".test." not in path.name
    ]
    assert touching == []


def test_no_registry_address_and_no_machine_path_is_committed() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    for name in filter(None, tracked.split("\0")):
        if name.endswith((".txt", ".toml", ".cfg", ".npmrc")) or name == "Makefile":
            assert "index-url" not in (ROOT / name).read_text(), name


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_files_stay_readable(path: Path) -> None:
    if "migrations" not in path.parts:
        assert len(path.read_text().splitlines()) <= 400, "a folder wants to be born"


def test_nothing_goes_round_the_door() -> None:
    """The door stands before Django's cursors: the driver's own, and psycopg's COPY, would pass beside it."""
    ways_round = re.compile(r"connection\.connection\b|\.copy\([\"'f]|\.execute_wrappers\b|executescript")
    assert [path for path in SOURCES if path.name != "door.py" and ways_round.search(path.read_text())] == []
