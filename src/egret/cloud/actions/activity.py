"""The record of what was done: written inside the transaction of the act itself."""

from __future__ import annotations

import uuid

from egret.cloud.models import Activity, Node, Verb


def record(node: Node, person_id: uuid.UUID | None, verb: Verb, **facts: str | int | None) -> None:
    """Write one act; `facts` are what its sentence needs beside the name."""
    Activity.objects.create(
        space_id=node.space_id, node_id=node.id, person_id=person_id, verb=verb, name=node.name, facts=facts
    )
