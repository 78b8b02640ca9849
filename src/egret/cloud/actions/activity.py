"""The record of what was done: written inside the transaction of the act itself."""

from __future__ import annotations

import uuid

from django.db import transaction

from egret.cloud.models import Activity, Node, Verb
from egret.kernel import audit
from egret.kernel.purpose import under
from egret.kernel.text import Text

FILE = "file"
OPENED = audit.act("cloud.opened", Text("opened your file “{about}”", "打开了您的文件“{about}”"), about=FILE)
OPENED_BY_LINK = audit.act(
    "cloud.opened_by_link",
    Text("gave your file “{about}” to somebody who has your link", "向持有您链接的人提供了您的文件“{about}”"),
    about=FILE,
)


@under("cloud.activity")
def record(node: Node, person_id: uuid.UUID | None, verb: Verb, **facts: str | int | None) -> None:
    """Write one act; `facts` are what its sentence needs beside the name."""
    # Usually the caller has a transaction: no savepoint of its own, which is two statements more for each file.
    with transaction.atomic(savepoint=False):
        if verb is Verb.OPENED:
            _tell(node, person_id)
        Activity.objects.create(
            space_id=node.space_id, node_id=node.id, person_id=person_id, verb=verb, name=node.name, facts=facts
        )


@under("cloud.keep")
def _tell(node: Node, person_id: uuid.UUID | None) -> None:
    """Whose own space it is in hears of it in the audit log, too, if it was not they."""
    owner_id = node.space.person_id
    if owner_id is not None and owner_id != person_id:
        act = OPENED if person_id is not None else OPENED_BY_LINK
        audit.record(act, actor=person_id, subject=owner_id, about=str(node.id))
