"""The policy's section on what is collected, and why."""

from __future__ import annotations

from egret.kernel.text import Text
from egret.privacy.policy.parts import Paragraph, Section

WHAT = Section(
    "what",
    Text("What is collected, and why", "收集哪些信息及原因"),
    (
        Paragraph(
            ("C09", "C22"),
            Text(
                "The table below is made from the program itself: a kind of information that is not in it cannot "
                "be stored, because the program would refuse to start. Each kind has a purpose and a legal basis.",
                "下表由程序自动生成：未列入其中的信息无法被存储，否则程序将拒绝启动。每类信息都有其目的和法律依据。",
            ),
        ),
        Paragraph(
            ("C23", "C53"),
            Text(
                "Each part of the program says what it runs for, and reaches that purpose's data alone. A door in "
                "front of the database refuses everything else, and whatever nobody registered.",
                "程序的每个部分均须声明其目的，且只能访问该目的所需的信息。数据库之前的关卡会拒绝其他访问及未登记的处理。",
            ),
        ),
        Paragraph(
            ("C52",),
            Text(
                "Whoever runs this installation sees your account inside a case only: it names you and a reason, "
                "ends within a working day, and is written down. In it only your data can be read.",
                "运营者仅可在案件中查看您的账号：案件须指明您和理由，一个工作日内结束，并留有记录；其间只能读取您的信息。",
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
                "In a meeting, the others see the nickname you choose for it, and see and hear what you switch on. "
                "What is written in its chat goes to those present and is stored nowhere. Polls are kept with the "
                "meeting; of an anonymous one nobody can find out who chose what, the operator neither.",
                "在会议中，其他人会看到您为该会议选择的昵称，以及您开启的画面和声音。聊天内容仅发送给在场者，不作存储。"
                "投票随会议保存；匿名投票中，任何人（包括运营者）都无法得知谁选择了什么。",
            ),
        ),
        Paragraph(
            ("F09",),
            Text(
                "You choose in your browser which screen, window or tab you share, and whether its sound goes with "
                "it. It goes to those present until you stop, and is stored only where the meeting is recorded. Where "
                "the host lets hosts alone share, the media engine refuses everybody else's.",
                "您在浏览器中选择要共享的屏幕、窗口或标签页，以及是否共享其声音。共享内容仅发送给在场者，直至您停止；"
                "只有在会议被录制时才会存储。如主持人仅允许主持者共享，媒体引擎会拒绝其他人的共享。",
            ),
        ),
        Paragraph(
            ("F11",),
            Text(
                "The media engine reports when you join and leave. The host of the meeting and the co-hosts the host "
                "appointed can read these times, and you your own.",
                "媒体引擎会报告您加入和离开的时间。会议主持人及其指定的联席主持人可查看这些时间，您可查看自己的。",
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
            ("F10", "C18", "C28"),
            Text(
                "When a host records, you are told before anything of yours is stored, and may stay out of it. "
                "What you send is kept under a key of your own, apart from what the others send: your voice, your "
                "picture and your screen, from when to when, and which meeting. The host and the people in it can "
                "play the film made of it; of an organisation's meeting, its members alone, and you your own part. "
                "It goes after 180 days, when the host deletes it, and your part of it with your account. A copy "
                "that the host saved in a drive stays until it is deleted there, and loses your part in the same "
                "way. You find the recordings you are in in your list.",
                "主持人录制会议时，在存储您的任何内容之前会先告知您，您可以选择不被录制。您发送的内容以您自己的密钥"
                "加密，与其他人的内容分开保存：您的声音、画面和屏幕，起止时间，以及所属会议。主持人和被录制者可播放"
                "由此生成的影片；组织会议的影片仅供其成员播放，您可获取自己的部分。录制在 180 天后、主持人删除时"
                "删除；您的部分随账号一同删除。主持人保存到云盘的副本会保留至在云盘中被删除，您的部分同样会从中"
                "移除。有您出现的录制可在您的列表中找到。",
            ),
        ),
        Paragraph(
            ("C19", "F15"),
            Text(
                "In a call your page measures how well it arrives: bit rates, loss, jitter, round trip, freezes, "
                "the size and format of your picture. The list is closed: anything else is dropped and counted. "
                "Your address on the network and your software are neither logged nor stored.",
                "通话时，您的页面会测量通话质量：码率、丢包率、抖动、往返时延、卡顿次数，以及您的画面尺寸和编码格式。"
                "该清单是封闭的：其他内容一律丢弃，仅计数。您的网络地址和所用软件既不记入日志，也不作存储。",
            ),
        ),
        Paragraph(
            ("C31", "C33"),
            Text(
                "We rest this on the legitimate interest in calls that work; the page shows how we weighed it. At "
                "most one measurement is taken in ten seconds. Host and co-hosts see everybody's, you see your own. "
                "You can object in the call or in your settings: from then on nothing of you is measured, what was "
                "measured is deleted, and your calls stay the same.",
                "其依据是保障通话正常运行的正当利益，页面会说明我们如何权衡。至多每十秒测量一次；主持人和联席主持人可看到所有人的"
                "数据，您可看到自己的。您可在通话中或设置中提出反对：自此不再测量，已测量的数据即刻删除，您的通话不受"
                "影响。",
            ),
        ),
    ),
)
