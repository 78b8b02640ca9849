"""Files, folders and who may open them, by the drive's own actions."""

from __future__ import annotations

import uuid

from django.db import transaction

from egret.accounts.models import Person
from egret.cloud import queries
from egret.cloud.actions import files, spaces, tree
from egret.cloud.models import Conflict, FileVersion, Node, Role, Share, Space
from egret.kernel import blobs
from egret.kernel.api import Viewer


def door(person: Person, *, second_factor: bool = False) -> queries.Door:
    return queries.Door(Viewer(person.id, second_factor))


def space_of(person: Person) -> Space:
    return spaces.personal_space(person.id)


def root_of(person: Person) -> queries.Access:
    """The person's own space, as they open it."""
    return queries.access_space(door(person), space_of(person).id)


def access(person: Person, node_id: uuid.UUID, role: Role = Role.VIEW, *, trashed: bool = False) -> queries.Access:
    return queries.access_node(door(person), node_id, role, trashed=trashed)


def folder(person: Person, name: str, parent: Node | None = None) -> Node:
    """A folder, in the person's own space unless a parent is named."""
    place = root_of(person) if parent is None else access(person, parent.id)
    return tree.do_create_folder(place, name)


def file(
    person: Person,
    name: str,
    content: bytes = b"content",
    parent: Node | None = None,
    conflict: Conflict = Conflict.REPLACE,
) -> Node:
    """A file, or a new version of the one that has the name."""
    place = root_of(person) if parent is None else access(person, parent.id)
    return stored(place, name, content, conflict).node


def stored(place: queries.Access, name: str, content: bytes, conflict: Conflict = Conflict.REPLACE) -> FileVersion:
    draft = blobs.draft(queries.owner_of(place.space), "cloud.file")
    draft.write(content)
    draft.finish()
    version = files.do_store(place, name, draft, conflict=conflict)
    assert version is not None
    return version


def content_of(person: Person, node: Node, version: FileVersion | None = None) -> bytes:
    """What a person reads."""
    _, reader = files.open_version(access(person, node.id), version.id if version else None)
    return b"".join(reader.stream(0, reader.size)) if reader.size else b""


def share(node: Node, role: Role, by: Person, **subject: object) -> Share:
    with transaction.atomic():
        return Share.objects.create(node=node, role=role, created_by=by, **subject)
