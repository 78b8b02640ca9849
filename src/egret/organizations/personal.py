"""What organisations store about people, and why."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import browser_storage, objections, purpose
from egret.kernel.browser_storage import Kind
from egret.kernel.personal import Category, Field, NotPersonal, after, declare, excuse, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "organizations.membership",
    LegalBasis.CONTRACT,
    Text("To let you work in the organisations you joined", "让您在所加入的组织中协作"),
)
purpose.register(
    "organizations.administer",
    LegalBasis.LEGITIMATE_INTERESTS,
    Text("To let an organisation look after its members", "供组织管理其成员"),
)
objections.weigh(
    "organizations.administer",
    Text(
        "Whoever runs an organisation must know who is in it. You end it yourself by leaving; until then, whoever "
        "answers for the organisation weighs what you say.",
        "组织的管理者需要知道其成员。您可随时退出组织以结束此项处理；在此之前，由该组织的负责方权衡您的理由。",
    ),
)

A_KEY = not_personal("a random key")
THE_ORGANIZATIONS = not_personal("says something of the organisation, not of a person")
WHILE_MEMBER = with_parent(Text("As long as you are a member", "成员身份存续期间"))
WHILE_ORGANIZATION = with_parent(Text("As long as the organisation exists here", "组织存续期间"))
NAME = Field(Category.MEMBERSHIP, Text("your name there", "您在组织中的姓名"))
PLACE = Field(Category.MEMBERSHIP, Text("your department, groups and role", "部门、群组和角色"))
SOURCE = Field(
    Category.MEMBERSHIP, Text("where the organisation has your data from, and who entered it", "信息来源和录入人")
)
PHONE = Field(Category.CONTACT, Text("phone number, where an organisation entered it", "组织录入的手机号码"))
WHEN = Field(Category.MEMBERSHIP, Text("when you were invited, asked or joined", "受邀、申请或加入的时间"))
DIRECTORY_ID = Field(Category.MEMBERSHIP, Text("your user name in its directory", "您在组织目录中的用户名"))


def _of_the_organization(*names: str) -> dict[str, Field | NotPersonal]:
    return dict.fromkeys(names, THE_ORGANIZATIONS)


declare(
    "organizations.LegalEntity",
    subject=None,
    fields={
        "id": A_KEY,
        **_of_the_organization("name", "country", "address", "language"),
        "contact_name": Field(Category.CONTACT, Text("an organisation's named contact", "组织的指定联系人")),
        "contact_email": Field(Category.CONTACT, Text("an organisation's named contact", "组织的指定联系人")),
        "contact_phone": Field(Category.CONTACT, Text("an organisation's named contact", "组织的指定联系人")),
    },
    purpose="organizations.administer",
    also=("organizations.membership",),
    retention=WHILE_ORGANIZATION,
)
excuse("organizations.Organization", "an organisation's name and rules; its contact is declared with its legal entity")
excuse("organizations.Domain", "a domain name of an organisation")
excuse("organizations.Department", "a department's name and place in the tree")
excuse("organizations.Group", "a group's name")
declare(
    "organizations.Membership",
    subject="person",
    fields={
        "id": A_KEY,
        "organization": A_KEY,
        "person": A_KEY,
        "role": PLACE,
        "department": PLACE,
        "name": NAME,
        "search": NAME,
        "active": not_personal("whether the organisation's directory has it switched on"),
        "source": SOURCE,
        "source_detail": SOURCE,
        "joined_at": WHEN,
        "scim_user_name": DIRECTORY_ID,
        "scim_external_id": DIRECTORY_ID,
    },
    purpose="organizations.membership",
    also=("organizations.administer",),
    retention=WHILE_MEMBER,
)
declare(
    "organizations.Membership_heads",
    subject="membership__person",
    fields={"id": A_KEY, "membership": A_KEY, "department": PLACE},
    purpose="organizations.membership",
    also=("organizations.administer",),
    retention=WHILE_MEMBER,
)
declare(
    "organizations.GroupMember",
    subject="membership__person",
    fields={"id": A_KEY, "group": PLACE, "membership": A_KEY},
    purpose="organizations.membership",
    also=("organizations.administer",),
    retention=WHILE_MEMBER,
)
declare(
    "organizations.Invitation",
    subject=None,
    fields={
        "id": A_KEY,
        **_of_the_organization("organization", "code", "role", "department", "maximum_uses", "uses"),
        "created_by": Field(Category.MEMBERSHIP, Text("whom you invited", "您发出的邀请")),
        **_of_the_organization("created_at", "expires_at", "revoked_at"),
    },
    purpose="organizations.administer",
    also=("organizations.membership",),
    retention=after("expires_at", timedelta(days=30), Text("30 days after it expires", "到期后 30 天")),
)
declare(
    "organizations.ExpectedMember",
    subject="phone",
    fields={
        "id": A_KEY,
        "organization": A_KEY,
        "phone": PHONE,
        "name": NAME,
        "role": PLACE,
        "department": PLACE,
        "source": SOURCE,
        "source_detail": SOURCE,
        "entered_by": SOURCE,
        "entered_at": WHEN,
    },
    purpose="organizations.administer",
    also=("organizations.membership",),
    retention=after(
        "entered_at", timedelta(days=90), Text("90 days, or until you join or decline", "90 天，或至您加入或拒绝")
    ),
)
declare(
    "organizations.JoinRequest",
    subject="person",
    fields={
        "id": A_KEY,
        "organization": A_KEY,
        "person": A_KEY,
        "message": Field(Category.MEMBERSHIP, Text("your request to join and its answer", "您的加入申请及答复")),
        "state": Field(Category.MEMBERSHIP, Text("your request to join and its answer", "您的加入申请及答复")),
        "reason": Field(Category.MEMBERSHIP, Text("your request to join and its answer", "您的加入申请及答复")),
        "created_at": WHEN,
        "decided_at": WHEN,
    },
    purpose="organizations.membership",
    also=("organizations.administer",),
    retention=after("decided_at", timedelta(days=90), Text("90 days after the answer", "答复后 90 天")),
)
declare(
    "organizations.Import",
    subject=None,
    fields={
        "id": A_KEY,
        "organization": A_KEY,
        "source_detail": not_personal("the name of a list"),
        "entered_by": SOURCE,
        "state": not_personal("where the import stands"),
        "encoding": not_personal("how the file was written"),
        "problem": not_personal("why the file could not be read"),
        "lines": not_personal("a count"),
        "faulty": not_personal("a count"),
        "done": not_personal("a count"),
        "created_at": not_personal("when the import began"),
        "confirmed_at": not_personal("when the import was confirmed"),
        "expires_at": not_personal("when it goes"),
    },
    purpose="organizations.administer",
    retention=after("expires_at", timedelta(0), Text("1 day", "1 天")),
)
declare(
    "organizations.ImportLine",
    subject="phone",
    fields={
        "id": A_KEY,
        "batch": A_KEY,
        "number": not_personal("a line's number"),
        "phone": PHONE,
        "name": NAME,
        "department_path": PLACE,
        "role": PLACE,
        "fault": not_personal("what is wrong with the line"),
    },
    purpose="organizations.administer",
    retention=with_parent(Text("1 day", "1 天")),
)
excuse("organizations.SsoConnection", "an organisation's identity provider; its secret is encrypted")
excuse("organizations.SsoGroup", "which department a word of the provider leads to")
excuse("organizations.ScimToken", "a hashed token of an organisation's directory")
declare(
    "organizations.SsoAttempt",
    subject=None,
    fields={
        "id": A_KEY,
        "connection": A_KEY,
        "nonce": not_personal("random"),
        "code_verifier": not_personal("random"),
        "browser": not_personal("a keyed hash of a random cookie"),
        "next_path": not_personal("a page of ours"),
        "policy_version": not_personal("a date of the policy"),
        "language": not_personal("one of two languages"),
        "expires_at": not_personal("gone within minutes"),
    },
    purpose="accounts.sign_in",
    also=("organizations.administer",),
    retention=after("expires_at", timedelta(0), Text("10 minutes", "10 分钟")),
)
declare(
    "organizations.AdministrativeAct",
    subject="actor",
    fields={
        "id": A_KEY,
        "organization": A_KEY,
        "actor": Field(Category.MEMBERSHIP, Text("what you did as an administrator", "您作为管理员的操作")),
        "act": Field(Category.MEMBERSHIP, Text("what you did as an administrator", "您作为管理员的操作")),
        "facts": Field(Category.MEMBERSHIP, Text("what you did as an administrator", "您作为管理员的操作")),
        "at": Field(Category.MEMBERSHIP, Text("what you did as an administrator", "您作为管理员的操作")),
    },
    purpose="organizations.administer",
    also=("organizations.membership",),
    retention=after("at", timedelta(days=365), Text("1 year", "1 年")),
)

SSO_COOKIE = browser_storage.register(
    "egret_sso",
    Kind.COOKIE,
    Text(
        "Recognises the browser that comes back from your organisation's sign-in",
        "识别从组织登录页面返回的浏览器",
    ),
    Text("10 minutes", "10 分钟"),
    optional=False,
)
