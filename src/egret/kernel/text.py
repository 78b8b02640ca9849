"""Texts a person reads, in every language Egret speaks. A missing translation cannot be written down."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Language = Literal["en", "zh-Hans"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Text(NamedTuple):
    """One sentence in both languages; `{facts}` are filled by `say`."""

    en: str
    zh: str

    def say(self, language: Language, **facts: object) -> str:
        return (self.en if language == "en" else self.zh).format(**facts)


def from_locale(value: str | None) -> Language:
    """The language of a POSIX locale (`zh_CN.UTF-8`) or of a BCP 47 tag (`zh-CN`)."""
    return "zh-Hans" if (value or "").lower().startswith("zh") else "en"
