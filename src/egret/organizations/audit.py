"""The record of administrative acts: written inside the transaction of the act itself."""

from __future__ import annotations

import uuid

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


def act(name: str, text: Text) -> str:
    """Declare an act and its sentence. Raises ValueError on a second one of that name."""
    if name in ACTS:
        raise ValueError(f"act {name} is declared twice")
    ACTS[name] = text
    return name


def record(organization_id: uuid.UUID, actor_id: uuid.UUID | None, name: str, /, **facts: str | int) -> None:
    """Write one act. Raises KeyError when it has no sentence, or a fact is missing from it."""
    ACTS[name].en.format(**facts)
    AdministrativeAct.objects.create(organization_id=organization_id, actor_id=actor_id, act=name, facts=facts)


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
