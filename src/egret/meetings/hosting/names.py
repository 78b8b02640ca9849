"""Names that can be mistaken for each other (after Unicode TS 39, "skeleton", for the letters people meet)."""

from __future__ import annotations

import unicodedata

# Letters of other scripts (Cyrillic, Greek), and signs, that look like a Latin one in the fonts we use.
_LOOKS_LIKE = {
    "a": "\u0430\u03b1",
    "b": "\u0432\u03b2",
    "c": "\u0441",
    "d": "\u0501",
    "e": "\u0435\u03b5",
    "h": "\u04bb\u043d",
    "j": "\u0458",
    "k": "\u043a\u03ba",
    "l": "1|i\u0131\u0456\u03b9\u0142",
    "m": "\u043c",
    "n": "\u03b7\u043f",
    "o": "\u043e\u03bf0\u00f8\u03c3",
    "p": "\u0440\u03c1",
    "q": "\u051b",
    "r": "\u0433",
    "s": "\u04555",
    "t": "\u0442\u03c4",
    "u": "\u03c5",
    "v": "\u03bd",
    "w": "\u051d\u03c9",
    "x": "\u0445\u03c7",
    "y": "\u0443\u04af\u03b3",
    "z": "\u03b6",
}
_FOLDED = str.maketrans({char: latin for latin, alike in _LOOKS_LIKE.items() for char in alike})
_FILLING = "\u200c\u200d"


def skeleton(name: str) -> str:
    """Equal for names that look alike: case, accents, width, spaces, punctuation and look-alike letters set aside."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    letters = [char for char in bare if unicodedata.category(char)[0] in "LNS" and char not in _FILLING]
    return "".join(letters).translate(_FOLDED).replace("rn", "m").replace("vv", "w")


def look_alike(one: str, other: str) -> bool:
    return skeleton(one) == skeleton(other)
