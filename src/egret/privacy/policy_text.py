"""The policy's sentences in both languages, anchored by clause. It says only what this version of Egret does.

Changing a sentence means a new VERSION (the date) and asks everyone to accept it again.
"""

from __future__ import annotations

from dataclasses import dataclass

from egret.kernel.text import Text

VERSION = "2026-11-24"


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
            "No telemetry and no tracking. Nothing is sent to another company, but for what you choose yourself: a "
            "code by SMS, or signing in with WeChat or with your organisation.",
            "没有遥测，没有跟踪。除您自行选择的短信验证码、微信登录或组织登录外，不向任何其他公司发送信息。",
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
                ("C06", "C01", "F18"),
                Text(
                    "What you do for yourself is answered for by whoever runs this installation. What you do in an "
                    "organisation is answered for by that organisation, and its named contact is the one to ask. Every "
                    "account, meeting and file has exactly one of them, and each page says which.",
                    "您的个人使用由本系统的运营者负责；您在组织中的使用由该组织负责，请联系其指定联系人。每个账号、会议和"
                    "文件都恰有一个负责方，每个页面都会标明。",
                ),
            ),
            Paragraph(
                ("F05", "C15"),
                Text(
                    "You can create or join organisations, and be in several. Their members see each other's name, "
                    "picture and department; nobody outside learns even that an organisation is here.",
                    "您可以创建或加入组织，也可以同时属于多个组织。成员之间可看到彼此的姓名、头像和部门；外部人员甚至无法"
                    "得知该组织是否存在。",
                ),
            ),
            Paragraph(
                ("C02",),
                Text(
                    "Egret is for people of 14 and older; where the law of your phone number's country sets a higher "
                    "age, that age counts. When you sign up we ask for your date of birth, compare it with today, and "
                    "do not store it. If you are younger, your phone number is deleted at once.",
                    "Egret 仅供年满 14 周岁的人士使用；如您手机号码所属国家的法律规定了更高年龄，以该年龄为准。"
                    "注册时我们会询问您的出生日期，与当天日期比较后不作存储。如未达到年龄，您的手机号码会立即删除。",
                ),
            ),
            Paragraph(
                ("C03",),
                Text(
                    "Anyone can report that an account belongs to a child. That opens a case with a deadline of three "
                    "days; when it is upheld, the account is deleted.",
                    "任何人都可以举报某个账号属于未成年人。举报会立案并在三天内处理；核实后删除该账号。",
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
                ("F02", "C25"),
                Text(
                    "Where the operator has set it up, you can sign in with WeChat. Of all that WeChat answers only "
                    "your UID is kept.",
                    "如运营者已启用，您可以使用微信登录。在微信返回的所有信息中，仅保留您的 UID。",
                ),
            ),
            Paragraph(
                ("C59",),
                Text(
                    "A password is optional. It needs ten characters and must not be one that has leaked or is common; "
                    "it is stored as a hash that nobody can read.",
                    "密码为可选项，至少十个字符，且不得是已泄露或常见的密码；仅存储无法读取的哈希值。",
                ),
            ),
            Paragraph(
                ("F04", "C14"),
                Text(
                    "You can add a second factor: an authenticator app, a passkey, recovery codes. What proves you "
                    "each time is deleted as soon as there is a result. We never ask for documents.",
                    "您可以添加二次验证：验证器应用、通行密钥、恢复代码。每次验证所用的凭证在得出结果后立即删除。我们从不"
                    "要求提供证件。",
                ),
            ),
            Paragraph(
                ("F03", "C26", "C11"),
                Text(
                    "A name, a description and a picture are optional. Each can be removed at any time and is then "
                    "gone from every store; everything else works without them.",
                    "姓名、简介和头像均为可选，可随时移除，移除后即从所有存储中删除；没有它们，其他功能均可正常使用。",
                ),
            ),
            Paragraph(
                ("C27",),
                Text(
                    "Your time zone is neither asked for nor stored before you schedule your first meeting. The zone "
                    "of that meeting is then kept as yours; you can remove it in your settings.",
                    "在您首次安排会议之前，不会询问或存储您的时区。首次安排会议时所选时区会保存为您的时区，您可在设置中"
                    "移除。",
                ),
            ),
            Paragraph(
                ("C13", "C21"),
                Text(
                    "When an organisation enters your data, it must say where it has them from. At your next sign-in "
                    "you are told who entered what, and from which source, and you join or decline.",
                    "组织录入您的信息时，必须说明来源。您下次登录时会被告知由谁录入、录入了什么、来自何处，并由您选择加入"
                    "或拒绝。",
                ),
            ),
            Paragraph(
                ("C12",),
                Text(
                    "Each form asks for what its purpose needs and no more; a request that carries anything else is "
                    "refused.",
                    "每个表单只收集其目的所需的信息；携带其他内容的请求会被拒绝。",
                ),
            ),
            Paragraph(
                ("F07",),
                Text(
                    "When you schedule a meeting, its title, times and time zone are kept, and whom you invite. Those "
                    "you invite see them and who invited them; numbers and mail addresses of guests serve to send the "
                    "invitation and are seen by you alone. Reminders by message are off until you switch them on.",
                    "您安排会议时，我们会保存主题、时间、时区及您邀请的人。受邀者可看到这些信息及邀请人；访客的号码和邮箱"
                    "地址仅用于发送邀请，且仅您可见。短信提醒默认关闭，由您自行开启。",
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
                ("C17", "C51"),
                Text(
                    "What you store is encrypted before it is written, with a key that belongs to you or to your "
                    "organisation, and every stored object has such an owner. Changed bytes are noticed and not "
                    "given out.",
                    "您存储的内容在写入之前即用属于您或您所在组织的密钥加密，每个存储的对象都有这样的所有者。被改动的"
                    "数据会被发现，不会被提供。",
                ),
            ),
            Paragraph(
                ("C29",),
                Text(
                    "Voice and picture go through the media engine of this installation to the others in the meeting "
                    "and are kept nowhere while nobody records.",
                    "声音和画面经本系统的媒体引擎传送给其他参会者；在无人录制时，不在任何地方保存。",
                ),
            ),
            Paragraph(
                ("F10", "C28"),
                Text(
                    "When a host records, what you send is kept under a key of your own, apart from what the others "
                    "send: your voice, your picture and your screen, from when to when, and which meeting. The host "
                    "and the people in it can play the film made of it. It goes after 180 days, when the host deletes "
                    "it, and your part of it with your account.",
                    "主持人录制会议时，您发送的内容以您自己的密钥加密，与其他人的内容分开保存：您的声音、画面和屏幕，起止"
                    "时间，以及所属会议。主持人和被录制者可播放由此生成的影片。录制在 180 天后、主持人删除时删除；"
                    "您的部分随账号一同删除。",
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
        "files",
        Text("Your files", "您的文件"),
        (
            Paragraph(
                ("F12",),
                Text(
                    "Files you upload are kept with their earlier versions until you delete them. They are opened by "
                    "you and by whom you share them with, as long as you share them; in an organisation's space, by "
                    "its members, and outside of it only as its rule allows.",
                    "您上传的文件及其早期版本会保存至您删除为止。只有您和您的共享对象可在共享期间打开；组织空间中的文件"
                    "由其成员打开，对外共享须符合该组织的规则。",
                ),
            ),
            Paragraph(
                ("C30",),
                Text(
                    "Each time somebody opens or downloads a file, that is written down: who, or by which link, and "
                    "when. Whoever manages the file sees it, for 180 days.",
                    "每次有人打开或下载文件，都会记录打开者（或所用链接）及时间；文件的管理者可在 180 天内查看。",
                ),
            ),
            Paragraph(
                ("C56",),
                Text(
                    "You can download everything in your own space at any time as one file: each version, what is in "
                    "the trash, and a list with a check sum of each. Any program that opens ZIP files opens it, and "
                    "Egret restores it.",
                    "您可随时将个人空间的全部内容下载为一个文件：包括每个版本、回收站中的内容以及带校验和的清单。"
                    "任何支持 ZIP 的程序都能打开它，Egret 也能将其恢复。",
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
                ("C20", "F17"),
                Text(
                    "The second table lists every cookie and every other entry. None of them follows you elsewhere.",
                    "第二张表列出了所有 Cookie 及其他条目，均不会跟踪您在其他网站的活动。",
                ),
            ),
            Paragraph(
                ("C38", "F17"),
                Text(
                    "Optional entries are off until you allow them, and everything works without them. A browser that "
                    "sends Global Privacy Control has refused them.",
                    "可选条目默认关闭，未经您允许不会启用；没有它们，一切功能均可正常使用。发送“全球隐私控制”信号的浏览"
                    "器视为已拒绝。",
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
