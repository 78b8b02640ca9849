"""What becomes of files when their owner goes: a person's and an organisation's go with them, a group's stay."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from egret.cloud.models import (
    DavProperty,
    Favourite,
    FileVersion,
    Hidden,
    Link,
    Node,
    Opened,
    Share,
    Space,
    Upload,
)
from egret.kernel import blobs
from egret.kernel.erasure import flush_deleted


def forget_person(person_id: uuid.UUID) -> None:
    """Everything in the person's own space; the kernel destroys the key that it was encrypted with."""
    _forget(Space.objects.filter(person_id=person_id))
    _forget_uploads(Upload.objects.filter(person_id=person_id))


def forget_organization(organization_id: uuid.UUID) -> None:
    """The same for an organisation, its groups' spaces included."""
    _forget(Space.objects.filter(organization_id=organization_id))


def keep_group_files(group_id: uuid.UUID) -> None:
    """A group that ends leaves its files to the administrators, under its name."""
    for space in Space.objects.select_related("group").filter(group_id=group_id):
        assert space.group is not None
        space.former_group, space.group = space.group.name, None
        space.save(update_fields=["former_group", "group"])


def _forget(spaces: QuerySet[Space]) -> None:
    for space in spaces.select_for_update():
        _forget_uploads(Upload.objects.filter(parent__space=space))
        versions = FileVersion.objects.filter(node__space=space)
        blob_ids = set(versions.values_list("blob_id", flat=True))
        Node.objects.filter(space=space).update(version=None)
        versions.delete()
        for model in (Share, Link, Favourite, Hidden, Opened, DavProperty):
            model.objects.filter(node__space=space).delete()
        # In one statement: the tree's own references are checked at commit.
        nodes = Node.objects.filter(space=space)
        nodes._raw_delete(nodes.db)
        space.delete()
        blobs.release(blob_ids)
    flush_deleted()


def _forget_uploads(uploads: QuerySet[Upload]) -> None:
    blob_ids = set(uploads.values_list("blob_id", flat=True))
    uploads.delete()
    blobs.release(blob_ids)
