"""Passwords: signing in with one, setting, changing and removing it."""

from __future__ import annotations

import contextlib
import uuid
from datetime import timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, make_password
from django.db import transaction

from egret.accounts import leaked, passwords, sms
from egret.accounts.actions.messages import hand_over
from egret.accounts.actions.sessions import do_end_other_sessions
from egret.accounts.actions.sign_in import do_begin_proved
from egret.accounts.errors.factors import PasswordLeaked, PasswordSignInRefused, PasswordWrong, TooManyGuesses
from egret.accounts.models import FlowKind, Person, SignInFlow
from egret.accounts.phone import parse_phone
from egret.accounts.queries import person_by_phone
from egret.kernel import policy, ratelimit
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Language, Text

# Whoever mistypes ten times takes a code by SMS; a guesser of one number gets a thousand tries a day.
GUESSES_PER_PHONE = Limit("password guesses per phone", 10, timedelta(minutes=15))
# A school behind one address signs in; one password tried on many numbers does not get far.
GUESSES_PER_ADDRESS = Limit("password guesses per address", 100, timedelta(minutes=15))
# Guesses of the present password by who found a browser open; each change sends a message too.
CHANGES_PER_PERSON = Limit("password changes per person", 10, timedelta(minutes=15))

SET = Text(
    "The password of your Egret account was set or changed, and other sessions were ended. If this was not you, sign "
    "in with your number and remove it.",
    "您的 Egret 账号密码已设置或更改，其他会话已结束。如非本人操作，请用手机号码登录并移除密码。",
)
REMOVED = Text(
    "The password of your Egret account was removed, and other sessions were ended. If this was not you, sign in with "
    "your number and look at your security settings.",
    "您的 Egret 账号密码已移除，其他会话已结束。如非本人操作，请用手机号码登录并检查安全设置。",
)

password_changed = log_event("accounts.password_changed", person=not_personal("a random id"))


def do_sign_in_by_password(
    typed_phone: str, password: str, *, accepted_policy: str | None, language: Language, address: str
) -> SignInFlow:
    """A confirmed flow. An unknown number, one without a password and a wrong password cost one hash each, and answer
    the same.

    Raises PolicyNotAccepted and PhoneMalformed before anything is stored, TooManyGuesses, PasswordSignInRefused.
    """
    version = policy.require_accepted(accepted_policy)
    phone = parse_phone(typed_phone)
    ratelimit.spend(GUESSES_PER_ADDRESS, address, TooManyGuesses)
    ratelimit.spend(GUESSES_PER_PHONE, phone, TooManyGuesses)
    person = person_by_phone(phone)
    # In the stead of nobody's password and of an unusable one, Django hashes a random one.
    right = check_password(passwords.normalise(password), person.password if person else UNUSABLE_PASSWORD_PREFIX)
    if person is None or not right:
        raise PasswordSignInRefused
    return do_begin_proved(
        FlowKind.PASSWORD, person_id=person.id, subject="", accepted_policy=version, language=language
    )


def do_set_password(
    person_id: uuid.UUID,
    *,
    current: str | None,
    password: str,
    language: Language,
    keep_session: str | None,
) -> Person:
    """Set or change the password; the other sessions end, and the person is told. A fresh proof is the caller's to ask
    for when there is no present password; `current` is checked when there is one.

    Raises TooManyGuesses, PasswordWrong, PasswordShort, PasswordPredictable, PasswordCommon, PasswordLikePhone,
    PasswordLeaked.
    """
    person = Person.objects.get(id=person_id)
    before = person.password
    ratelimit.spend(CHANGES_PER_PERSON, str(person.id), TooManyGuesses)
    if person.has_usable_password() and not check_password(passwords.normalise(current or ""), before):
        raise PasswordWrong(field="current")
    chosen = passwords.normalise(password)
    passwords.require_fit(chosen, person.phone)
    if leaked.is_leaked(chosen):
        raise PasswordLeaked(field="password")
    _store(person, before, make_password(chosen), keep_session)
    _tell(person, SET, language)
    return person


def do_remove_password(person_id: uuid.UUID, *, language: Language, keep_session: str | None) -> Person:
    """Remove the password; the other sessions end, and the person is told. No error when there is none.

    Raises TooManyGuesses, PasswordWrong (another change came first).
    """
    person = Person.objects.get(id=person_id)
    ratelimit.spend(CHANGES_PER_PERSON, str(person.id), TooManyGuesses)
    if person.has_usable_password():
        _store(person, person.password, make_password(None), keep_session)
        _tell(person, REMOVED, language)
    return person


def _store(person: Person, before: str, after: str, keep_session: str | None) -> None:
    with transaction.atomic():
        # Only over the one that was checked: of two changes at once, one is told that its present password is wrong.
        if not Person.objects.filter(id=person.id, password=before).update(password=after):
            raise PasswordWrong(field="current")
        do_end_other_sessions(person.id, keep_session)
    person.password = after
    password_changed(person=person.id)


def _tell(person: Person, message: Text, language: Language) -> None:
    """No cap of messages holds this back: who took a session over must not be able to use it up first."""
    if person.phone is None:
        return
    # The change stands; a message that cannot be sent must not undo it, and its failure is written down.
    with contextlib.suppress(sms.SmsFailed):
        hand_over(person.phone, message.say(language))
