"""What the terminal shows of the engine's and the front's logs."""

from __future__ import annotations

import json

import pytest

from egret.cli.logs import hide_addresses, show_python, show_warnings


def test_only_level_message_and_error_are_shown() -> None:
    line = json.dumps(
        {
            "level": "warn",
            "msg": "could not handle",
            "error": "read udp 192.0.2.9:3478: refused",
            "participant": "Ada",
            "request": {"remote_ip": "192.0.2.9"},
        }
    )
    shown = show_warnings(line)
    assert shown == "warn: could not handle (read udp ‹ip›:3478: refused)"


@pytest.mark.parametrize("level", ["debug", "info"])
def test_below_a_warning_nothing_is_shown(level: str) -> None:
    assert show_warnings(json.dumps({"level": level, "msg": "participant joined", "participant": "Ada"})) is None


def test_what_is_no_json_is_shown_without_addresses() -> None:
    assert show_warnings("panic: from 192.0.2.9") == "panic: from ‹ip›"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("from 192.0.2.9:5000", "from ‹ip›:5000"),
        ("from [2001:db8::9]:5000", "from [‹ip›]:5000"),
        ("from 2001:db8:0:0:0:0:0:9.", "from ‹ip›."),
        ("from fe80::1 and 192.0.2.9.", "from ‹ip› and ‹ip›."),
        ("at [::1]:8000", "at [::1]:8000"),
        ("at 127.0.0.1:8000", "at 127.0.0.1:8000"),
        ("livekit 1.13.5 at 12:30:01", "livekit 1.13.5 at 12:30:01"),
    ],
)
def test_addresses_are_hidden(said: str, shown: str) -> None:
    assert hide_addresses(said) == shown


def test_expected_lines_of_our_own_doing_are_quiet() -> None:
    assert show_python("ERROR django.request: Service Unavailable: /readyz") is None
    assert show_python("Your code is 123456") == "Your code is 123456"
