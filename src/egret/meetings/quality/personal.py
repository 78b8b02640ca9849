"""What is measured of people in calls, and why: our legitimate interest, to which anybody may object (C31)."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import purpose
from egret.kernel.personal import Category, Field, after, declare, excuse, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

PURPOSE = "quality.measure"
purpose.register(
    PURPOSE,
    LegalBasis.LEGITIMATE_INTERESTS,
    Text("To find out why a call was bad, unless you object", "查明通话质量不佳的原因，您可随时反对"),
)

KEPT = timedelta(days=30)
KEPT_TEXT = Text("30 days, or until you object", "30 天，或直至您提出反对")
# The declared rate (C33): no more than one sample of a participant in this time. Pages send a little less often, so
# that what the network delays is not refused.
LEAST_BETWEEN = timedelta(seconds=10)
PAGES_SEND_EVERY = timedelta(seconds=12)


def _measured(en: str, zh: str) -> Field:
    return Field(Category.TECHNICAL, Text(en, zh))


declare(
    "quality.Sample",
    subject="participant__person",
    fields={
        "id": not_personal("a random key"),
        "participant": not_personal("a key"),
        "at": _measured("when your call was measured", "通话质量的测量时间"),
        "sent_kbps": _measured("bit rate you sent", "发送码率"),
        "received_kbps": _measured("bit rate you received", "接收码率"),
        "sent_lost_permille": _measured("share of what you sent that was lost", "发送丢包率"),
        "received_lost_permille": _measured("share of what was sent to you that was lost", "接收丢包率"),
        "jitter_ms": _measured("jitter", "抖动"),
        "round_trip_ms": _measured("round trip to the media engine", "与媒体引擎的往返时延"),
        "freezes": _measured("how often pictures froze", "画面卡顿次数"),
        "width": _measured("width of your picture", "您的画面宽度"),
        "height": _measured("height of your picture", "您的画面高度"),
        "codec": _measured("format of your picture", "您的画面编码格式"),
    },
    purpose=PURPOSE,
    retention=after("at", KEPT, KEPT_TEXT),
)
declare(
    "quality.Objection",
    subject="person",
    fields={
        "id": not_personal("a random key"),
        "person": Field(Category.CONSENT, Text("that you object to being measured", "您反对测量通话质量")),
        "participant": not_personal("a key"),
        "at": Field(Category.CONSENT, Text("since when", "反对的时间")),
    },
    purpose=PURPOSE,
    retention=with_parent(
        Text("until you allow it again; a guest's as long as the meeting", "直至您重新允许；访客的与会议一同删除")
    ),
)
excuse("quality.Dropped", "how many values a day, not whose and not which")
