"""Building `egret_media`, with which meetings are recorded. Without it everything else works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from egret.cli.install import stamps
from egret.cli.install.paths import PYTHON, ROOT, TOOLS, VENV
from egret.cli.install.steps import Step
from egret.cli.install.toolchain import PINS
from egret.cli.terminal import Problem, explain
from egret.kernel.text import Text
from egret.media.engine.binary import cache_directory

CRATE = ROOT / "native" / "egret_media"
OLDEST_CARGO = (1, 89)
MODULE = "egret_media.abi3.so"
STAMP = "native"
# The compiler's own threads and processes: a machine with two cores has other steps to do meanwhile.
JOBS = "2"

WITHOUT = Text(
    "The recorder could not be built: meetings cannot be recorded. Everything else works.",
    "无法构建录制组件：会议无法录制，其他功能正常。",
)
MEND = Text(
    "install Rust {oldest} or newer and a C compiler (Debian, Ubuntu: `apt install build-essential`), or reach "
    "static.rust-lang.org; then run `make install`. Its output is in {log}.",
    "请安装 Rust {oldest} 或更新版本及 C 编译器（Debian、Ubuntu：`apt install build-essential`），"
    "或确保可访问 static.rust-lang.org，然后运行 `make install`。输出见 {log}。",
)


def sources() -> list[Path]:
    return [CRATE / "Cargo.toml", CRATE / "Cargo.lock", *sorted((CRATE / "src").glob("*.rs"))]


def fingerprint() -> str:
    """Of the sources alone, so that several clones share what was built."""
    found = stamps.digest((), *(f"{path.name} {path.read_text()}" for path in sources()), os.uname().machine)
    return found[:16]


def built() -> Path:
    return cache_directory() / f"egret_media-{fingerprint()}.abi3.so"


def native_step(goal: str) -> Step | None:
    """None when it is in place, or could not be built before: only `make install` tries again."""
    wanted = fingerprint()
    in_place = bool(list(VENV.glob(f"lib/python3*/site-packages/{MODULE}")))
    if stamps.is_current(STAMP, wanted) and in_place:
        return None
    if stamps.is_current(STAMP, f"failed {wanted}") and goal != "install" and not built().exists():
        return None
    return Step("native", Text("recorder", "录制组件"), lambda step: _install(step, wanted), needs=["venv"])


def _install(step: Step, wanted: str) -> None:
    stamps.forget(STAMP)
    if not built().exists():
        try:
            _build(step)
        except Problem:
            if step.cancelled:
                raise
            explain(Problem(WITHOUT, MEND, oldest=".".join(map(str, OLDEST_CARGO)), log=step.log))
            stamps.put(STAMP, f"failed {wanted}")
            return
    for site_packages in VENV.glob("lib/python3*/site-packages"):
        # A rename: whoever has the old one loaded keeps it.
        draft = site_packages / f"{MODULE}.{os.getpid()}"
        shutil.copy(built(), draft)
        draft.replace(site_packages / MODULE)
    stamps.put(STAMP, wanted)


def _build(step: Step) -> None:
    environment = os.environ | ({} if cargo_on_machine() else _bring_rust(step))
    cache = cache_directory()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="build-") as folder:
        command = ["cargo", "build", "--release", "--locked", "--features", "module", "--jobs", JOBS]
        step.command(command, CRATE, {**environment, "CARGO_TARGET_DIR": folder, "PYO3_PYTHON": str(PYTHON)})
        made = Path(folder) / "release" / "libegret_media.so"
        draft = built().with_name(f"{built().name}.{os.getpid()}")
        shutil.move(made, draft)
        draft.replace(built())


def cargo_on_machine() -> bool:
    """Whether the machine's own is there, works, and is new enough."""
    try:
        said = subprocess.run(["cargo", "--version"], capture_output=True, text=True, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False
    found = re.search(r"(\d+)\.(\d+)", said)
    return found is not None and (int(found[1]), int(found[2])) >= OLDEST_CARGO


def _bring_rust(step: Step) -> dict[str, str]:
    """Rust into the tools of this clone, by a package that fetches it from its makers."""
    packages, told = TOOLS / "rust-packages", TOOLS / "rust.json"
    shutil.rmtree(packages, ignore_errors=True)
    step.command(
        [PYTHON, "-m", "pip", "install", "--no-deps", "--only-binary=:all:", "--require-hashes",
         "--target", packages, "-r", PINS / "rust.txt"]
    )  # fmt: skip
    step.command(
        [PYTHON, "-m", "puccinialin", "--location", TOOLS / "rust", "--info-json", told],
        environment={**os.environ, "PYTHONPATH": str(packages)},
    )
    found: dict[str, str] = json.loads(told.read_text())["env"]
    return found
