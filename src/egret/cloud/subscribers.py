"""What the drive does once others' changes are committed, and before people, organisations and groups go."""

from __future__ import annotations

import uuid

from egret.cloud import tasks
from egret.cloud.actions import leaving, links, shares
from egret.cloud.events import PurgeWanted
from egret.kernel import erasure
from egret.kernel.events import subscribe
from egret.organizations.events import MemberLeft


@subscribe(PurgeWanted)
def start_purge(event: PurgeWanted) -> None:
    """A lost one is found by the periodic run."""
    tasks.finish_purges.enqueue()


@subscribe(MemberLeft)
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
