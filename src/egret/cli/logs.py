"""What the terminal shows of the logs of Caddy and LiveKit.

Their warnings carry requests, participants and addresses in fields. Only level, message and error are shown, and
addresses inside these are hidden: an IP address is personal data.
"""

from __future__ import annotations

import ipaddress
import json
import re

# Whatever could be an address; a time of day or a version has the same characters, so each is tried.
_CANDIDATES = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*[0-9a-f:])", re.IGNORECASE
)
SHOWN_LEVELS = frozenset({"warn", "error", "dpanic", "panic", "fatal"})
# Expected on every start, and not for the reader of a terminal; `egret doctor` says it with what to do.
QUIET = (
    "UDP receive buffer is too small",
    "admin endpoint disabled",
    "HTTP/2 skipped because",
    "HTTP/3 skipped because",
    "exiting; byeee",
)


# Ours to cause: asking whether the web side is ready while it is not; telling the job worker to stop, whose answer asks
# people to press Ctrl-C again.
OUR_DOING = ("Service Unavailable: /readyz", "shutting down gracefully")


def show_python(line: str) -> str | None:
    """The output of our own Python children, which hide personal data themselves."""
    return None if any(words in line for words in OUR_DOING) else line


def hide_addresses(text: str) -> str:
    """The text with every IP address replaced by ‹ip›, except this machine's own loopback."""
    return _CANDIDATES.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    try:
        address = ipaddress.ip_address(match[0])
    except ValueError:
        return match[0]
    return match[0] if address.is_loopback or address.is_unspecified else "‹ip›"


def show_warnings(line: str) -> str | None:
    """A JSON log line as short text; None for what is below a warning."""
    try:
        entry = json.loads(line)
    except ValueError:
        return hide_addresses(line) or None  # a panic's stack, or a refusal of the configuration
    if not isinstance(entry, dict) or entry.get("level") not in SHOWN_LEVELS:
        return None
    message = str(entry.get("msg", ""))
    if message.startswith(QUIET):
        return None
    error = entry.get("error")
    return hide_addresses(f"{entry['level']}: {message}" + (f" ({error})" if error else ""))
