"""What accounts store about people, and why."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from egret.kernel import browser_storage, egress, holds, objections, purpose
from egret.kernel.assessments import assess
from egret.kernel.blobs import kinds
from egret.kernel.browser_storage import Kind
from egret.kernel.personal import Category, Field, after, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "accounts.sign_in",
    LegalBasis.CONTRACT,
    Text("To register you and to sign you in", "为您注册账号和登录"),
)

purpose.register(
    "accounts.profile",
    LegalBasis.CONTRACT,
    Text("To show others what you chose to show", "向他人展示您选择展示的信息"),
)
purpose.register(
    "accounts.protect_children",
    LegalBasis.LEGAL_OBLIGATION,
    Text("To remove accounts of children", "删除未成年人账号"),
)
purpose.register(
    "accounts.staff",
    LegalBasis.LEGITIMATE_INTERESTS,
    Text("To help you with your account, or look into a report, inside a case", "在案件范围内协助您处理账号或核查举报"),
    staff=True,
)
objections.weigh(
    "accounts.staff",
    Text(
        "Without it nobody could help you, or look into a report about you. Restrict your data, and staff open a case "
        "about you only on a ground that the law names.",
        "否则无人能够协助您或核查涉及您的举报。您可限制处理：此后工作人员仅可基于法律规定的理由就您立案。",
    ),
)
assess(
    "accounts.staff",
    original="accounts.sign_in",
    why="Staff looked at accounts before; now only inside a case about that person, which is less.",
    on=date(2026, 11, 30),
)

# What others do with people: that they exist, what their number is, and what they are called.
NAMED_BY = ("cloud.keep", "meetings.hold", "meetings.schedule", "organizations.administer")
# Who asked to be told by message has a number; two windows in which somebody chooses or asks take turns at their row.
TOLD_BY = ("privacy.messages", "privacy.consents", "privacy.requests")
PHONE = Field(Category.CONTACT, Text("phone number", "手机号码"))
UNTIL_DELETED = with_parent(Text("As long as you have an account", "账号存续期间"))
UNTIL_REMOVED = with_parent(Text("Until you remove it, or delete your account", "至您移除或注销账号"))
A_KEY = not_personal("a random key")
kinds.register(
    "accounts.picture",
    category=Category.PROFILE,
    text=Text("picture", "头像"),
    purpose="accounts.profile",
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.Person",
    subject="self",
    fields={
        "id": A_KEY,
        "phone": PHONE,
        "password": Field(
            Category.CREDENTIAL, Text("your password, hashed, if you set one", "密码的哈希值（如您设置）")
        ),
        "created_at": Field(Category.IDENTITY, Text("when you registered", "注册时间")),
    },
    purpose="accounts.sign_in",
    also=("accounts.profile", "accounts.protect_children", "accounts.staff", "kernel.cases", *NAMED_BY, *TOLD_BY),
    retention=UNTIL_DELETED,
)
declare(
    "accounts.SignInFlow",
    subject="phone",
    fields={
        "id": A_KEY,
        "kind": not_personal("one of six words"),
        "phone": PHONE,
        "person": A_KEY,
        "subject": Field(
            Category.IDENTITY, Text("your id at WeChat or at your organisation", "您的微信或组织账号标识")
        ),
        "code_hash": Field(Category.CREDENTIAL, Text("the code we sent, hashed", "所发验证码的哈希值")),
        "challenge": not_personal("random, emptied with the answer"),
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

declare(
    "accounts.Session",
    subject="person",
    fields={
        "session_key": Field(Category.TECHNICAL, Text("your session's random key", "会话的随机标识")),
        "session_data": Field(Category.TECHNICAL, Text("that this browser is signed in", "此浏览器的登录状态")),
        "expire_date": not_personal("when the session ends by itself"),
        "public_id": A_KEY,
        "person": A_KEY,
        "device": Field(Category.TECHNICAL, Text("the family of your browser and system", "浏览器和系统的类别")),
        "created_at": Field(Category.TECHNICAL, Text("when you signed in", "登录时间")),
        "seen_at": Field(Category.TECHNICAL, Text("when the session was last used", "会话最近使用时间")),
        "second_factor_at": Field(Category.TECHNICAL, Text("when you proved a second factor", "二次验证时间")),
    },
    purpose="accounts.sign_in",
    also=("accounts.staff",),
    retention=after("expire_date", timedelta(0), Text("14 days, or until you sign out", "14 天，或至您退出登录")),
)
declare(
    "accounts.Identity",
    subject="person",
    fields={
        "id": A_KEY,
        "person": A_KEY,
        "provider": Field(Category.IDENTITY, Text("where else you sign in with", "您使用的其他登录方式")),
        "uid": Field(
            Category.IDENTITY, Text("your id there (at WeChat: the UID alone)", "您在该处的标识（微信：仅 UID）")
        ),
    },
    purpose="accounts.sign_in",
    retention=UNTIL_DELETED,
)
declare(
    "accounts.Passkey",
    subject="person",
    fields={
        "id": A_KEY,
        "person": A_KEY,
        "credential_id": Field(Category.CREDENTIAL, Text("your passkey's public half", "通行密钥的公开部分")),
        "public_key": Field(Category.CREDENTIAL, Text("your passkey's public half", "通行密钥的公开部分")),
        "sign_count": not_personal("a counter"),
        "label": Field(Category.CREDENTIAL, Text("the name you gave your passkey", "您为通行密钥起的名称")),
        "created_at": Field(Category.CREDENTIAL, Text("when it was made and last used", "创建和最近使用时间")),
        "last_used_at": Field(Category.CREDENTIAL, Text("when it was made and last used", "创建和最近使用时间")),
    },
    purpose="accounts.sign_in",
    also=("accounts.staff",),
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.TotpDevice",
    subject="person",
    fields={
        "person": A_KEY,
        "secret": Field(
            Category.CREDENTIAL, Text("your authenticator app's secret, encrypted", "验证器应用的密钥（加密）")
        ),
        "confirmed_at": Field(Category.CREDENTIAL, Text("when it was made and last used", "创建和最近使用时间")),
        "last_step": not_personal("a counter of half minutes"),
        "created_at": Field(Category.CREDENTIAL, Text("when it was made and last used", "创建和最近使用时间")),
    },
    purpose="accounts.sign_in",
    also=("accounts.staff",),
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.RecoveryCode",
    subject="person",
    fields={
        "id": A_KEY,
        "person": A_KEY,
        "code_hash": Field(Category.CREDENTIAL, Text("your recovery codes, hashed", "恢复代码的哈希值")),
        "used_at": Field(Category.CREDENTIAL, Text("when a recovery code was used", "恢复代码的使用时间")),
    },
    purpose="accounts.sign_in",
    also=("accounts.staff",),
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.AccessToken",
    subject="person",
    fields={
        "id": A_KEY,
        "person": A_KEY,
        "kind": not_personal("one of two words"),
        "label": Field(Category.CREDENTIAL, Text("the name you gave an app password or token", "应用密码或令牌的名称")),
        "scopes": not_personal("what it may do"),
        "secret_hash": Field(Category.CREDENTIAL, Text("app passwords and tokens, hashed", "应用密码和令牌的哈希值")),
        "created_at": Field(Category.CREDENTIAL, Text("when it was made and last used", "创建和最近使用时间")),
        "expires_at": not_personal("when it ends by itself"),
        "last_used_at": Field(Category.CREDENTIAL, Text("when it was made and last used", "创建和最近使用时间")),
    },
    purpose="accounts.sign_in",
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.Preferences",
    subject="person",
    fields={
        "person": A_KEY,
        "language": Field(Category.PREFERENCES, Text("language", "语言")),
        "theme": Field(Category.PREFERENCES, Text("light or dark", "浅色或深色")),
        "time_zone": Field(
            Category.PREFERENCES, Text("time zone, from your first scheduled meeting on", "时区（自首次安排会议起）")
        ),
    },
    purpose="accounts.profile",
    also=("privacy.messages",),
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.Profile",
    subject="person",
    fields={
        "person": A_KEY,
        "name": Field(Category.PROFILE, Text("user name", "用户名")),
        "description": Field(Category.PROFILE, Text("description", "个人简介")),
    },
    purpose="accounts.profile",
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.ProfilePicture",
    subject="person",
    fields={
        "id": A_KEY,
        "person": A_KEY,
        "blob": A_KEY,
        "large_size": not_personal("a number of bytes"),
        "created_at": not_personal("when it was stored, for caches"),
    },
    purpose="accounts.profile",
    retention=UNTIL_REMOVED,
)
declare(
    "accounts.ChildReport",
    subject="person",
    fields={
        "id": A_KEY,
        "person": A_KEY,
        "reporter_contact": Field(
            Category.REPORT, Text("how to reach who reports, if they say", "举报人联系方式（如填写）")
        ),
        "relation": Field(Category.REPORT, Text("their relation to the child", "与儿童的关系")),
        "explanation": Field(Category.REPORT, Text("what they write", "举报说明")),
        "state": not_personal("open, upheld or dismissed"),
        "reported_at": Field(Category.REPORT, Text("when, and what was decided", "举报时间和处理结果")),
        "due_at": not_personal("the case's deadline"),
        "decided_at": Field(Category.REPORT, Text("when, and what was decided", "举报时间和处理结果")),
    },
    purpose="accounts.protect_children",
    also=("accounts.staff", "kernel.cases"),
    retention=after("decided_at", timedelta(days=180), Text("180 days after the decision", "作出决定后 180 天")),
)
declare(
    "accounts.SmsDelivery",
    subject=None,
    fields={
        "id": A_KEY,
        "at": not_personal("a moment of failure, of nobody in particular"),
        "country_code": not_personal("a country's calling code, never the number"),
        "reason": not_personal("the provider's words, with every number cut out"),
    },
    purpose="kernel.operation",
    retention=after("at", timedelta(days=30), Text("30 days", "30 天")),
)

browser_storage.register(
    "egret_session",
    Kind.COOKIE,
    Text("Keeps you signed in", "保持登录状态"),
    Text("14 days, or until you sign out", "14 天，或至您退出登录"),
    optional=False,
)

if settings.EGRET_LEAKED_PASSWORDS_URL:
    egress.register(
        settings.EGRET_LEAKED_PASSWORDS_URL,
        processor="list of leaked passwords",
        purpose="accounts.sign_in",
        payload=("the first five of forty digits of a hash, which a thousand passwords share",),
        named=Text("List of leaked passwords", "泄露密码名单"),
        sends=Text(
            "Of a new password the first five of forty digits of a hash, which thousands of passwords share",
            "新密码散列值四十位中的前五位，与数千个其他密码相同",
        ),
    )

WECHAT_COOKIE = browser_storage.register(
    "egret_wechat",
    Kind.COOKIE,
    Text("Recognises this browser when WeChat sends it back", "从微信返回时识别此浏览器"),
    Text("10 minutes, or until WeChat sends you back", "10 分钟，或至从微信返回"),
    optional=False,
)

holds.kind(holds.PERSON, "accounts.Person", Text("Your account", "您的账号"))
