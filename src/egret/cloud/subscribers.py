"""What the drive does once others' changes are committed, and before people, organisations and groups go."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from egret.cloud import tasks
from egret.cloud.actions import leaving, links, shares
from egret.cloud.actions.activity import FILE
from egret.cloud.events import PurgeWanted
from egret.cloud.models import Activity, FileVersion, Node, Share, Space
from egret.kernel import audit, correcting, erasure
from egret.kernel.events import subscribe
from egret.kernel.purpose import under
from egret.kernel.text import Language, Text
from egret.organizations.events import MemberLeft


@subscribe(PurgeWanted)
@under("cloud.keep")
def start_purge(event: PurgeWanted) -> None:
    """A lost one is found by the periodic run."""
    tasks.finish_purges.enqueue()


@subscribe(MemberLeft)
@under("cloud.keep")
def forget_member(event: MemberLeft) -> None:
    """The door shut when the membership ended; this is so that it stays shut should they return."""
    shares.forget_member(event.organization_id, event.person_id)
    links.forget_maker(event.organization_id, event.person_id)


@erasure.before("person")
def forget_person(person_id: uuid.UUID) -> None:
    links.forget_links_of(person_id)
    leaving.forget_person(person_id)


@erasure.before("organization")
def forget_organization(organization_id: uuid.UUID) -> None:
    leaving.forget_organization(organization_id)


@erasure.before("group")
def keep_group_files(group_id: uuid.UUID) -> None:
    leaving.keep_group_files(group_id)


@correcting.follow("phone")
@under("cloud.keep")
def follow_phone(person_id: uuid.UUID, before: str, after: str) -> None:
    """What was shared with the old number is for whom had it then, not for whoever gets it next."""
    if before:
        there = Share.objects.filter(phone=after).values("node")
        Share.objects.filter(phone=before, node__in=there).delete()
        Share.objects.filter(phone=before).update(phone=after)


@audit.naming(FILE)
@under("cloud.keep")
def names(ids: Collection[uuid.UUID], reader: uuid.UUID, language: Language) -> Mapping[uuid.UUID, str]:
    """Of files in the reader's own space: they are who is told that these were opened."""
    return dict(Node.objects.filter(id__in=ids, space__person_id=reader).values_list("id", "name"))


@erasure.takes("cloud.Space")
def own_space(person_id: uuid.UUID) -> QuerySet[Any]:
    return Space.objects.filter(person_id=person_id)


@erasure.takes("cloud.Node")
def own_nodes(person_id: uuid.UUID) -> QuerySet[Any]:
    return Node.objects.filter(space__person_id=person_id)


@erasure.takes("cloud.FileVersion")
def own_versions(person_id: uuid.UUID) -> QuerySet[Any]:
    return FileVersion.objects.filter(node__space__person_id=person_id)


@erasure.takes("cloud.Activity")
def own_activity(person_id: uuid.UUID) -> QuerySet[Any]:
    return Activity.objects.filter(space__person_id=person_id)


@erasure.keeps(
    "cloud.organization_files",
    Text(
        "Files in the spaces of organisations and their groups: they belong to the organisation. That you made them is "
        "no longer said.",
        "组织及其群组空间中的文件：归组织所有，不再注明由您创建。",
    ),
    tables=("cloud.Node", "cloud.FileVersion"),
)
def files_of_organizations(person_id: uuid.UUID) -> int:
    return Node.objects.filter(created_by_id=person_id).exclude(space__person_id=person_id).count()


@erasure.keeps(
    "cloud.activity",
    Text(
        "What was done to others' files, without saying that it was you; 180 days, for who owns them.",
        "对他人文件的操作记录，不再注明是您；供文件所有者查看，保留 180 天。",
    ),
    tables=("cloud.Activity", "cloud.Share"),
)
def acts_elsewhere(person_id: uuid.UUID) -> int:
    return Activity.objects.filter(person_id=person_id).exclude(space__person_id=person_id).count()
