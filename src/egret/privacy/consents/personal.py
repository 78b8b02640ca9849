"""What the ledger stores about people, and the one purpose of ours that asks."""

from __future__ import annotations

from datetime import date

from egret.kernel import purpose
from egret.kernel.assessments import assess
from egret.kernel.personal import Category, Field, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

PURPOSE = "privacy.consents"
purpose.register(
    PURPOSE,
    LegalBasis.LEGAL_OBLIGATION,
    Text("To prove what you agreed to and what you were told", "证明您同意的事项以及您已被告知的事项"),
)
assess(
    PURPOSE,
    original="",
    why="The law asks for the proof itself (GDPR Art. 7(1), PIPL Art. 14); nothing else is done with it.",
    on=date(2026, 11, 30),
)

MESSAGES = "privacy.messages"
purpose.register(
    MESSAGES,
    LegalBasis.CONSENT,
    Text(
        "To send you a text message when your request is answered, or this policy changes",
        "在您的请求得到答复或本政策变更时，以短信通知您",
    ),
)
assess(
    MESSAGES,
    original="",
    why="Nobody needs it to use Egret: it is off until a person switches it on, and uses the number they signed up by.",
    on=date(2026, 11, 30),
)

declare(
    "privacy_consents.LedgerEntry",
    subject="person",
    fields={
        "id": not_personal("a count"),
        "person": not_personal("a key"),
        "kind": Field(
            Category.CONSENT, Text("that you agreed, took it back, or were told", "您同意、撤回或已被告知的记录")
        ),
        "purpose": Field(Category.CONSENT, Text("what for", "所针对的目的")),
        "policy_version": Field(Category.CONSENT, Text("which version of this policy", "对应的政策版本")),
        "language": Field(Category.CONSENT, Text("the language you read it in", "您阅读时的语言")),
        "manner": Field(Category.CONSENT, Text("how you said it", "您表示的方式")),
        "at": Field(Category.CONSENT, Text("when", "时间")),
    },
    purpose=PURPOSE,
    also=(MESSAGES,),
    retention=with_parent(Text("As long as you have an account", "账号存续期间")),
)
