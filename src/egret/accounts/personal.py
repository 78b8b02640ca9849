"""What accounts store about people, and why."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import browser_storage, purpose
from egret.kernel.browser_storage import Kind
from egret.kernel.personal import Category, Field, after, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "accounts.sign_in",
    LegalBasis.CONTRACT,
    Text("To register you and to sign you in", "为您注册账号和登录"),
)

PHONE = Field(Category.CONTACT, Text("phone number", "手机号码"))
UNTIL_DELETED = with_parent(Text("As long as you have an account", "账号存续期间"))

declare(
    "accounts.Person",
    subject="self",
    fields={
        "id": not_personal("a random key"),
        "phone": PHONE,
        "password": not_personal("unusable: nobody signs in by password yet"),
        "created_at": Field(Category.IDENTITY, Text("when you registered", "注册时间")),
    },
    purpose="accounts.sign_in",
    retention=UNTIL_DELETED,
)
declare(
    "accounts.SignInFlow",
    subject="phone",
    fields={
        "id": not_personal("a random key"),
        "phone": PHONE,
        "code_hash": Field(Category.CREDENTIAL, Text("the code we sent, hashed", "所发验证码的哈希值")),
        "policy_version": not_personal("a date of the policy"),
        "language": not_personal("one of two languages, for the message"),
        "attempts": not_personal("a count"),
        "created_at": not_personal("gone within minutes"),
        "expires_at": not_personal("gone within minutes"),
        "confirmed_at": not_personal("gone within minutes"),
        "finished_at": not_personal("gone within minutes"),
    },
    purpose="accounts.sign_in",
    retention=after("expires_at", timedelta(0), Text("10 minutes", "10 分钟")),
)
declare(
    "accounts.PolicyAcceptance",
    subject="person",
    fields={
        "id": not_personal("a random key"),
        "person": not_personal("a key"),
        "policy_version": Field(Category.CONSENT, Text("the version of this policy you accepted", "您接受的政策版本")),
        "language": Field(Category.CONSENT, Text("the language you read it in", "您阅读时的语言")),
        "accepted_at": Field(Category.CONSENT, Text("when you accepted it", "接受时间")),
    },
    purpose="accounts.sign_in",
    retention=UNTIL_DELETED,
)

browser_storage.register(
    "egret_session",
    Kind.COOKIE,
    Text("Keeps you signed in", "保持登录状态"),
    Text("14 days, or until you sign out", "14 天，或至您退出登录"),
    optional=False,
)
