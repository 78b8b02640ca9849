"""What copies store about people, and why: the copy itself, for a week, and what became of orders."""

from __future__ import annotations

from datetime import date, timedelta

from egret.kernel import purpose
from egret.kernel.assessments import assess
from egret.kernel.blobs import kinds
from egret.kernel.personal import Category, Field, after, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

PURPOSE = "privacy.copies"
purpose.register(
    PURPOSE,
    LegalBasis.LEGAL_OBLIGATION,
    Text(
        "To show you what is known about you, to give you a copy, and to take one in",
        "向您展示我们掌握的您的信息、提供副本以及接收您带来的副本",
    ),
    everywhere="a copy holds every row that is about whoever asks, and what was brought along goes where it belongs",
)
assess(
    PURPOSE,
    original="",
    why="A person's own right (GDPR Art. 15 and 20, PIPL Art. 45): it runs when they ask.",
    on=date(2026, 11, 30),
)

KEPT = timedelta(days=7)
KEPT_TEXT = Text("7 days, or until you remove it", "7 天，或直至您删除")
REMEMBERED = timedelta(days=90)
REMEMBERED_TEXT = Text("90 days after it ended", "结束后 90 天")
COPY, ARRIVAL = "privacy.copy", "privacy.arrival"

kinds.register(
    COPY,
    category=Category.CONTENT,
    text=Text("the copy of everything that you ordered", "您申请的全部信息副本"),
    purpose=PURPOSE,
    retention=with_parent(KEPT_TEXT),
)
kinds.register(
    ARRIVAL,
    category=Category.CONTENT,
    text=Text("a copy that you brought from elsewhere", "您从其他系统带来的副本"),
    purpose=PURPOSE,
    retention=with_parent(Text("Until it is taken in, a week at most", "直至导入完成，最多一周")),
)

A_KEY = not_personal("a random key")
A_COUNT = not_personal("a number that says how far it is")
A_WORD = not_personal("one of a few words")
ITS_FILE = Field(Category.CONTENT, Text("names of the files in your copy", "副本中的文件名称"))

declare(
    "privacy_copies.Copy",
    subject="person",
    fields={
        "id": A_KEY,
        "person": Field(Category.CONSENT, Text("that you ordered a copy", "您申请过副本")),
        "state": A_WORD,
        "language": not_personal("one of two languages, for its pages"),
        "ordered_at": Field(Category.CONSENT, Text("when you ordered it", "申请时间")),
        "ready_at": Field(Category.CONSENT, Text("when it was ready", "完成时间")),
        "ended_at": not_personal("when it was removed"),
        "expires_at": not_personal("when it is removed"),
        "blob": A_KEY,
        "doing": A_WORD,
        "items_done": A_COUNT,
        "items_total": A_COUNT,
        "bytes_done": A_COUNT,
        "bytes_total": A_COUNT,
        "problem": A_WORD,
        "worker": A_KEY,
        "worker_seen_at": not_personal("about a process"),
    },
    purpose=PURPOSE,
    retention=after("ended_at", REMEMBERED, REMEMBERED_TEXT),
)
declare(
    "privacy_copies.Member",
    subject="copy__person",
    fields={
        "id": not_personal("a number"),
        "copy": A_KEY,
        "source": not_personal("a random key"),
        "path": ITS_FILE,
        "size": A_COUNT,
        "check_sum": not_personal("of an encrypted content, for an hour"),
        "offset": A_COUNT,
        "modified_at": ITS_FILE,
        "model": A_WORD,
        "row": A_KEY,
        "missing": not_personal("a switch"),
    },
    purpose=PURPOSE,
    retention=with_parent(Text("While the copy is made", "副本生成期间")),
)
declare(
    "privacy_copies.Arrival",
    subject="person",
    fields={
        "id": A_KEY,
        "person": Field(Category.CONSENT, Text("that you brought a copy along", "您带来过副本")),
        "state": A_WORD,
        "arrived_at": Field(Category.CONSENT, Text("when you brought it", "带来的时间")),
        "ended_at": not_personal("when it was dealt with"),
        "blob": A_KEY,
        "confirmed": not_personal("a switch"),
        "bytes_done": A_COUNT,
        "bytes_total": A_COUNT,
        "problem": A_WORD,
        "report": Field(Category.CONTENT, Text("what was taken over of it", "已导入的内容")),
        "attempts": not_personal("a number of turns"),
        "worker": A_KEY,
        "worker_seen_at": not_personal("about a process"),
    },
    purpose=PURPOSE,
    retention=after("ended_at", REMEMBERED, REMEMBERED_TEXT),
)
