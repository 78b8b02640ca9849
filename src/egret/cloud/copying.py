"""What a copy holds of the drive: the person's own space, every version and the trash; and how it is restored."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db.models import Q, Sum

from egret.cloud.actions import spaces
from egret.cloud.importing.run import Importer
from egret.cloud.importing.sources import Content as Version
from egret.cloud.importing.sources import Entry, Unreadable
from egret.cloud.models import FileVersion, Node, Role, Space
from egret.cloud.queries import Door, access_space, owner_of, subtree_of
from egret.kernel import clock, copying, correcting
from egret.kernel.api import Viewer
from egret.kernel.copying import Archive, Content, Progress, Report
from egret.kernel.text import Text

copying.name("cloud.Space", Text("Your space in the drive", "您的云盘空间"))
copying.name("cloud.Node", Text("Files and folders", "文件和文件夹"))
copying.name("cloud.FileVersion", Text("Contents of files", "文件内容"))
copying.name("cloud.Share", Text("Shares", "共享"))
copying.name("cloud.Link", Text("Links you made", "您创建的链接"))
copying.name("cloud.Upload", Text("Uploads", "上传"))
copying.name("cloud.DavLock", Text("Locks of your sync program", "同步程序的锁定"))
copying.name("cloud.DavProperty", Text("What your sync program keeps with files", "同步程序随文件保存的信息"))
copying.name("cloud.Favourite", Text("Your favourites", "您的收藏"))
copying.name("cloud.Hidden", Text("What you took off your list of shared files", "您从共享列表中隐藏的内容"))
copying.name("cloud.Opened", Text("Files you opened last", "您最近打开的文件"))
copying.name("cloud.Activity", Text("What you did with files", "您对文件的操作"))

# What lies in somebody's own space is theirs, whoever put it there.
copying.rows("cloud.Node", lambda person_id: Q(space__person=person_id))
copying.rows("cloud.FileVersion", lambda person_id: Q(node__space__person=person_id))
copying.rows("cloud.DavProperty", lambda person_id: Q(node__space__person=person_id))

correcting.place("cloud.Node", "/cloud")
correcting.place("cloud.FileVersion", "/cloud")
correcting.place("cloud.Share", "/cloud/shared-by-me")
correcting.place("cloud.Link", "/cloud/shared-by-me")
correcting.place("cloud.Favourite", "/cloud/favourites")
correcting.place("cloud.Hidden", "/cloud/shared")

BATCH = 500
FILES, FOLDERS = Text("Files", "文件"), Text("Folders", "文件夹")
DAMAGED = Text("could not be restored", "无法恢复")
AGAIN = Text("what is here is the same or newer, and stays", "此处内容相同或较新，予以保留")
NO_ROOM = Text("there was no room left for the rest", "剩余空间不足，未能恢复其余内容")
SHARING = Text("whom you shared with is not known here: share anew", "共享对象在此系统中未知，请重新共享")
OTHERS = Text("what others share is not in your copy", "他人共享的内容不在您的副本中")
PROGRAMS = Text("your sync program makes it anew", "同步程序会重新生成")
HISTORY = Text("is the history of the installation it comes from", "属于原系统的历史记录")


@copying.contents("cloud.file")
def contents_of(person_id: uuid.UUID) -> Iterator[Content]:
    """Every version of every file in the person's own space: `files/` is the tree as it stands."""
    space = Space.objects.filter(person_id=person_id).first()
    root = Node.objects.filter(space=space, parent=None).first() if space is not None else None
    if space is None or root is None:
        return
    owner = owner_of(space)
    paths: dict[uuid.UUID, str] = {root.id: ""}
    trashed: set[uuid.UUID] = set()
    nodes = (node for node in subtree_of(root.id, with_trashed=True) if not node.purging)
    while batch := list(islice(nodes, BATCH)):
        for node in batch:
            if node.trashed_at is not None or node.parent_id in trashed:
                trashed.add(node.id)
            if node.is_folder and node.parent_id is not None:
                paths[node.id] = f"{paths[node.parent_id]}{node.name}/"
        here = {node.id: node for node in batch}
        for version in FileVersion.objects.filter(node__in=list(here)).select_related("blob").order_by("id"):
            node = here[version.node_id]
            if node.id in trashed:
                path = f"trash/{version.id}/{node.name}"
            elif version.id == node.version_id and node.parent_id is not None:
                path = f"files/{paths[node.parent_id]}{node.name}"
            else:
                path = f"versions/{version.id}/{node.name}"
            yield Content(
                path, version.size, version.modified_at, version.blob, owner, "cloud.FileVersion", str(version.id)
            )


@copying.sizes(contents_of)
def sizes_of(person_id: uuid.UUID) -> dict[str, int]:
    versions = FileVersion.objects.filter(node__space__person=person_id, node__purging=False)
    size = versions.aggregate(size=Sum("size"))["size"]
    return {} if size is None else {"cloud.file": size}


