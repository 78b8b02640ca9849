"""Everything the commands say exists in both languages with the same facts."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from collections.abc import Iterator

import pytest

import egret.cli
import egret.media.engine
from egret.cli.main import COMMANDS
from egret.cli.terminal import language
from egret.kernel.text import Text
from tests.cli.support import egret as run


def texts() -> Iterator[tuple[str, Text]]:
    for package in (egret.cli, egret.media.engine):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if module.name.endswith("__main__"):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, Text):
                    yield f"{module.name}.{name}", value
                elif isinstance(value, dict):
                    yield from ((f"{module.name}.{name}", text) for text in value.values() if isinstance(text, Text))


def test_both_languages_tell_the_same_facts() -> None:
    found = list(texts())
    assert len(found) > 80
    for where, text in found:
        facts = [{field for _, field, _, _ in string.Formatter().parse(words) if field} for words in text]
        assert facts[0] == facts[1], where
        assert not re.search(r"[一-鿿]", text.en), where


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh-Hans"),
    ],
)
def test_language_is_chosen_as_posix_does(environ: dict[str, str], spoken: str) -> None:
    assert language(environ) == spoken


def test_it_says_which_version_it_is() -> None:
    done = run("--version")
    assert done.returncode == 0 and re.fullmatch(r"egret \d+\.\d+\.\d+\n", done.stdout)


def test_help_lists_all_commands_in_both_languages() -> None:
    for locale, word in (("C.UTF-8", "usage"), ("zh_CN.UTF-8", "用法")):
        done = run("--help", LANG=locale)
        assert done.returncode == 0 and word in done.stdout
        assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


def test_unknown_command_is_said_in_the_persons_language() -> None:
    done = run("frobnicate", LANG="zh_CN.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有命令" in done.stderr and "解决办法" in done.stderr


def test_a_terminal_that_says_ascii_still_gets_chinese() -> None:
    done = run("--help", LANG="zh_CN.ASCII", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0 and "用法" in done.stdout
