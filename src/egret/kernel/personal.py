"""Personal data is declared where it is stored: category, subject, purpose, retention (C09).

Every table of every installed application, third-party ones included, is declared here field by field, or excused in
writing. `checks.py` stops start-up otherwise. The policy's table and the retention job come from these declarations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from egret.kernel.text import Text


class Category(StrEnum):
    """The closed list of kinds of personal data. What the policy forbids (C10) has no name here."""

    IDENTITY = "identity"
    CONTACT = "contact"
    CREDENTIAL = "credential"
    MEETING = "meeting"
    TECHNICAL = "technical"
    CONSENT = "consent"
    PROFILE = "profile"
    MEMBERSHIP = "membership"
    PREFERENCES = "preferences"
    REPORT = "report"
    CONTENT = "content"
    REQUEST = "request"


CATEGORY_TEXTS: dict[Category, Text] = {
    Category.IDENTITY: Text("Identity", "身份信息"),
    Category.CONTACT: Text("Contact", "联系方式"),
    Category.CREDENTIAL: Text("Sign-in data", "登录凭据"),
    Category.MEETING: Text("Participation in meetings", "参会信息"),
    Category.TECHNICAL: Text("Technical data", "技术信息"),
    Category.CONSENT: Text("Your acceptances", "您的接受记录"),
    Category.PROFILE: Text("Profile, if you make one", "个人资料（如您填写）"),
    Category.MEMBERSHIP: Text("Membership of organisations", "组织成员信息"),
    Category.PREFERENCES: Text("Your settings", "您的设置"),
    Category.REPORT: Text("Reports", "举报信息"),
    Category.CONTENT: Text("Your files", "您的文件"),
    Category.REQUEST: Text("Your requests about your data", "您就个人信息提出的请求"),
}


@dataclass(frozen=True)
class NotPersonal:
    """A written excuse for a field or table that holds nothing about a person."""

    why: str


def not_personal(why: str) -> NotPersonal:
    if not why.strip():
        raise ValueError("say why it is not personal")
    return NotPersonal(why)


@dataclass(frozen=True)
class Field:
    """A personal field: its category, and what people call it in the policy's table."""

    category: Category
    text: Text


@dataclass(frozen=True)
class Retention:
    """How long a row is kept. With a `field`, the retention job deletes rows `period` after it."""

    text: Text
    field: str | None = None
    period: timedelta | None = None


def after(field: str, period: timedelta, text: Text) -> Retention:
    """Delete the row `period` after the moment in `field` (null: not yet)."""
    return Retention(text, field, period)


def with_parent(text: Text) -> Retention:
    """The row goes when the row it belongs to goes (a foreign key that cascades)."""
    return Retention(text)


@dataclass(frozen=True)
class Declaration:
    model: str  # "app_label.Model"
    subject: str | None  # path of the field that leads to the person, "self" for the person's own row
    fields: dict[str, Field | NotPersonal]
    purpose: str
    retention: Retention
    also: tuple[str, ...] = ()

    @property
    def purposes(self) -> tuple[str, ...]:
        """Every purpose under which the table may be read and written; the door lets no other in (C23)."""
        return (self.purpose, *self.also)


DECLARATIONS: dict[str, Declaration] = {}
EXCUSED: dict[str, NotPersonal] = {}


def declare(
    model: str,
    *,
    subject: str | None,
    fields: dict[str, Field | NotPersonal],
    purpose: str,
    retention: Retention,
    also: tuple[str, ...] = (),
) -> None:
    """Declare a table that holds personal data: what it is there for, and which purposes may reach it `also`.

    Raises ValueError when it is declared already.
    """
    _once(model)
    DECLARATIONS[model.lower()] = Declaration(model, subject, fields, purpose, retention, also)


def excuse(model: str, why: str) -> None:
    """Declare a whole table as holding no personal data. Raises ValueError when it is declared already."""
    _once(model)
    EXCUSED[model.lower()] = not_personal(why)


def _once(model: str) -> None:
    if model.lower() in DECLARATIONS or model.lower() in EXCUSED:
        raise ValueError(f"{model} is declared twice")
