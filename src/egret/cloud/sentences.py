"""What the record says, in the reader's language, with the names that people, groups and links have today."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from egret.accounts.queries import PersonCard, people_by_id
from egret.cloud.models import Activity, Link, Role, Share, Verb
from egret.kernel.text import Language, Text
from egret.organizations.queries.directory import names_of

# As each goes on after the name of who did it.
SENTENCES: dict[Verb, Text] = {
    Verb.CREATED: Text("created “{name}”", "创建了“{name}”"),
    Verb.UPLOADED: Text("uploaded a new version of “{name}”", "上传了“{name}”的新版本"),
    Verb.OPENED: Text("opened “{name}”", "打开了“{name}”"),
    Verb.RENAMED: Text("renamed “{before}” to “{name}”", "将“{before}”重命名为“{name}”"),
    Verb.MOVED: Text("moved “{name}”", "移动了“{name}”"),
    Verb.COPIED: Text("made the copy “{name}”", "创建了副本“{name}”"),
    Verb.TRASHED: Text("threw “{name}” away", "将“{name}”移入回收站"),
    Verb.RESTORED: Text("brought “{name}” back", "恢复了“{name}”"),
    Verb.REVERTED: Text("went back to an earlier version of “{name}”", "将“{name}”恢复到较早版本"),
    Verb.PURGED: Text("deleted “{name}” for ever", "永久删除了“{name}”"),
    Verb.SHARED: Text("shared “{name}” with {whom} ({role})", "与{whom}共享了“{name}”（{role}）"),
    Verb.UNSHARED: Text("stopped sharing “{name}” with {whom}", "停止与{whom}共享“{name}”"),
}
LEFT = Text("took “{name}” off their list", "将“{name}”从自己的列表中移除")
ROLES: dict[object, Text] = {
    int(Role.VIEW): Text("may view", "可查看"),
    int(Role.EDIT): Text("may edit", "可编辑"),
    int(Role.MANAGE): Text("may manage", "可管理"),
    "view": Text("may view", "可查看"),
    "edit": Text("may edit", "可编辑"),
    "drop": Text("may only upload", "仅可上传"),
}
# Where the one it was about is gone, or never had a name.
NAMELESS: dict[str, Text] = {
    "person": Text("somebody", "某人"),
    "group": Text("a former group", "已解散的群组"),
    "department": Text("a former department", "已撤销的部门"),
    "organization": Text("an organisation", "某组织"),
    "phone": Text("whoever has a phone number", "某手机号的所有者"),
    "link": Text("whoever has a link", "持有链接的人"),
}
BY_LINK = Text("Somebody with a link", "持有链接的访客")
BY_NAMED_LINK = Text("Somebody with the link “{label}”", "持有链接“{label}”的访客")
SOMEBODY = Text("Somebody", "某人")


@dataclass(frozen=True)
class Names:
    """What a page of acts needs to be told."""

    cards: dict[uuid.UUID, PersonCard]
    people: dict[uuid.UUID, str]
    links: dict[uuid.UUID, str] = field(default_factory=dict)
    subjects: dict[uuid.UUID, str] = field(default_factory=dict)


def names_for(acts: Iterable[Activity], organization_id: uuid.UUID | None) -> Names:
    """Read together for all of a page."""
    people = {act.person_id for act in acts if act.person_id is not None}
    links: set[uuid.UUID] = set()
    others: set[uuid.UUID] = set()
    for act in acts:
        if act.facts.get("link"):
            links.add(uuid.UUID(act.facts["link"]))
        if act.facts.get("subject"):
            (people if act.facts["kind"] == "person" else others).add(uuid.UUID(act.facts["subject"]))
    cards = people_by_id(people)
    named = names_of(organization_id, people) if organization_id else {id_: card.name for id_, card in cards.items()}
    labels = dict(Link.objects.filter(id__in=links).values_list("id", "label"))
    return Names(cards, named, labels, _subjects(others))


def _subjects(ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names of groups, departments and organisations, through the tables that shares point to."""
    found: dict[uuid.UUID, str] = {}
    for part in ("group", "department", "organization"):
        table = Share._meta.get_field(part).related_model
        if ids and not isinstance(table, str) and table is not None:
            found |= dict(table._default_manager.filter(pk__in=ids).values_list("pk", "name"))
    return found


def actor(act: Activity, names: Names, language: Language) -> str:
    """Who did it: a name, or what is known of somebody without one."""
    if act.person_id is not None:
        return names.people.get(act.person_id) or SOMEBODY.say(language)
    if act.facts.get("link"):
        label = names.links.get(uuid.UUID(act.facts["link"]))
        return BY_NAMED_LINK.say(language, label=label) if label else BY_LINK.say(language)
    return SOMEBODY.say(language)


def sentence(act: Activity, names: Names, language: Language) -> str:
    """What was done, as it goes on after who did it."""
    facts = {"name": act.name, "before": act.facts.get("before", "")}
    if act.verb == Verb.UNSHARED and act.facts.get("subject") == str(act.person_id):
        return LEFT.say(language, **facts)
    if act.verb in (Verb.SHARED, Verb.UNSHARED):
        facts["whom"] = _whom(act, names, language)
        role = ROLES.get(act.facts.get("role"))
        facts["role"] = role.say(language) if role else ""
    return SENTENCES[Verb(act.verb)].say(language, **facts)


def _whom(act: Activity, names: Names, language: Language) -> str:
    kind, subject = act.facts.get("kind", "person"), act.facts.get("subject")
    if subject:
        known = names.people if kind == "person" else names.subjects
        return known.get(uuid.UUID(subject)) or NAMELESS[kind].say(language)
    return NAMELESS[kind].say(language)
