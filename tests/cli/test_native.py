"""Building the recorder: once, shared by clones, and never a reason not to start."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from egret.cli.install import native, stamps, steps
from egret.cli.install.steps import run_steps


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(steps, "LOGS", tmp_path / "logs")
    monkeypatch.setattr(native, "VENV", tmp_path / "venv")
    monkeypatch.setattr(native, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(native, "PYTHON", Path("/bin/false"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "venv" / "lib" / "python3.11" / "site-packages").mkdir(parents=True)


def installed(tmp_path: Path) -> Path:
    return tmp_path / "venv" / "lib" / "python3.11" / "site-packages" / native.MODULE


def cargo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "bin" / "cargo"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_it_is_built_once_and_another_clone_takes_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cargo(
        tmp_path,
        monkeypatch,
        '[ "$1" = --version ] && { echo "cargo 1.95.0"; exit; }\n'
        'mkdir -p "$CARGO_TARGET_DIR/release" && echo built > "$CARGO_TARGET_DIR/release/libegret_media.so"',
    )
    step = native.native_step("up")
    assert step is not None
    run_steps([step])
    assert installed(tmp_path).read_text() == "built\n"
    assert native.native_step("up") is None
    (tmp_path / "bin" / "cargo").write_text("#!/bin/sh\nexit 1\n")
    installed(tmp_path).unlink()
    again = native.native_step("up")
    assert again is not None
    run_steps([again])
    assert installed(tmp_path).read_text() == "built\n"


def test_without_rust_the_rest_is_installed_and_only_install_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    cargo(tmp_path, monkeypatch, 'echo "cargo 1.60.0"')
    assert not native.cargo_on_machine()
    step = native.native_step("up")
    assert step is not None
    assert run_steps([step])
    said = "".join(capfd.readouterr())
    assert "Everything else works" in said and "Rust 1.89" in said
    assert not installed(tmp_path).exists()
    assert native.native_step("up") is None
    assert native.native_step("install") is not None


def test_changed_sources_are_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = native.fingerprint()
    changed = tmp_path / "lib.rs"
    changed.write_text("// changed")
    monkeypatch.setattr(native, "sources", lambda: [changed])
    assert native.fingerprint() != before


def test_the_lock_names_no_registry_but_the_public_one() -> None:
    lock = (native.CRATE / "Cargo.lock").read_text()
    found = {line for line in lock.splitlines() if line.startswith("source = ")}
    assert found == {'source = "registry+https://github.com/rust-lang/crates.io-index"'}


@pytest.mark.nightly
def test_the_crates_own_tests_pass() -> None:
    done = subprocess.run(
        ["cargo", "test", "--locked", "--release", "--quiet"], cwd=native.CRATE, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