@copying.restorer("cloud")
def restore(person_id: uuid.UUID, archive: Archive, report: Report, progress: Progress) -> None:
    """The tree with every version, the trash and the favourites, into the person's own space."""
    report.cover("cloud.Space", "cloud.Node", "cloud.FileVersion", "cloud.Favourite")
    report.cover("cloud.Share", "cloud.Link", "cloud.DavProperty", "cloud.DavLock", "cloud.Activity")
    report.cover("cloud.Opened", "cloud.Hidden")
    source = _Copied(archive)
    door = Door(Viewer(person_id, second_factor=True))
    target = access_space(door, spaces.personal_space(person_id).id, Role.EDIT)
    last = 0

    def told(done: Any) -> None:
        nonlocal last
        progress(done.bytes - last)
        last = done.bytes

    done = Importer(door, target, told).run(source)
    report.add(FILES, "restored", done.files)
    report.add(FOLDERS, "restored", done.folders)
    report.add(FILES, "kept", done.skipped, AGAIN)
    if done.stopped:
        left = max(0, source.files - done.files - done.skipped - len(done.failures))
        report.add(FILES, "failed", max(1, left), NO_ROOM)
    for failure in done.failures:
        report.add(Text(failure, failure), "failed", 1, DAMAGED)
    for note in done.notes:
        report.add(Text(note, note), "kept", 1)
    report.add(copying.NAMES["cloud.favourite"], "restored", source.favourites)
    report.add(copying.NAMES["cloud.share"], "left", len(archive.rows("cloud.Share")), SHARING)
    report.add(copying.NAMES["cloud.link"], "left", len(archive.rows("cloud.Link")), SHARING)
    report.add(copying.NAMES["cloud.hidden"], "left", len(archive.rows("cloud.Hidden")), OTHERS)
    report.add(copying.NAMES["cloud.davproperty"], "left", len(archive.rows("cloud.DavProperty")), PROGRAMS)
    report.add(copying.NAMES["cloud.activity"], "left", len(archive.rows("cloud.Activity")), HISTORY)
    report.add(copying.NAMES["cloud.opened"], "left", len(archive.rows("cloud.Opened")), HISTORY)


class _Copied:
    """The drive of a copy as a source: names and places from its rows, contents from its members."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.files = self.favourites = 0
        own = {_text(row, "id") for row in archive.rows("cloud.Space")}
        rows = [row for row in archive.rows("cloud.Node") if _text(row, "space") in own]
        self._nodes = {_text(row, "id"): row for row in rows}
        self._children: dict[str, list[str]] = {}
        for key, row in self._nodes.items():
            self._children.setdefault(_text(row, "parent"), []).append(key)
        self._versions: dict[str, list[dict[str, Any]]] = {}
        for row in archive.rows("cloud.FileVersion"):
            self._versions.setdefault(_text(row, "node"), []).append(row)
        self._marked = {_text(row, "node") for row in archive.rows("cloud.Favourite")}

    def walk(self) -> Iterator[Entry | Unreadable]:
        """Each folder before what is in it; then what is in the trash, one thing thrown away after the other."""
        thrown: list[tuple[str, tuple[str, ...]]] = []
        roots: list[tuple[str, tuple[str, ...]]] = [
            (key, ()) for key, row in self._nodes.items() if not _text(row, "parent")
        ]
        seen = {key for key, _ in roots}
        for key, path in roots:
            yield from self._below(key, path, seen, thrown)
        for key, path in thrown:
            yield from self._one(key, path, trashed=True)
            yield from self._below(key, path, seen, None)

    def _below(
        self, top: str, names: tuple[str, ...], seen: set[str], thrown: list[tuple[str, tuple[str, ...]]] | None
    ) -> Iterator[Entry | Unreadable]:
        """What is in a folder, each with all that is in it before the next. `thrown` gathers what is in the trash;
        None: in the trash it stands in its place, so that what was thrown away first goes first."""
        waiting = [(key, names) for key in reversed(self._children.get(top, []))]
        while waiting:
            key, above = waiting.pop()
            row = self._nodes[key]
            if key in seen or row.get("purging") is True:
                continue  # a tree that bites its own tail; what is on its way out
            seen.add(key)
            path, trashed = (*above, _text(row, "name")), bool(row.get("trashed_at"))
            if trashed and thrown is not None:
                thrown.append((key, path))
                continue
            yield from self._one(key, path, trashed=trashed)
            if row.get("is_folder") is True:
                waiting += [(each, path) for each in reversed(self._children.get(key, []))]

    def _one(self, key: str, path: tuple[str, ...], *, trashed: bool) -> Iterator[Entry | Unreadable]:
        row = self._nodes[key]
        favourite = key in self._marked
        self.favourites += favourite
        if row.get("is_folder") is True:
            yield Entry(path, (), favourite, trashed)
            return
        self.files += 1
        current = _text(row, "version")
        rows = sorted(self._versions.get(key, []), key=lambda each: (_text(each, "id") == current, _text(each, "id")))
        versions, missing = [], 0
        for each in rows:
            member = self._archive.path_of("cloud.FileVersion", _text(each, "id"))
            if member is None:
                missing += 1
                continue
            versions.append(self._version(each, member))
        if missing or not versions:
            yield Unreadable(path, f"{missing or 'all'} of its contents are not in the copy")
        if versions:
            yield Entry(path, tuple(versions), favourite, trashed)

    def _version(self, row: dict[str, Any], member: str) -> Version:
        media_type = _text(row, "media_type")[:127]
        return Version(
            self._archive.size(member),
            _moment(row.get("modified_at")),
            lambda: self._archive.read(member),
            media_type,
            _text(row, "label")[:120],
        )


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _moment(value: Any) -> datetime:
    """A damaged one is now."""
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return clock.now()
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
