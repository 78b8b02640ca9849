"""What the media engine is sent about people. It stores nothing: its rooms live in its memory."""

from __future__ import annotations

from django.conf import settings

from egret.kernel import egress, purpose
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "media.calls",
    LegalBasis.CONTRACT,
    Text("To carry your voice and picture to the others in a meeting", "在会议中将您的声音和画面传送给其他参会者"),
)

egress.register(
    settings.EGRET_ENGINE_URL,
    processor="media engine",
    purpose="media.calls",
    payload=("meetings.Participant.id", "meetings.Participant.nickname"),
    named=Text("Media engine", "媒体引擎"),
    sends=Text("Your voice, your picture and your nickname in a meeting", "您在会议中的声音、画面和昵称"),
)
