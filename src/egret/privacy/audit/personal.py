"""The log names people by pseudonyms that die with their key."""

from __future__ import annotations

from datetime import date

from egret.kernel import purpose
from egret.kernel.assessments import assess
from egret.kernel.personal import Category, Field, declare, excuse, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

PURPOSE = "audit.keep"
purpose.register(
    PURPOSE,
    LegalBasis.LEGAL_OBLIGATION,
    Text("To be able to prove who did what with your data", "证明谁对您的数据做了什么"),
)
assess(
    PURPOSE,
    original="",
    why="Required to show that data was handled rightly (GDPR Art. 5(2), PIPL Art. 54); names are pseudonyms.",
    on=date(2026, 11, 30),
)

declare(
    "privacy_audit.Entry",
    subject=None,
    fields={
        "id": not_personal("a number"),
        "number": not_personal("a place in the tree"),
        "at": Field(
            Category.TECHNICAL, Text("when somebody used your data or changed it", "他人使用或更改您数据的时间")
        ),
        "act": Field(Category.TECHNICAL, Text("what they did", "所做的操作")),
        "actor": Field(Category.TECHNICAL, Text("who did it, by a pseudonym", "操作者（化名）")),
        "subject": Field(Category.TECHNICAL, Text("that it was your data, by a pseudonym", "数据所属者（化名）")),
        "about": not_personal("a random key"),
        "salt": not_personal("a random key"),
        "leaf": not_personal("a hash that is salted"),
    },
    purpose=PURPOSE,
    retention=with_parent(
        Text("3 years; who it was can be told only as long as there is the account", "3 年；仅在账号存续期间可识别身份")
    ),
)
excuse("privacy_audit.Tree", "how large the log is, and hashes of it")
excuse("privacy_audit.Node", "hashes of the log")
