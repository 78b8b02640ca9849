"""What is stored of an erasure: that it was asked for, and afterwards only what anybody may know."""

from __future__ import annotations

from datetime import date, timedelta

from egret.kernel import purpose
from egret.kernel.assessments import assess
from egret.kernel.personal import Category, Field, after, declare, not_personal
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

PURPOSE = "privacy.erase"
purpose.register(
    PURPOSE,
    LegalBasis.LEGAL_OBLIGATION,
    Text("To delete your account and everything about you when you ask", "应您的要求注销账号并删除您的全部信息"),
    everywhere="everything about whoever asks is counted, and goes",
)
assess(
    PURPOSE,
    original="",
    why="A person's own right (GDPR Art. 17, PIPL Art. 47): it runs when they ask.",
    on=date(2026, 11, 30),
)

# A certificate can be fetched as long as this; who wants to keep it has kept it.
COLLECTED_WITHIN = timedelta(days=30)
# A company that has not answered within a year will not answer to this row.
NOTICES_KEPT = timedelta(days=365)

ASKED = Field(
    Category.CONSENT, Text("that you asked for your account to be deleted, and when", "您申请注销账号及其时间")
)

declare(
    "privacy_erasures.Erasure",
    subject="person",
    fields={
        "id": not_personal("a random key"),
        "person": not_personal("a key, gone with the person"),
        "state": ASKED,
        "ordered_at": ASKED,
        "due_at": ASKED,
        "decided_at": not_personal("when it was carried out, of nobody who is left"),
        "ended_at": not_personal("when it was carried out, of nobody who is left"),
        "plan": not_personal("counts and rules"),
        "journal_line": not_personal("the number of a line that names nobody"),
        "certificate": not_personal("counts, rules and a signature"),
    },
    purpose=PURPOSE,
    retention=after("ended_at", COLLECTED_WITHIN, Text("30 days after it is over", "完成后 30 天")),
)
declare(
    "privacy_erasures.Notice",
    subject=None,
    fields={
        "id": not_personal("a random key"),
        "host": not_personal("another company's"),
        "processor": not_personal("another company's"),
        "known_as": Field(
            Category.CONTACT,
            Text(
                "how a company we use knows you, encrypted, until it confirms that it deleted you",
                "受托公司用于识别您的标识（加密），至其确认删除为止",
            ),
        ),
        "made_at": not_personal("when somebody was erased"),
        "erasure": not_personal("a key of counts"),
        "told_at": not_personal("when a company was told"),
        "acknowledged_at": not_personal("when it answered"),
        "outcome": not_personal("a status of the company's answer"),
        "confirmed_on": not_personal("the day of the company's answer"),
        "evidence": not_personal("the number of a letter or a ticket"),
        "acknowledged_by": Field(
            Category.REQUEST,
            Text("that you noted a company's confirmation, if you did", "您登记了受托公司的确认（如适用）"),
        ),
    },
    purpose=PURPOSE,
    retention=after("made_at", NOTICES_KEPT, Text("Until it is confirmed, a year at most", "至确认为止，最长一年")),
)
