"""The policy's sentences in both languages, anchored by clause. It says only what this version of Egret does.

Changing a sentence means a new VERSION (the date) and asks everyone to accept it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from egret.kernel.text import Text

VERSION = "2026-11-23"


@dataclass(frozen=True)
class Paragraph:
    clauses: tuple[str, ...]
    text: Text


@dataclass(frozen=True)
class Section:
    id: str
    title: Text
    paragraphs: tuple[Paragraph, ...]


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
            "Voice and picture pass through and are not stored: nothing is recorded.",
            "声音和画面只经传送，不作存储；没有任何录制。",
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
            "No telemetry, no tracking, nothing sent to any other company.",
            "没有遥测，没有跟踪，不向任何其他公司发送信息。",
        ),
    ),
)

SECTIONS: tuple[Section, ...] = (
    Section(
        "who",
        Text("Who is responsible", "谁对您的信息负责"),
        (
            Paragraph(
                ("C07",),
                Text(
                    "Whoever runs this installation of Egret is responsible for your data here, and is the one to ask. "
                    "They can also delete your account. Egret's makers receive none of your data.",
                    "运行本 Egret 系统的个人或机构对您在此处的信息负责，如有疑问或需注销账号，请与其联系。"
                    "Egret 的开发者不会收到任何信息。",
                ),
            ),
            Paragraph(
                ("C02",),
                Text(
                    "Egret is for people of 14 and older. When you sign up we ask for your date of birth, compare it "
                    "with today, and do not store it. If you are younger, your phone number is deleted at once.",
                    "Egret 仅供年满 14 周岁的人士使用。注册时我们会询问您的出生日期，与当天日期比较后不作存储。"
                    "如未达到年龄，您的手机号码会立即删除。",
                ),
            ),
            Paragraph(
                ("C05",),
                Text(
                    "You read and accept this policy before anything about you is stored. If you stop before that, "
                    "nothing is left behind.",
                    "在存储任何与您有关的信息之前，您会先阅读并接受本政策。如在此之前停止，不会留下任何信息。",
                ),
            ),
        ),
    ),
    Section(
        "what",
        Text("What is collected, and why", "收集哪些信息及原因"),
        (
            Paragraph(
                ("C09", "C22"),
                Text(
                    "The table below is made from the program itself: a kind of information that is not in it cannot "
                    "be stored, because the program would refuse to start. Each kind has a purpose and a legal basis.",
                    "下表由程序自动生成：未列入其中的信息无法被存储，否则程序将拒绝启动。"
                    "每类信息都有其目的和法律依据。",
                ),
            ),
            Paragraph(
                ("F01", "C24"),
                Text(
                    "To sign up and in you give a phone number. We send it a code; it works once, for ten minutes.",
                    "注册和登录时，您提供手机号码，我们向其发送验证码；验证码仅可使用一次，有效期十分钟。",
                ),
            ),
            Paragraph(
                ("F08",),
                Text(
                    "In a meeting, the others see the nickname you choose for it, and see and hear what you switch on.",
                    "在会议中，其他人会看到您为该会议选择的昵称，以及您开启的画面和声音。",
                ),
            ),
            Paragraph(
                ("F11",),
                Text(
                    "The media engine reports when you join and leave. The host of the meeting can read these times.",
                    "媒体引擎会报告您加入和离开的时间，会议主持人可查看这些时间。",
                ),
            ),
            Paragraph(
                ("C29",),
                Text(
                    "Voice and picture go through the media engine of this installation to the others in the meeting "
                    "and are kept nowhere.",
                    "声音和画面经本系统的媒体引擎传送给其他参会者，不在任何地方保存。",
                ),
            ),
            Paragraph(
                ("C19",),
                Text(
                    "No technical information is collected automatically: there is no telemetry, and your address on "
                    "the network is neither logged nor stored.",
                    "不会自动收集任何技术信息：没有遥测，您的网络地址既不记入日志，也不作存储。",
                ),
            ),
        ),
    ),
    Section(
        "devices",
        Text("Camera and microphone", "摄像头和麦克风"),
        (
            Paragraph(
                ("F16", "C34"),
                Text(
                    "Your browser asks you for the camera and the microphone only when you switch them on. You can "
                    "join with either or both off, and switch them off at any time.",
                    "只有当您开启摄像头或麦克风时，浏览器才会请求权限。您可以在其中任一或全部关闭时加入会议，"
                    "并可随时关闭。",
                ),
            ),
        ),
    ),
    Section(
        "storage",
        Text("What is kept in your browser", "在您浏览器中保存的内容"),
        (
            Paragraph(
                (),
                Text(
                    "The second table lists every cookie and every other entry. None of them follows you elsewhere.",
                    "第二张表列出了所有 Cookie 及其他条目，均不会跟踪您在其他网站的活动。",
                ),
            ),
        ),
    ),
    Section(
        "changes",
        Text("Changes", "变更"),
        (
            Paragraph(
                (),
                Text(
                    "When this policy changes, its date changes, and you are asked to accept it before you sign in or "
                    "join as a guest again.",
                    "本政策如有变更，其日期随之更新，您再次登录或以访客身份加入会议前，会请您重新接受。",
                ),
            ),
        ),
    ),
)
