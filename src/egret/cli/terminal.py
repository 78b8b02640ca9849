"""What the commands say on the terminal, in the person's language."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.kernel.text import Language, Text, from_locale
from egret.media.engine.errors import EngineUnusable

WHAT_TO_DO = Text("What to do: ", "解决办法：")


class Problem(Exception):
    """Something the person at the terminal can put right: what is wrong, and what to do about it."""

    def __init__(self, what: Text, remedy: Text, **facts: object) -> None:
        super().__init__(what.en)
        self.what = what
        self.remedy = remedy
        self.facts = facts


def language(environ: Mapping[str, str] = os.environ) -> Language:
    """The language of messages, chosen as POSIX does: LC_ALL, else LC_MESSAGES, else LANG."""
    return from_locale(environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG"))


def say(text: Text, **facts: object) -> None:
    """Print one message at once, also when standard output is a pipe."""
    print(text.say(language(), **facts), flush=True)


def explain(problem: Problem | EngineUnusable | MasterKeyUnusable) -> None:
    """Print what is wrong and what to do, to standard error."""
    spoken = language()
    print("✗ " + problem.what.say(spoken, **problem.facts), file=sys.stderr)
    print("  " + WHAT_TO_DO.say(spoken) + problem.remedy.say(spoken, **problem.facts), file=sys.stderr, flush=True)


def speak_utf8() -> None:
    """Let a Chinese message reach a terminal whose locale says ASCII (LANG=C in a container) instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
