"""The policy's sentences on what people can ask for."""

from __future__ import annotations

from egret.kernel.text import Text
from egret.privacy.policy.parts import Paragraph, Section

RIGHTS = Section(
    "rights",
    Text("What you can ask for", "您可以提出的请求"),
    (
        Paragraph(
            ("C67",),
            Text(
                "You can see what is known about you, and order a copy of all of it at any time: pages to read, "
                "the same for programs, and your files. It is made at once, kept encrypted for seven days, and "
                "given out to you alone. What opens your account, and what protects whoever reported something, "
                "is named in it and not shown.",
                "您可查看我们掌握的关于您的信息，并随时申请全部信息的副本：包括可阅读的页面、供程序读取的数据和您的"
                "文件。副本立即生成，加密保存七天，仅提供给您本人。可用于进入您账号的信息以及用于保护举报人的信息，"
                "在副本中仅列出名称，不予显示。",
            ),
        ),
        Paragraph(
            ("C68",),
            Text(
                "What is wrong you correct yourself, where it is shown. A corrected name or number is corrected at "
                "the same moment in every place that holds a copy of it, such as meetings, directories and "
                "invitations.",
                "如有错误，您可在其显示之处自行更正。更正后的姓名或号码会同时在所有留有其副本之处更新，例如会议、"
                "通讯录和邀请。",
            ),
        ),
        Paragraph(
            ("C73",),
            Text(
                "You can take your copy to another Egret. It restores what is yours alone, and tells you of "
                "everything else that it stays in your copy. The format is written down and open.",
                "您可将副本带到其他 Egret 系统。系统会恢复仅属于您的内容，并告知其余内容保留在副本中。副本格式"
                "公开并有文档说明。",
            ),
        ),
        Paragraph(
            ("C77",),
            Text(
                "Whatever you ask about your data is answered within 15 business days of the country of whoever "
                "answers, counted by its published holidays. Under My privacy you see the day, why it is that day, "
                "and everything that happened since.",
                "您就个人信息提出的任何请求，均会在 15 个工作日内得到答复；工作日按答复方所在国家公布的节假日"
                "计算。您可在“我的隐私”中查看期限、期限的计算依据以及处理经过。",
            ),
        ),
        Paragraph(
            ("C74",),
            Text(
                "Where a law sets a shorter time, that counts: a table of rules, each with its source, gives a "
                "day, and the earliest decides.",
                "如法律规定了更短的期限，以该期限为准：每条规则均注明来源并得出一个日期，以最早者为准。",
            ),
        ),
        Paragraph(
            ("C78",),
            Text(
                "It can take longer once, for a reason you are told, and only when you are told before the day has "
                "come.",
                "期限仅可延长一次，须向您说明原因，且只能在期限届满之前告知您。",
            ),
        ),
        Paragraph(
            ("C76",),
            Text(
                "A request is refused only for one of a few reasons, and only when two people agree. You are told "
                "which, and how to complain.",
                "只有基于少数特定原因并经两人一致同意，才可拒绝请求。我们会告知您原因及投诉方式。",
            ),
        ),
        Paragraph(
            ("C75",),
            Text("None of it costs anything.", "上述一切均不收取费用。"),
        ),
        Paragraph(
            ("C08",),
            Text(
                "A complaint is a request like the others: its clock starts when it comes in, and an alarm is "
                "raised when its day is over.",
                "投诉与其他请求相同：收到即开始计时，超过期限会发出警报。",
            ),
        ),
        Paragraph(
            ("C70",),
            Text(
                "To what rests on our legitimate interest you can object: under My privacy each such purpose has a "
                "switch that stops it at once, or says what stands against that. Then whoever answers for the space "
                "weighs what you say, within the same days as any request.",
                "对基于我们正当利益的处理，您可以提出反对：在“我的隐私”中，每一项要么有立即停止的开关，要么说明不能"
                "立即停止的理由；后者由相应空间的负责方权衡您的理由，并在与其他请求相同的期限内答复。",
            ),
        ),
        Paragraph(
            ("C70",),
            Text(
                "You can have your data restricted: from that moment it is stored, and used only for what you do "
                "yourself. You are not measured in calls, other members do not find you in a directory, with whom a "
                "file is shared no longer sees what you did with it unless they manage it, and staff open no case "
                "about you but with your consent, for legal claims, to protect others or for an important public "
                "interest. My privacy says since when, and you end it there.",
                "您可以限制对您信息的处理：自该时起，信息仅予存储，并只用于您自己的操作。通话中不测量您的数据，其他"
                "成员无法在通讯录中找到您，文件的共享对象（管理者除外）不再看到您对文件的操作；除经您同意、为法律"
                "请求、为保护他人或出于重要公共利益外，工作人员不会就您立案。“我的隐私”会显示起始时间，您可在该处"
                "解除。",
            ),
        ),
        Paragraph(
            ("C71", "C37"),
            Text(
                "What rests on your consent is off until you switch it on, and the same switch takes it back. What "
                "you agreed to, and when, is kept in a list that is only ever added to.",
                "基于您同意的处理，在您开启之前均为关闭；同一个开关即可撤回。您同意的事项及时间保存在只可追加的记录中。",
            ),
        ),
    ),
)
