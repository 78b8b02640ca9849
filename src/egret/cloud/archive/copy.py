"""A person's own space as one ZIP to keep: every file, every version, what the trash holds, and a manifest (C56).

`files/…` is the tree as it stands; `versions/<id>` are earlier contents, those in the trash, and those whose path a ZIP
cannot name; `egret.json`, the last member, says how it all fits together and what each content's SHA-256 is.
`egret import` restores it.
"""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from egret.accounts.queries import own_picture
from egret.cloud.archive.contents import content_of
from egret.cloud.models import Favourite, FileVersion, Node, Space
from egret.cloud.queries import subtree_of
from egret.kernel import clock
from egret.kernel.zips import MAXIMUM_PATH, Member, Members, archive

FORMAT = "egret export 1"
MANIFEST, PICTURE = "egret.json", "profile-picture.webp"
BATCH = 500
DIGEST = 32
NO_VERSION = bytes(Members.KEY)


class Copy:
    """The members, and the manifest's parts: compressed while they wait, because a space may hold a million files."""

    def __init__(self, space: Space, root: Node, person_id: uuid.UUID) -> None:
        self.members = Members()
        self._space, self._root = space, root
        self._marked = set(
            Favourite.objects.filter(person_id=person_id, node__space=space).values_list("node", flat=True)
        )
        self._picture = own_picture(person_id)
        self._nodes: list[bytes] = []
        self._length = 0
        self._sums = bytearray()
        self._collect()

    def stream(self) -> Iterator[bytes]:
        """The archive. A content that is damaged ends it in the middle."""
        return archive(self.members, self._content)

    def _collect(self) -> None:
        paths: dict[uuid.UUID, str] = {self._root.id: "files/"}
        trashed: set[uuid.UUID] = set()
        nodes = (node for node in subtree_of(self._root.id, with_trashed=True) if not node.purging)
        self._keep(json.dumps({"format": FORMAT, "root": str(self._root.id)})[:-1].encode() + b', "nodes": [\n')
        separator = b""
        while batch := list(islice(nodes, BATCH)):
            lines = []
            for node, versions in _with_versions(batch):
                if node.trashed_at is not None or node.parent_id in trashed:
                    trashed.add(node.id)
                line = self._line(node, versions, paths, node.id in trashed)
                lines.append(separator + json.dumps(line, ensure_ascii=False).encode())
                separator = b",\n"
            self._keep(b"".join(lines))
        self._keep(b'\n], "sha256": {\n')
        if self._picture is not None:
            self.members.add(PICTURE, len(self._picture), clock.now())
        # The check sums come last: each is known once its content was sent, and how long it is, before.
        contents = sum(1 for member in self.members if member.key != NO_VERSION)
        self.members.add(MANIFEST, self._length + len(b"".join(self._sum_lines(bytes(contents * DIGEST)))), clock.now())

    def _keep(self, text: bytes) -> None:
        self._length += len(text)
        self._nodes.append(zlib.compress(text))

    def _line(
        self, node: Node, versions: list[FileVersion], paths: dict[uuid.UUID, str], trashed: bool
    ) -> dict[str, Any]:
        """What the manifest says of one node; its contents become members."""
        path = paths.get(node.id) or (paths[node.parent_id] if node.parent_id else "") + node.name
        if node.is_folder:
            path = path.rstrip("/") + "/"
            paths[node.id] = path
            if not trashed and len(path.encode()) <= MAXIMUM_PATH:
                self.members.add(path, 0, node.modified_at)
        return {
            "id": str(node.id),
            "parent": str(node.parent_id) if node.parent_id else None,
            "name": node.name,
            "folder": node.is_folder,
            "created_at": node.created_at.isoformat(),
            "modified_at": node.modified_at.isoformat(),
            "trashed_at": node.trashed_at.isoformat() if node.trashed_at else None,
            "favourite": node.id in self._marked,
            "versions": [self._version(node, each, path, trashed) for each in versions],
        }

    def _version(self, node: Node, version: FileVersion, path: str, trashed: bool) -> dict[str, Any]:
        in_tree = version.id == node.version_id and not trashed and len(path.encode()) <= MAXIMUM_PATH
        member = path if in_tree else f"versions/{version.id}"
        self.members.add(member, version.size, version.modified_at, version.id.bytes)
        return {
            "id": str(version.id),
            "member": member,
            "size": version.size,
            "media_type": version.media_type,
            "created_at": version.created_at.isoformat(),
            "modified_at": version.modified_at.isoformat(),
            "label": version.label,
        }

    def _content(self, member: Member) -> Iterator[bytes]:
        if member.path == MANIFEST and member.key == NO_VERSION:
            yield from self._manifest()
        elif member.key == NO_VERSION:
            yield self._picture or b""
        else:
            digest = hashlib.sha256()
            for piece in content_of(member):
                digest.update(piece)
                yield piece
            self._sums += digest.digest()

    def _manifest(self) -> Iterator[bytes]:
        for kept in self._nodes:
            yield zlib.decompress(kept)
        yield from self._sum_lines(bytes(self._sums))

    def _sum_lines(self, sums: bytes) -> Iterable[bytes]:
        """`sums` are those of the versions, in the members' order."""
        number = 0
        for member in self.members:
            if member.key == NO_VERSION:
                continue
            digest = sums[number * DIGEST : (number + 1) * DIGEST]
            comma = ",\n" if number else ""
            yield f'{comma}"{uuid.UUID(bytes=member.key)}": "{digest.hex()}"'.encode()
            number += 1
        yield b"\n}}\n"


def _with_versions(nodes: list[Node]) -> Iterator[tuple[Node, list[FileVersion]]]:
    """Each node with its versions, the oldest first and the current one last."""
    found: dict[uuid.UUID, list[FileVersion]] = {node.id: [] for node in nodes}
    for version in FileVersion.objects.filter(node__in=list(found)).order_by("id"):
        found[version.node_id].append(version)
    for node in nodes:
        yield node, sorted(found[node.id], key=lambda version: version.id == node.version_id)
