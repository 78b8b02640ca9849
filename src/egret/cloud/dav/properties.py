"""Dead properties (RFC 4918 §4.1): XML that clients keep with files; Egret does not read it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable

from egret.cloud.dav.answers import Refused
from egret.cloud.models import DavProperty, Node
from egret.cloud.queries import subtree_of

# Of one file; clients keep a handful of short ones.
MAXIMUM_PROPERTIES = 100
MAXIMUM_NAME = 300
# Of all of them together, in bytes: no quota counts them, and a listing repeats those of every file.
MAXIMUM_TOTAL = 16 * 1024

Properties = dict[str, str]


def properties_of(node_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Properties]:
    """The properties of several nodes at once."""
    found: dict[uuid.UUID, Properties] = defaultdict(dict)
    for node_id, name, value in DavProperty.objects.filter(node__in=list(node_ids)).values_list(
        "node_id", "name", "value"
    ):
        found[node_id][name] = value
    return found


def require_storable(there: Properties, name: str, value: str) -> None:
    """Raises Refused for a property beyond the limits."""
    if len(name) > MAXIMUM_NAME:
        raise Refused(507, "The property's name is too long.")
    if name not in there and len(there) >= MAXIMUM_PROPERTIES:
        raise Refused(507, "There are too many properties.")
    total = sum(len(each.encode()) for each in ({**there, name: value}).values())
    if total > MAXIMUM_TOTAL:
        raise Refused(507, "The properties are too long.")


def do_set_property(node: Node, name: str, value: str) -> None:
    DavProperty.objects.update_or_create(node=node, name=name, defaults={"value": value})


def do_remove_property(node: Node, name: str) -> None:
    """Removing what is not there is no error."""
    DavProperty.objects.filter(node=node, name=name).delete()


def do_replace_properties(source: Node, target: Node) -> None:
    """The target's properties become those of the source."""
    DavProperty.objects.filter(node=target).delete()
    copies = [
        DavProperty(node=target, name=row.name, value=row.value) for row in DavProperty.objects.filter(node=source)
    ]
    DavProperty.objects.bulk_create(copies)


def do_copy_properties(source: Node, copy: Node) -> None:
    """Of a folder that was copied, and everything below it."""
    sources = list(subtree_of(source.id))
    kept = properties_of([node.id for node in sources])
    if not kept:
        return
    twins: dict[uuid.UUID, uuid.UUID] = {source.id: copy.id}
    made = {(node.parent_id, node.name): node.id for node in subtree_of(copy.id)}
    for node in sources[1:]:
        assert node.parent_id is not None
        twins[node.id] = made[twins[node.parent_id], node.name]
    DavProperty.objects.bulk_create(
        [
            DavProperty(node_id=twins[node_id], name=name, value=value)
            for node_id, properties in kept.items()
            for name, value in properties.items()
        ],
        batch_size=500,
    )
