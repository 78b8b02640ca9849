"""The policy in a few sentences, for whoever is about to accept it."""

from __future__ import annotations

from egret.kernel.text import Text
from egret.privacy.policy.parts import Paragraph

SUMMARY: tuple[Paragraph, ...] = (
    Paragraph(
        ("C24",),
        Text(
            "An account takes your phone number and nothing else. Guests need none.",
            "注册账号只需手机号码，不收集其他信息；访客无需账号。",
        ),
    ),
    Paragraph(
        ("C29",),
        Text(
            "Voice and picture pass through and are not stored, unless the host records the meeting: you are told "
            "first, and before that nothing of yours is stored.",
            "声音和画面只经传送，不作存储；除非主持人录制会议：会先告知您，在此之前不会存储您的任何内容。",
        ),
    ),
    Paragraph(
        ("F11",),
        Text(
            "The host of a meeting sees who took part and for how long. That is deleted after 180 days.",
            "会议主持人可看到参会者及参会时长，该信息在 180 天后删除。",
        ),
    ),
    Paragraph(
        ("C19",),
        Text(
            "No tracking. In a call your page measures how well it arrives, unless you object. Nothing is sent to "
            "another company, but for what you choose yourself: a code by SMS, or signing in with WeChat or with your "
            "organisation.",
            "没有跟踪。通话时您的页面会测量通话质量，您可随时反对。除您自行选择的短信验证码、微信登录或组织登录外，"
            "不向任何其他公司发送信息。",
        ),
    ),
)
