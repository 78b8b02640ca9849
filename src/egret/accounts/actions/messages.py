"""Sending by SMS: within the caps, and no failure unseen by whoever runs the installation.

Call these outside a transaction: a slow provider must not hold the database, and a failure's row must stay.
"""

from __future__ import annotations

from egret.accounts import sms
from egret.accounts.errors.messages import MessageNotSent
from egret.accounts.sms.caps import spend_caps
from egret.accounts.sms.failures import record_failure, without_numbers
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


def hand_over(phone: str, text: str, port: sms.Sms | None = None) -> None:
    """Give one message to the provider, or to `port`. Raises SmsFailed once the failure is written down."""
    wrapped = Personal("phone", phone)
    try:
        (port or sms.port()).send(wrapped, text)
    except sms.SmsFailed as error:
        record_failure(phone, str(error))
        message_not_sent(phone=wrapped, why=without_numbers(str(error)))
        raise
