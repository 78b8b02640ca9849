"""The closed lists: why a request may take longer, and why it may be refused. Whoever gives neither does neither."""

from __future__ import annotations

from egret.kernel.text import Text

EXTENSION: dict[str, Text] = {
    "complex": Text("It is complex: the data is in many places.", "情况复杂：信息分布在多处。"),
    "many": Text("You asked for several things at once.", "您同时提出了多项请求。"),
    "others": Text("It concerns other people, whose rights have to be weighed.", "涉及他人，需权衡其权利。"),
    "third_party": Text("Somebody who works for us has to answer first.", "需等待受托方先行答复。"),
}

REFUSAL: dict[str, Text] = {
    "unfounded": Text("It does not concern data about you.", "所请求的并非您的个人信息。"),
    "repetitive": Text("It was answered already, and nothing has changed since.", "此前已答复，且情况未变。"),
    "excessive": Text("It asks for far more than the right it names gives.", "所请求的范围远超该项权利。"),
    "law": Text("A law obliges us to keep or to withhold it.", "法律要求我们保存或不予提供。"),
    "others_rights": Text("It would take away the rights of other people.", "会损害他人的权利。"),
    "claims": Text("It is needed for a legal claim that is pending.", "为正在进行的法律程序所必需。"),
}

HOW_TO_COMPLAIN = Text(
    "You can complain about this: here, as a request of the kind “complaint”, and at the authority that protects data "
    "where you live. Both cost nothing.",
    "您可以对此提出投诉：在此提交“投诉”类请求，或向您所在地的个人信息保护主管机关投诉，均不收取任何费用。",
)
