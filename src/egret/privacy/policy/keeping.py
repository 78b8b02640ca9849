"""The policy on how long things are kept, and on what is written down of who used them."""

from __future__ import annotations

from egret.kernel.text import Text
from egret.privacy.policy.parts import Paragraph, Section

KEEPING = Section(
    "keeping",
    Text("How long it is kept, and what is written down", "保存期限与操作记录"),
    (
        Paragraph(
            ("C61",),
            Text(
                "Everything about you has a period, named in the first table, and is deleted within minutes of its "
                "end. If something could not be deleted, that is an alarm and shown with this sentence.",
                "与您有关的每项信息都有保存期限（见第一张表），到期后数分钟内删除。如有未能删除的内容，将发出警报并"
                "在此条款处显示。",
            ),
        ),
        Paragraph(
            ("C64", "C65"),
            Text(
                "A period begins when the purpose is over: a meeting ended, a request was answered. It begins as "
                "well when the purpose has come to nothing, such as a sign-in that you did not go on with.",
                "目的达成时开始计算期限，例如会议结束、申请得到答复；目的落空时同样开始计算，例如您中途放弃的登录。",
            ),
        ),
        Paragraph(
            ("C62",),
            Text(
                "Where a law demands another period, the table names the law and its paragraph.",
                "法律要求其他期限时，表中会注明该法律及条款。",
            ),
        ),
        Paragraph(
            ("C63",),
            Text(
                "What a complaint, a court or a regulator needs is kept until that is over, even past its period. "
                "Somebody must look again within a year whether it is still needed; you are told, unless the "
                "authority forbids it.",
                "投诉、诉讼或监管机关所需的内容会保留至相关事项结束，即使期限已过。须在一年内复核是否仍有必要；除非有关"
                "机关禁止，否则会告知您。",
            ),
        ),
        Paragraph(
            ("C55",),
            Text(
                "When somebody else plays a recording you are in, opens a file of yours or changes your "
                "membership, that is written into a log. Entries are chained by hashes and signed each minute, so "
                "that a later change is found. You read what is about you, with its proof, under “Who used your "
                "data”. Contents of an entry go after 3 years.",
                "他人播放有您出现的录制、打开您的文件或更改您的成员身份时，均会写入日志。各条记录以哈希相连并每分钟"
                "签名，事后改动会被发现。您可在“谁使用了您的数据”中查看与您有关的记录及其证明。记录内容在 3 年后"
                "删除。",
            ),
        ),
        Paragraph(
            ("C66",),
            Text(
                "That log names people by pseudonyms. The link to you is destroyed with your account: what stays "
                "cannot be led back to you, by us neither.",
                "该日志以化名记录人员。注销账号时，化名与您的关联随之销毁：留存的内容无法还原到您，我们也不能。",
            ),
        ),
        Paragraph(
            ("C16",),
            Text(
                "What you search for is used to find it and kept nowhere.",
                "您的搜索内容仅用于查找，不在任何地方保存。",
            ),
        ),
    ),
)
