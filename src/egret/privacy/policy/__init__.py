"""The policy's sentences in both languages, anchored by clause. It says only what this version of Egret does.

Changing a sentence, or what is declared, means a new VERSION (the date) and `egret manage policy_record`: start-up
stops otherwise. What changed decides whether people are told, or asked again (`versions/differences.py`).
"""

from __future__ import annotations

from egret.kernel.text import Text
from egret.privacy.policy.keeping import KEEPING
from egret.privacy.policy.parts import Paragraph, Section
from egret.privacy.policy.rights import RIGHTS
from egret.privacy.policy.summary import SUMMARY
from egret.privacy.policy.what import WHAT

__all__ = ["SECTIONS", "SUMMARY", "VERSION", "Paragraph", "Section"]

VERSION = "2026-12-01"

SECTIONS: tuple[Section, ...] = (
    Section(
        "who",
        Text("Who is responsible", "谁对您的信息负责"),
        (
            Paragraph(
                ("C07",),
                Text(
                    "Whoever runs this installation of Egret is responsible for your data here, and is the one to ask: "
                    "the contact below is tried at least once a year. They can also delete your account. Egret's "
                    "makers receive none of your data.",
                    "运行本 Egret 系统的个人或机构对您在此处的信息负责，如有疑问或需注销账号，请与其联系；下方联系"
                    "方式每年至少验证一次。Egret 的开发者不会收到任何信息。",
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
    WHAT,
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
                    "when. Whoever manages the file sees it, for 180 days. The same is written down of who plays, "
                    "downloads or saves a recording; its host sees it as long as there is the recording.",
                    "每次有人打开或下载文件，都会记录打开者（或所用链接）及时间；文件的管理者可在 180 天内查看。播放、"
                    "下载或保存录制同样会被记录；录制存在期间，其主持人可查看。",
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
    KEEPING,
    Section(
        "deletion",
        Text("Deleting your account", "注销账号"),
        (
            Paragraph(
                ("C72",),
                Text(
                    "You can delete your account yourself. Before you decide, the page shows how much goes and what "
                    "stays by which rule. Nothing happens for seven days, in which one click keeps the account; or you "
                    "choose to delete at once.",
                    "您可以自行注销账号。决定之前，页面会显示将删除的数量以及依规则保留的内容。七天内不会发生任何变化，"
                    "一键即可保留账号；您也可以选择立即注销。",
                ),
            ),
            Paragraph(
                ("C69",),
                Text(
                    "Then every entry about you is deleted, and the key that your files were encrypted with. What "
                    "belongs to others stays without your name: files in an organisation's space, other people's "
                    "meetings and recordings. You get a signed certificate that names nobody and lists what went and "
                    "what stayed.",
                    "届时与您有关的每条记录都会删除，加密您文件的密钥也会销毁。属于他人的内容会保留但不再含有您的姓名："
                    "组织空间中的文件、他人的会议和录制。您会得到一份签名证明，不含任何姓名，列明删除和保留的内容。",
                ),
            ),
            Paragraph(
                ("C43",),
                Text(
                    "Every company that got something of you from us is told to delete it too, and we keep track of "
                    "its answer.",
                    "从我们处获得过您信息的每家公司都会收到同样的删除通知，我们会跟踪其答复。",
                ),
            ),
            Paragraph(
                ("C51",),
                Text(
                    "Older backups hold your entries until they expire, but none of the keys to your files after seven "
                    "days. When one is restored, everybody who was deleted since is deleted again before anything is "
                    "served from it; a list outside the database, which names nobody, sees to that.",
                    "旧备份在到期前仍含有您的记录，但七天后不再含有您文件的密钥。恢复旧备份时，会先再次删除此后已注销的所有人，"
                    "然后才提供服务；由数据库之外一份不含姓名的日志保证。",
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
            Paragraph(
                ("C35",),
                Text(
                    "When you switch one off in a meeting, or withdraw the permission in your browser, nothing more of "
                    "it leaves your machine.",
                    "在会议中关闭其中任一，或在浏览器中撤销权限后，不会再有任何相关内容离开您的设备。",
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
    RIGHTS,
    Section(
        "changes",
        Text("Changes", "变更"),
        (
            Paragraph(
                ("C82", "F21"),
                Text(
                    "The date of this policy is bound to its text: a changed word with an old date does not start. "
                    "Earlier versions, and what changed between them, stay readable.",
                    "本政策的日期与其文本绑定：文字变更而日期未更新时，系统无法启动。历史版本及其差异均可查阅。",
                ),
            ),
            Paragraph(
                ("C80",),
                Text(
                    "When it changes, you are told on your pages, and it is written down that you were. Where more is "
                    "done with data than you accepted, you are asked to accept it; whoever signs in, or joins as a "
                    "guest, accepts the one in force.",
                    "本政策变更时，会在页面上告知您并留下记录。如信息处理超出您已接受的范围，会请您重新接受；登录或以访客"
                    "身份加入者接受现行版本。",
                ),
            ),
            Paragraph(
                ("C81",),
                Text(
                    "That you went on using Egret after you were told is written down as just that. It never counts as "
                    "consent.",
                    "您在被告知后继续使用，仅如实记录为继续使用，绝不视为同意。",
                ),
            ),
            Paragraph(
                ("C36",),
                Text(
                    "A new purpose is compared in writing with what you were told at first, before it can be used.",
                    "新的目的在启用之前，须与最初告知您的目的作出书面比较评估。",
                ),
            ),
            Paragraph(
                ("C79",),
                Text(
                    "The policy is reviewed at least once a year; when that is late, whoever runs the installation is "
                    "alarmed.",
                    "本政策每年至少审查一次；逾期会向系统管理者发出警报。",
                ),
            ),
        ),
    ),
)
