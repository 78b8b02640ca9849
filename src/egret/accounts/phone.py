"""Phone numbers in E.164, and the hint of one that may be shown."""

from __future__ import annotations

import phonenumbers

from egret.accounts.errors import PhoneMalformed

# ITU-T E.164 allows 15 digits; people add spaces, brackets and dashes. Anything longer is not a number.
MAXIMUM_TYPED = 40
# A plus and 15 digits. Some plans (Germany's) leave room for more, which no network would carry.
E164_LENGTH = 16


def parse_phone(typed: str) -> str:
    """The number in E.164. Raises PhoneMalformed unless it has a country code and a length possible there.

    Possible, not assigned: numbering plans change faster than anyone's copy of them, and the code proves the rest.
    """
    text = typed.strip()
    if text.startswith("00"):
        text = "+" + text[2:]
    if len(text) > MAXIMUM_TYPED or not text.startswith(("+", "＋")):
        raise PhoneMalformed(field="phone")
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        raise PhoneMalformed(field="phone") from None
    if number.extension or not phonenumbers.is_possible_number(number):
        raise PhoneMalformed(field="phone")
    phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(phone) > E164_LENGTH:
        raise PhoneMalformed(field="phone")
    return phone


def hint(phone: str) -> str:
    """Enough to recognise one's own number, not enough to call it: "+44 ••••••• 123"."""
    country = phonenumbers.parse(phone, None).country_code
    national = len(phone) - len(f"+{country}")
    return f"+{country} {'•' * (national - 3)} {phone[-3:]}"
