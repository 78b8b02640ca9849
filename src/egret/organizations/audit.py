"""The record of administrative acts: written inside the transaction of the act itself."""

from __future__ import annotations

import uuid

from egret.kernel import audit as log
from egret.kernel.purpose import under
from egret.kernel.text import Language, Text
from egret.organizations.models import AdministrativeAct

# Every act has its sentence here, as it goes on after the name of who did it; `record` refuses others. An act is named
# `<subject>.<what happened>`; a list is narrowed by subject.
ACTS: dict[str, Text] = {}

# {facts} are names of departments and groups, counts, and two kinds that are told in the reader's own words:
# `person` holds a person's id, so that no name stays behind in the record; these hold one of the words below.
WORDED = {"role", "former_role", "value"}
WORDS: dict[str, Text] = {
    "owner": Text("owner", "所有者"),
    "admin": Text("administrator", "管理员"),
    "member": Text("member", "成员"),
    "guest": Text("guest", "访客"),
    "nobody": Text("nobody", "任何人均不可"),
    "admins": Text("administrators", "管理员"),
    "members": Text("all members", "全体成员"),
    "on": Text("on", "开启"),
    "off": Text("off", "关闭"),
}
SOMEBODY = Text("a former member", "已离开的成员")

# The same acts as the audit log tells them to whom they are about; {about} is the organisation.
ORGANIZATION = "organization"
ADMINISTERED = Text("administered {about}", "管理了“{about}”")
TOLD: dict[str, Text] = {
    "member.role_changed": Text("changed your role in {about}", "更改了您在“{about}”中的角色"),
    "member.moved": Text("moved you to another department of {about}", "将您调至“{about}”的另一部门"),
    "member.moved_out": Text("took you out of your department in {about}", "将您移出在“{about}”中的部门"),
    "member.renamed": Text("changed your name in {about}", "更改了您在“{about}”中的姓名"),
    "member.removed": Text("removed you from {about}", "将您移出“{about}”"),
    "member.handed_over": Text("handed ownership of {about} over to you", "将“{about}”的所有权转交给您"),
    "member.suspended": Text("suspended you in {about}, as its directory says", "按目录停用了您在“{about}”的成员身份"),
    "member.restored": Text(
        "let you in again to {about}, as its directory says", "按目录恢复了您在“{about}”的成员身份"
    ),
    "request.accepted": Text("let you into {about}", "同意您加入“{about}”"),
    "group.member_added": Text("added you to a group of {about}", "将您加入“{about}”的一个群组"),
    "group.member_removed": Text("took you out of a group of {about}", "将您移出“{about}”的一个群组"),
    "department.head_appointed": Text("made you head of a department of {about}", "任命您为“{about}”某部门负责人"),
    "department.head_dismissed": Text("ended your being head in {about}", "免去您在“{about}”的部门负责人"),
    "scim.member_entered": Text("entered you in {about}, as its directory says", "按目录将您录入“{about}”"),
    "scim.member_removed": Text("removed you from {about}, as its directory says", "按目录将您移出“{about}”"),
}


def act(name: str, text: Text) -> str:
    """Declare an act and its sentence. Raises ValueError on a second one of that name."""
    if name in ACTS:
        raise ValueError(f"act {name} is declared twice")
    ACTS[name] = text
    log.act(_logged(name), TOLD.get(name, ADMINISTERED), about=ORGANIZATION)
    return name


def _logged(name: str) -> str:
    return f"organizations.{name}"


@under("organizations.administer")
def record(organization_id: uuid.UUID, actor_id: uuid.UUID | None, name: str, /, **facts: str | int) -> None:
    """Write one act. Raises KeyError when it has no sentence, or a fact is missing from it."""
    ACTS[name].en.format(**facts)
    AdministrativeAct.objects.create(organization_id=organization_id, actor_id=actor_id, act=name, facts=facts)
    log.record(_logged(name), actor=actor_id, subject=person_in(dict(facts)), about=str(organization_id))


def person_in(facts: dict[str, object]) -> uuid.UUID | None:
    """Whom an act was about, if anybody."""
    return uuid.UUID(str(facts["person"])) if "person" in facts else None


def sentence(name: str, facts: dict[str, object], language: Language, people: dict[uuid.UUID, str]) -> str:
    """The act in the reader's language, with the name that people have today."""
    told = dict(facts)
    for key in WORDED & told.keys():
        word = WORDS.get(str(told[key]))
        told[key] = word.say(language) if word else told[key]
    person_id = person_in(facts)
    if person_id is not None:
        told["person"] = people.get(person_id) or SOMEBODY.say(language)
    return ACTS[name].say(language, **told)
