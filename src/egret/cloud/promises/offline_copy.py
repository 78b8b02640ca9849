"""A person downloads all of their content, and it restores byte for byte: C56."""

from __future__ import annotations

import hashlib
import io
import json
import secrets
import tempfile
import uuid
import zipfile
from pathlib import Path

from egret.accounts import synthetic
from egret.accounts.queries import person_by_phone
from egret.cloud import queries
from egret.cloud.actions import files, spaces, tree
from egret.cloud.archive.copy import MANIFEST, Copy
from egret.cloud.importing.run import Importer
from egret.cloud.importing.zips import ZipFile
from egret.cloud.models import Conflict, FileVersion, Node, Role
from egret.kernel import blobs
from egret.kernel.api import Viewer
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under

EXPORT = "/api/v1/cloud/export"
# A part and a piece of the next one; and nothing at all.
LARGE = blobs.PART_SIZE + 1000
NAME = "Canary 鹭 🪶.bin"


def probe_copy(installation: Installation) -> Finding:
    """Two versions and an empty file, downloaded over HTTP as the person does, checked, and restored elsewhere."""
    phone = synthetic.new_phone()
    with synthetic.signed_up(installation, phone) as visitor:
        person = person_by_phone(phone)
        assert person is not None
        contents = _store(person.id)
        reply = visitor.get(EXPORT)
        copied, described = _read(reply.content)
        restored = _restore(person.id, reply.content)
    kept = reply.status == 200 and copied == described == contents and restored == contents
    return Finding(
        kept,
        f"{len(contents)} contents stored; in the copy: {len(copied & contents)}, with a true check sum: "
        f"{len(described & contents)}, restored by `egret import` byte for byte: {len(restored & contents)}",
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@under("cloud.keep")
def _store(person_id: uuid.UUID) -> set[str]:
    """Files of the synthetic person; returns the digests of their contents."""
    door = queries.Door(Viewer(person_id, second_factor=False))
    root = queries.access_space(door, spaces.personal_space(person_id).id, Role.EDIT)
    folder = queries.access_node(door, tree.do_create_folder(root, "Canary").id, Role.EDIT)
    contents = [secrets.token_bytes(LARGE), secrets.token_bytes(100), b""]
    for place, name, content in zip((root, root, folder), (NAME, NAME, "empty"), contents, strict=True):
        draft = blobs.draft(queries.owner_of(root.space), "cloud.file")
        draft.write(content)
        draft.finish()
        files.do_store(place, name, draft, conflict=Conflict.REPLACE)
    return {_digest(content) for content in contents}


def _read(copy: bytes) -> tuple[set[str], set[str]]:
    """The digests of what the copy holds, and of what its manifest says it holds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(copy))
        manifest = json.loads(archive.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError):
        return set(), set()
    versions = [version for node in manifest["nodes"] for version in node["versions"]]
    copied = {_digest(archive.read(version["member"])) for version in versions}
    return copied, set(manifest["sha256"].values())


@under("cloud.keep")
def _restore(person_id: uuid.UUID, copy: bytes) -> set[str]:
    """Import the copy into another folder; returns the digests of what is there then."""
    door = queries.Door(Viewer(person_id, second_factor=False))
    root = queries.access_space(door, spaces.personal_space(person_id).id, Role.EDIT)
    target = queries.access_node(door, tree.do_create_folder(root, "Restored").id, Role.EDIT)
    with tempfile.TemporaryDirectory(prefix="egret-probe-") as folder:
        file = Path(folder) / "copy.zip"
        file.write_bytes(copy)
        try:
            Importer(door, target).run(ZipFile(file))
        except Exception:
            return set()
    below = [node.id for node in queries.subtree_of(target.node.id)]
    found = set()
    for version in FileVersion.objects.select_related("blob").filter(node__in=Node.objects.filter(id__in=below)):
        reader = blobs.open_blob(version.blob, queries.owner_of(root.space))
        found.add(_digest(reader.read(0, reader.size)))
    return found


promise("C56", control=Copy, probe=probe_copy)
