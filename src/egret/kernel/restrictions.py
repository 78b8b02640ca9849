"""Whose data is restricted: stored, and otherwise not processed, but for what the law allows (GDPR Art. 18).

The privacy domain keeps who asked for it; domains ask here at the control of each purpose that has to rest, and say in
`STOPS` what that means. What a person does themselves goes on: it is theirs to do.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from egret.kernel.text import Text

# What may be done all the same (Art. 18 (2)); nobody may name another reason.
GROUNDS: dict[str, Text] = {
    "consent": Text("they agreed to it", "本人已同意"),
    "claims": Text("a legal claim needs it", "法律请求所必需"),
    "others": Text("it protects somebody else's rights", "为保护他人的权利所必需"),
    "public": Text("an important public interest, such as protecting a child", "重要公共利益，例如保护未成年人"),
}

STOPS: dict[str, Text] = {}
_among: Callable[[], set[uuid.UUID]] | None = None


def provide(among: Callable[[], set[uuid.UUID]]) -> None:
    """Set where it is known whose data is restricted."""
    global _among
    _among = among


def stops(control: str, text: Text) -> None:
    """Say what rests at a control, `<domain>.<what>`. Raises ValueError on a second one of that name."""
    if control in STOPS:
        raise ValueError(f"what restriction stops is named {control} twice")
    STOPS[control] = text


def everybody() -> set[uuid.UUID]:
    """The people whose data is restricted; few, and read anew each time: it holds from the commit on."""
    return _among() if _among is not None else set()


def is_restricted(person_id: uuid.UUID | None) -> bool:
    return person_id is not None and person_id in everybody()
