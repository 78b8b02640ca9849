"""What requests store about people, and why."""

from __future__ import annotations

from datetime import date, timedelta

from egret.kernel import purpose
from egret.kernel.assessments import assess
from egret.kernel.personal import Category, Field, after, declare, excuse, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

PURPOSE = "privacy.requests"
purpose.register(
    PURPOSE,
    LegalBasis.LEGAL_OBLIGATION,
    Text("To answer what you ask about your data, in time", "按时答复您就个人信息提出的请求"),
)
assess(
    PURPOSE,
    original="",
    why="Required by law (GDPR Art. 12, PIPL Art. 50, PDPA s. 21): people ask for it themselves.",
    on=date(2026, 11, 30),
)

# As long as somebody may go to court over the answer: three years from it (PRC Civil Code Art. 188).
KEPT = timedelta(days=3 * 365)
KEPT_TEXT = Text("Three years after the answer, or as long as you have an account", "答复后三年；账号注销时一并删除")
A_KEY = not_personal("a random key")
ANOTHER_KEY = not_personal("a key")


def _asked(en: str, zh: str) -> Field:
    return Field(Category.REQUEST, Text(en, zh))


declare(
    "privacy_requests.Request",
    subject="person",
    fields={
        "id": A_KEY,
        "person": ANOTHER_KEY,
        "organization": ANOTHER_KEY,
        "kind": _asked("what you asked for", "您请求的事项"),
        "state": _asked("how far it is", "处理进度"),
        "text": _asked("what you wrote", "您填写的内容"),
        "order": ANOTHER_KEY,
        "received_at": _asked("when you asked", "提出时间"),
        "received_on": not_personal("the same, as a day"),
        "due_on": _asked("by when you are answered", "答复期限"),
        "due_at": not_personal("the same, as a moment"),
        "first_due_at": not_personal("the same, before an extension"),
        "provisional": not_personal("whether the calendar is published yet"),
        "clock": not_personal("which calendar and rules were counted by"),
        "extended_at": _asked("when it was extended, and why", "延期的时间和原因"),
        "extension_reason": not_personal("a word of a closed list"),
        "refusal_reason": _asked("why it was refused", "拒绝的原因"),
        "refusal_by": ANOTHER_KEY,
        "answer": _asked("the answer", "答复内容"),
        "closed_at": _asked("when it was answered", "答复时间"),
    },
    purpose=PURPOSE,
    also=("privacy.messages",),
    retention=after("closed_at", KEPT, KEPT_TEXT),
)
declare(
    "privacy_requests.RequestEvent",
    subject="request__person",
    fields={
        "id": not_personal("a count"),
        "request": ANOTHER_KEY,
        "kind": _asked("what happened to your request, and when", "请求的处理记录及时间"),
        "by": not_personal("one of three words"),
        "actor": ANOTHER_KEY,
        "facts": not_personal("dates, counts and words of ours"),
        "at": not_personal("when it happened; told with what happened"),
    },
    purpose=PURPOSE,
    also=("privacy.messages",),
    retention=with_parent(KEPT_TEXT),
)
declare(
    "privacy_requests.DeskMember",
    subject="person",
    fields={
        "person": ANOTHER_KEY,
        "added_at": Field(
            Category.REQUEST,
            Text("since when you answer requests, if you do", "您担任请求处理人员的起始时间（如适用）"),
        ),
    },
    purpose=PURPOSE,
    retention=with_parent(Text("As long as you answer requests", "担任请求处理人员期间")),
)
declare(
    "privacy_requests.Restriction",
    subject="person",
    fields={
        "person": ANOTHER_KEY,
        "since": Field(
            Category.REQUEST,
            Text("since when your data is restricted, if you asked for it", "限制处理的起始时间（如您提出）"),
        ),
    },
    purpose=PURPOSE,
    retention=with_parent(Text("Until you end it", "直至您解除")),
)
excuse("privacy_requests.ContactCheck", "when the operator's own contact was last tried")
