"""Which passwords are taken (C59): long and not guessable. No rules of composition (NIST SP 800-63B-4 §3.1.1.2)."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from egret.accounts.errors.factors import PasswordCommon, PasswordLikePhone, PasswordPredictable, PasswordShort

MINIMUM = 10
# Longer than any sentence somebody types, short enough that hashing one costs what hashing another does.
MAXIMUM = 200
# So many characters of a password must not follow from those before them ("1234567890" has two, "qwertyuiop" as well).
SURPRISES = 6
# "Password2024!" is "password" to a guesser: so many unforeseen characters around a common word add next to nothing.
DECORATION = 6
# A birthday may share three digits with a phone number, hardly six.
PHONE_DIGITS = 6
# The first words somebody tries here.
OUR_NAMES = frozenset({"egret", "egretcloud", "egretmeeting", "egretpictures", "快鹭", "快鹭图片"})

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_PLACES = {character: (row, place) for row, keys in enumerate(_ROWS) for place, character in enumerate(keys)}


def normalise(password: str) -> str:
    """One form for what looks the same on every keyboard (NIST SP 800-63B-4 §3.1.1.2: NFKC)."""
    return unicodedata.normalize("NFKC", password)


def require_fit(password: str, phone: str | None) -> None:
    """Raises PasswordShort, PasswordPredictable, PasswordCommon, PasswordLikePhone. Takes a normalised password."""
    if len(password) < MINIMUM:
        raise PasswordShort(field="password", minimum=MINIMUM)
    if surprises(password) < SURPRISES:
        raise PasswordPredictable(field="password")
    if is_common(password):
        raise PasswordCommon(field="password")
    if phone and holds_phone(password, phone):
        raise PasswordLikePhone(field="password")


def surprises(password: str) -> int:
    """How many characters are not foreseen: not a repetition of what came before, nor the next of a count or a row."""
    text = password.lower()
    period = (text + text).find(text, 1)
    if period < len(text):
        return surprises(text[:period])
    return 1 + sum(not _follows(last, character) for last, character in pairwise(text))


def _follows(last: str, character: str) -> bool:
    """Whether it is the same, or the neighbour in the alphabet or on the keyboard."""
    if abs(ord(character) - ord(last)) <= 1:
        return True
    if character not in _PLACES or last not in _PLACES:
        return False
    (row, place), (last_row, last_place) = _PLACES[character], _PLACES[last]
    return row == last_row and abs(place - last_place) == 1


def is_common(password: str) -> bool:
    """Whether it is among the 20,000 most used of breaches, one of our own names, or one of these dressed up."""
    text = password.lower()
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    before, _, after = text.partition(bare) if bare else ("", "", "")
    dressed = {bare, _once(bare)} if _weight(before) + _weight(after) <= DECORATION else set()
    return any(_is_listed(each) for each in {text, *dressed} if each)


def _weight(decoration: str) -> int:
    """ "12345678" behind a word is one idea, not eight characters."""
    return surprises(decoration) if decoration else 0


def _once(word: str) -> str:
    """ "password" of "passwordpassword"."""
    return word[: (word + word).find(word, 1)] if word else word


def _is_listed(word: str) -> bool:
    try:
        _common.validate(word)
    except ValidationError:
        return True
    return word in OUR_NAMES


def holds_phone(password: str, phone: str) -> bool:
    """Whether six digits in a row are those of the person's own number."""
    digits, own = re.sub(r"\D", "", password), re.sub(r"\D", "", phone)
    return any(own[start : start + PHONE_DIGITS] in digits for start in range(len(own) - PHONE_DIGITS + 1))


_common = CommonPasswordValidator()
