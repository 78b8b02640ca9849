"""Sending by SMS: within the caps, and no failure unseen by whoever runs the installation.

Call these outside a transaction: a slow provider must not hold the database, and a failure's row must stay.
"""

from __future__ import annotations

import uuid

from egret.accounts import sms
from egret.accounts.errors.messages import MessageNotSent
from egret.accounts.models import Person
from egret.accounts.sms.caps import spend_caps
from egret.accounts.sms.failures import record_failure, without_numbers
from egret.kernel.errors import TooManyRequests
from egret.kernel.logs import Personal, log_event
from egret.kernel.personal import Category, not_personal
from egret.kernel.text import Language, Text

message_not_sent = log_event(
    "accounts.message_not_sent", phone=Category.CONTACT, why=not_personal("the provider's reason, numbers cut out")
)


def do_send_message(phone: str, text: Text, language: Language, *, address: str, **facts: object) -> None:
    """Send `text`, filled with `facts`, to a number in E.164; `address`: who asked, for the caps.

    Raises TooManyMessages, MessageNotSent.
    """
    spend_caps(phone, address)
    try:
        hand_over(phone, text.say(language, **facts))
    except sms.SmsFailed as error:
        raise MessageNotSent from error


def do_send_to_person(person_id: uuid.UUID, text: Text) -> bool:
    """Send somebody a message of our own in their language; False where there is no number, or today's cap is reached.

    Raises MessageNotSent.
    """
    row = Person.objects.filter(id=person_id, phone__isnull=False).values_list("phone", "preferences__language").first()
    if row is None:
        return False
    phone, language = row
    try:
        do_send_message(str(phone), text, "zh-Hans" if language == "zh-Hans" else "en", address=f"person {person_id}")
    except TooManyRequests:
        return False
    return True


def hand_over(phone: str, text: str, port: sms.Sms | None = None) -> None:
    """Give one message to the provider, or to `port`. Raises SmsFailed once the failure is written down."""
    wrapped = Personal("phone", phone)
    try:
        (port or sms.port()).send(wrapped, text)
    except sms.SmsFailed as error:
        record_failure(phone, str(error))
        message_not_sent(phone=wrapped, why=without_numbers(str(error)))
        raise
