"""What people write when they set a meeting, checked."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from egret.kernel import clock, legible
from egret.meetings.scheduling.errors import MailMalformed, PasscodeUnusable, TimeUnusable, TitleUnusable
from egret.meetings.scheduling.zones import known_zones, moment_of, read_local

TITLE_LENGTH = 120
NOTE_LENGTH = 1000
# Somebody may write down a meeting that began this morning; yesterday's was held already.
EARLIEST = timedelta(days=1)
LATEST = timedelta(days=3660)
PASSCODE = re.compile(r"[0-9A-Za-z]{6,20}")
# RFC 5321 §4.5.3.1.3 leaves 254 for an address; one @ and a dot after it are what can be told without sending.
MAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


def parse_title(typed: str) -> str:
    """Raises TitleUnusable."""
    try:
        return legible.line(typed, TITLE_LENGTH)
    except legible.Illegible as error:
        raise TitleUnusable(field="title", reason=error.reason, maximum_length=TITLE_LENGTH) from None


def parse_note(typed: str) -> str:
    """Raises TitleUnusable."""
    try:
        return legible.lines(typed, NOTE_LENGTH)
    except legible.Illegible as error:
        raise TitleUnusable(field="note", reason=error.reason, maximum_length=NOTE_LENGTH) from None


def parse_start(typed: str, zone: str) -> datetime:
    """The wall-clock time in a zone that exists, within the years one plans for. Raises TimeUnusable."""
    if zone not in known_zones():
        raise TimeUnusable(field="zone", reason="zone")
    try:
        local = read_local(typed)
        at = moment_of(zone, local)
    except (ValueError, OverflowError):
        raise TimeUnusable(field="start", reason="malformed") from None
    if at < clock.now() - EARLIEST:
        raise TimeUnusable(field="start", reason="past")
    if at > clock.now() + LATEST:
        raise TimeUnusable(field="start", reason="far")
    return local


def parse_passcode(typed: str) -> str:
    """Raises PasscodeUnusable."""
    if not PASSCODE.fullmatch(typed):
        raise PasscodeUnusable(field="passcode")
    return typed


def parse_mail(typed: str) -> str:
    """Raises MailMalformed."""
    text = typed.strip()
    if len(text) > 254 or not MAIL.fullmatch(text):
        raise MailMalformed(field="mail")
    return text
