"""What hosting stores about people."""

from __future__ import annotations

from egret.kernel.personal import Category, Field, declare, not_personal, with_parent
from egret.kernel.text import Text
from egret.meetings.personal import IN_A_MEETING

WITH_MEETING = with_parent(Text("180 days after the meeting ended", "会议结束后 180 天"))
A_RULE = not_personal("a rule of the meeting")

declare(
    "hosting.Conduct",
    subject=None,
    fields={
        "meeting": not_personal("a key"),
        "locked": A_RULE,
        "lobby": A_RULE,
        "share": A_RULE,
        "chat": A_RULE,
        "unmute": A_RULE,
        "message": not_personal("what the host tells everybody who waits; about the meeting, not about a person"),
        "acting_host": not_personal("a key; who it is stands with the participant"),
        "breakouts_until": not_personal("a time of the meeting"),
        "spotlight": not_personal("a key; who it is stands with the participant"),
    },
    purpose="meetings.hold",
    also=IN_A_MEETING,
    retention=WITH_MEETING,
)
declare(
    "hosting.Breakout",
    subject=None,
    fields={
        "id": not_personal("a random key"),
        "meeting": not_personal("a key"),
        "name": not_personal("a room's name, a number"),
        "position": not_personal("a number"),
        "closed_at": not_personal("a time of the meeting"),
    },
    purpose="meetings.hold",
    also=IN_A_MEETING,
    retention=WITH_MEETING,
)
declare(
    "hosting.Seat",
    subject="participant__person",
    fields={
        "participant": not_personal("a key"),
        "meeting": not_personal("a key"),
        "standing": Field(
            Category.MEETING,
            Text("whether you wait, were let in, turned away or removed", "您在等候、已获准入会、被拒绝或被移出的状态"),
        ),
        "cohost": Field(Category.MEETING, Text("whether you help to lead a meeting", "您是否为联席主持人")),
        "may_unmute": Field(Category.MEETING, Text("whether you were asked to speak", "您是否被邀请发言")),
        "breakout": not_personal("a key of a room that is gone when the breakout rooms close"),
        "moved_at": Field(Category.MEETING, Text("when you went to another room", "您最近一次换会议室的时间")),
        "asked_at": Field(Category.MEETING, Text("when you asked to be let in", "您请求入会的时间")),
        "seen_at": Field(Category.MEETING, Text("until when you waited", "您等候到何时")),
    },
    purpose="meetings.hold",
    also=IN_A_MEETING,
    retention=WITH_MEETING,
)
