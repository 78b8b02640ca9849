"""What of a call is kept beside attendance, and why: polls with their results, and which files were shown."""

from __future__ import annotations

from egret.kernel import purpose
from egret.kernel.personal import Category, Field, declare, not_personal
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text
from egret.meetings.personal import WITH_MEETING

PURPOSE = "meetings.talk"
purpose.register(
    PURPOSE,
    LegalBasis.CONTRACT,
    Text("To hold polls, raise hands, and show files in a meeting", "在会议中进行投票、举手和展示文件"),
)

A_KEY = not_personal("a random key")

declare(
    "talk.Poll",
    subject="asked_by__person",
    fields={
        "id": A_KEY,
        "meeting": not_personal("a key"),
        "asked_by": Field(Category.MEETING, Text("that you held a poll", "您发起过投票")),
        "question": Field(Category.MEETING, Text("the question you asked", "您提出的问题")),
        "anonymous": not_personal("a switch"),
        "several": not_personal("a switch"),
        "opened_at": Field(Category.MEETING, Text("when you opened it", "开始投票的时间")),
        "closed_at": Field(Category.MEETING, Text("when it was closed", "结束投票的时间")),
    },
    purpose=PURPOSE,
    retention=WITH_MEETING,
)
declare(
    "talk.Option",
    subject="poll__asked_by__person",
    fields={
        "id": not_personal("a number"),
        "poll": not_personal("a key"),
        "position": not_personal("a number"),
        "text": Field(Category.MEETING, Text("the answers you offered", "您提供的选项")),
        "votes": not_personal("a count"),
    },
    purpose=PURPOSE,
    retention=WITH_MEETING,
)
declare(
    "talk.Ballot",
    subject="participant__person",
    fields={
        "id": A_KEY,
        "poll": not_personal("a key"),
        "participant": Field(Category.MEETING, Text("that you voted in a poll", "您参与过投票")),
    },
    purpose=PURPOSE,
    retention=WITH_MEETING,
)
declare(
    "talk.Choice",
    subject="ballot__participant__person",
    fields={
        "id": not_personal("a number"),
        "ballot": not_personal("a key"),
        "option": Field(
            Category.MEETING,
            Text("what you chose in a poll that is not anonymous", "您在实名投票中的选择"),
        ),
    },
    purpose=PURPOSE,
    retention=WITH_MEETING,
)
declare(
    "talk.Timer",
    subject=None,
    fields={
        "meeting": not_personal("a key"),
        "ends_at": not_personal("about the meeting, not about a person"),
        "seconds": not_personal("a number"),
    },
    purpose=PURPOSE,
    retention=WITH_MEETING,
)
declare(
    "talk.ShownFile",
    subject="shown_by__person",
    fields={
        "id": A_KEY,
        "meeting": not_personal("a key"),
        "shown_by": Field(Category.MEETING, Text("that you showed a file in a meeting", "您在会议中展示过文件")),
        "node": not_personal("the key of a file, which the drive alone opens"),
        "shown_at": Field(Category.MEETING, Text("when you showed it", "展示时间")),
    },
    purpose=PURPOSE,
    retention=WITH_MEETING,
)
