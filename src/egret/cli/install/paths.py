"""Where this clone keeps what it installs."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "src"
WEB = ROOT / "web"
OIDC = ROOT / "tests" / "oidc"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Beside the packages they speak of, so that deleting .venv forgets them too.
STAMPS = VENV / "egret" / "stamps"
LOGS = VENV / "egret" / "logs"
TOOLS = VENV / "egret" / "tools"
