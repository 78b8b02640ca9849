"""What scheduling stores about people, and why."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import purpose
from egret.kernel.personal import Category, Field, after, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "meetings.schedule",
    LegalBasis.CONTRACT,
    Text("To set meetings for a time, invite people to them, and remind of them", "安排会议时间、邀请参会者并发送提醒"),
)

KEPT = timedelta(days=180)
KEPT_TEXT = Text("180 days after the last time it is held", "最后一次举行后 180 天")
WITH_MEETING = with_parent(KEPT_TEXT)
# A meeting that was set for a time has its title, its passcode and its doors from there.
HELD_FROM_IT = ("meetings.hold", "meetings.attendance", "meetings.talk", "quality.measure", "recordings.record")
A_KEY = not_personal("a random key")
ANOTHER_KEY = not_personal("a key")
# A notice that nobody read in this time is no news any more.
NOTICES_KEPT = timedelta(days=30)

declare(
    "meetings.Schedule",
    subject="host",
    fields={
        "id": A_KEY,
        "code": Field(Category.MEETING, Text("meeting link", "会议链接")),
        "number": Field(Category.MEETING, Text("meeting number", "会议号")),
        "host": Field(Category.MEETING, Text("who set it", "会议安排者")),
        "organization": ANOTHER_KEY,
        "title": Field(Category.MEETING, Text("title", "会议主题")),
        "note": Field(Category.MEETING, Text("what it is about", "会议说明")),
        "who_may_join": not_personal("one of three words"),
        "lobby": not_personal("a switch"),
        "passcode_sealed": Field(Category.MEETING, Text("passcode, encrypted", "会议密码（已加密）")),
        "personal_room": not_personal("a switch"),
        "sequence": not_personal("a count of changes"),
        "idempotency_key": not_personal("a random key made by the page"),
        "created_at": Field(Category.MEETING, Text("when it was set", "安排操作的时间")),
        "cancelled_at": Field(Category.MEETING, Text("when it was cancelled", "取消时间")),
        "over_at": Field(Category.MEETING, Text("when it is held for the last time", "最后一次举行的时间")),
    },
    purpose="meetings.schedule",
    also=HELD_FROM_IT,
    retention=after("over_at", KEPT, KEPT_TEXT),
)
declare(
    "meetings.Series",
    subject="schedule__host",
    fields={
        "id": A_KEY,
        "schedule": ANOTHER_KEY,
        "zone": Field(Category.MEETING, Text("the time zone it is set in", "会议所用时区")),
        "start": Field(Category.MEETING, Text("when it begins", "开始时间")),
        "minutes": Field(Category.MEETING, Text("how long it lasts", "时长")),
        "rule": Field(Category.MEETING, Text("how it comes again", "重复规则")),
        "last_start": Field(Category.MEETING, Text("when it comes for the last time", "最后一次的时间")),
        "ends_before": Field(Category.MEETING, Text("from when other times hold", "改用其他时间的起点")),
        "cancelled_from": Field(Category.MEETING, Text("from when it is cancelled", "取消的起点")),
        "first_at": not_personal("worked out from its start"),
        "last_at": not_personal("worked out from its end"),
    },
    purpose="meetings.schedule",
    also=("meetings.hold", "meetings.attendance"),
    retention=WITH_MEETING,
)
declare(
    "meetings.Change",
    subject="series__schedule__host",
    fields={
        "id": A_KEY,
        "series": ANOTHER_KEY,
        "occurrence": Field(Category.MEETING, Text("the time that was changed", "被更改的时间")),
        "start": Field(Category.MEETING, Text("the time it was moved to", "更改后的时间")),
        "minutes": Field(Category.MEETING, Text("how long it lasts then", "更改后的时长")),
        "cancelled": not_personal("a switch"),
    },
    purpose="meetings.schedule",
    also=("meetings.hold", "meetings.attendance"),
    retention=WITH_MEETING,
)
declare(
    "meetings.Invitee",
    subject="person",
    fields={
        "id": A_KEY,
        "schedule": ANOTHER_KEY,
        "person": Field(Category.MEETING, Text("that you are invited", "您受到邀请")),
        "group": ANOTHER_KEY,
        "department": ANOTHER_KEY,
        "organization": ANOTHER_KEY,
        "phone": Field(Category.CONTACT, Text("phone number a host invited", "主持人邀请的手机号码")),
        "mail": Field(Category.CONTACT, Text("mail address a host invited", "主持人邀请的邮箱地址")),
    },
    purpose="meetings.schedule",
    also=("meetings.hold",),
    retention=WITH_MEETING,
)
declare(
    "meetings.Answer",
    subject="person",
    fields={
        "id": A_KEY,
        "schedule": ANOTHER_KEY,
        "person": Field(Category.MEETING, Text("who answered", "回复者")),
        "invitee": ANOTHER_KEY,
        "word": Field(Category.MEETING, Text("whether you come", "您是否参加")),
        "at": Field(Category.MEETING, Text("when you answered", "回复时间")),
    },
    purpose="meetings.schedule",
    retention=WITH_MEETING,
)
declare(
    "meetings.CalendarFeed",
    subject="person",
    fields={
        "person": Field(Category.MEETING, Text("your account", "您的账号")),
        "token_hash": not_personal("a hash of a random secret"),
        "created_at": Field(Category.MEETING, Text("when you made your calendar's address", "创建日历地址的时间")),
    },
    purpose="meetings.schedule",
    retention=with_parent(Text("Until you remove the address", "直至您删除该地址")),
)
declare(
    "meetings.ReminderChoice",
    subject="person",
    fields={
        "person": Field(Category.MEETING, Text("your account", "您的账号")),
        "minutes": Field(Category.PREFERENCES, Text("how long before you are reminded", "提前提醒的时间")),
        "in_app": Field(Category.PREFERENCES, Text("whether Egret reminds you", "是否在 Egret 中提醒")),
        "by_sms": Field(Category.PREFERENCES, Text("whether a message reminds you", "是否以短信提醒")),
    },
    purpose="meetings.schedule",
    retention=with_parent(Text("Until you delete your account", "直至您注销账号")),
)
declare(
    "meetings.Notice",
    subject="person",
    fields={
        "id": A_KEY,
        "key": not_personal("a hash of the notice's own keys"),
        "schedule": ANOTHER_KEY,
        "person": Field(Category.MEETING, Text("whom it told", "通知对象")),
        "invitee": ANOTHER_KEY,
        "kind": not_personal("one of five words"),
        "channel": not_personal("one of three words"),
        "address": Field(
            Category.CONTACT,
            Text(
                "number or mail address of a guest taken off a list, until they are told",
                "被移出邀请名单的访客的手机号码或邮箱地址（告知后即删除）",
            ),
        ),
        "title": Field(Category.MEETING, Text("title of a meeting you were taken off", "您被移出的会议的主题")),
        "about_at": Field(Category.MEETING, Text("the time it was about", "通知所涉时间")),
        "sequence": not_personal("a count"),
        "state": not_personal("one of four words"),
        "created_at": Field(Category.MEETING, Text("when you were told", "通知时间")),
        "read_at": Field(Category.MEETING, Text("when you read it", "阅读时间")),
    },
    purpose="meetings.schedule",
    retention=after("created_at", NOTICES_KEPT, Text("30 days", "30 天")),
)
