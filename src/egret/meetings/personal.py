"""What meetings store about people, and why."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import browser_storage, holds, purpose
from egret.kernel.browser_storage import Kind
from egret.kernel.personal import Category, Field, after, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text
from egret.meetings.scheduling import personal as scheduling

__all__ = ["GUEST_COOKIE", "scheduling"]

purpose.register(
    "meetings.hold",
    LegalBasis.CONTRACT,
    Text("To hold meetings: a link, and the nickname others see", "举行会议：会议链接和其他人看到的昵称"),
)
purpose.register(
    "meetings.attendance",
    LegalBasis.CONTRACT,
    Text("To show host and co-hosts who took part and for how long", "向主持人和联席主持人显示参会者及参会时长"),
)

KEPT = timedelta(days=180)
KEPT_TEXT = Text("180 days after the meeting ended", "会议结束后 180 天")
WITH_MEETING = with_parent(KEPT_TEXT)
# What is done in a meeting needs to know which one it is, and who takes part.
IN_A_MEETING = ("meetings.attendance", "meetings.schedule", "meetings.talk", "quality.measure", "recordings.record")
A_KEY = not_personal("a random key")

declare(
    "meetings.Meeting",
    subject="host",
    fields={
        "id": A_KEY,
        "code": Field(Category.MEETING, Text("meeting link", "会议链接")),
        "organization": not_personal("a key"),
        "host": Field(Category.MEETING, Text("who started it", "会议发起者")),
        "created_at": Field(Category.MEETING, Text("when it was started", "发起时间")),
        "ended_at": Field(Category.MEETING, Text("when it ended", "结束时间")),
        "end_reason": not_personal("one of two words"),
        "idempotency_key": not_personal("a random key made by the page"),
        "schedule": not_personal("a key"),
        "held_for": Field(Category.MEETING, Text("the time it was set for", "安排的时间")),
    },
    purpose="meetings.hold",
    also=IN_A_MEETING,
    retention=after("ended_at", KEPT, KEPT_TEXT),
)
declare(
    "meetings.Participant",
    subject="person",
    fields={
        "id": A_KEY,
        "meeting": not_personal("a key"),
        "person": Field(Category.MEETING, Text("your account, if you have one", "您的账号（如有）")),
        "nickname": Field(Category.IDENTITY, Text("nickname in the meeting", "会议昵称")),
        "policy_version": Field(Category.CONSENT, Text("the version of this policy you accepted", "您接受的政策版本")),
        "accepted_at": Field(Category.CONSENT, Text("when you accepted it", "接受时间")),
        "created_at": Field(Category.MEETING, Text("when you first asked to join", "首次请求加入的时间")),
    },
    purpose="meetings.hold",
    also=IN_A_MEETING,
    retention=WITH_MEETING,
)
declare(
    "meetings.Spell",
    subject="participant__person",
    fields={
        "sid": not_personal("the engine's random key of a connection"),
        "participant": not_personal("a key"),
        "room_sid": not_personal("the engine's random key of a room"),
        "joined_at": Field(Category.MEETING, Text("when you joined", "加入时间")),
        "left_at": Field(Category.MEETING, Text("when you left", "离开时间")),
        "closed_by": not_personal("one of three words"),
        "seen_at": Field(
            Category.MEETING, Text("when the engine last saw you there", "媒体引擎最后一次确认您在场的时间")
        ),
    },
    purpose="meetings.attendance",
    also=("meetings.hold", "recordings.record"),
    retention=WITH_MEETING,
)
declare(
    "meetings.RoomSession",
    subject=None,
    fields={
        "sid": not_personal("the engine's random key of a room"),
        "meeting": not_personal("a key"),
        "finished_at": not_personal("about the room, not about a person"),
    },
    purpose="meetings.attendance",
    also=("meetings.hold",),
    retention=WITH_MEETING,
)

GUEST_COOKIE = browser_storage.register(
    "egret_guest",
    Kind.COOKIE,
    Text("Recognises a guest who comes back to the same meeting", "识别返回同一会议的访客"),
    Text("48 hours", "48 小时"),
    optional=False,
)

holds.kind("meeting", "meetings.Meeting", Text("A meeting of yours", "您的会议"))
