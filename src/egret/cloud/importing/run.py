"""An import: goes through a source, and stores what is not there yet.

What was imported is told by the tree itself: a file of the same size and time is there already. No row of a job has to
be kept in step with it, and whatever killed an import, the next run goes on where it ended: each file is one
transaction.
"""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from egret.cloud.actions import files, marks, trash, tree
from egret.cloud.actions.locked import free_name
from egret.cloud.errors import QuotaExceeded
from egret.cloud.importing.names import usable_name
from egret.cloud.importing.sources import Content, Entry, Source, SourceFailed, Unreadable
from egret.cloud.models import Conflict, FileVersion, Node, Role
from egret.cloud.names import numbered
from egret.cloud.queries import Access, Door, access_node, child_of, owner_of
from egret.kernel import blobs
from egret.kernel.egress import EgressFailed
from egret.kernel.errors import EgretError

# FAT keeps two seconds, WebDAV and ZIP whole ones.
SAME_TIME = timedelta(seconds=2)
# These would fail for every file that follows.
FATAL = (QuotaExceeded, blobs.StoreFull, blobs.StoreUnavailable)


class Unfit(Exception):
    """One file cannot be imported; the text says why."""


@dataclass
class Report:
    """What an import did. `notes` are not failures: a name changed, newer content left alone."""

    files: int = 0
    folders: int = 0
    bytes: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    stopped: str = ""

    @property
    def complete(self) -> bool:
        return not self.failures and not self.stopped


class Importer:
    def __init__(self, door: Door, target: Access, progress: Callable[[Report], None] = lambda report: None) -> None:
        self.report = Report()
        self._door, self._progress = door, progress
        self._target = target
        # The folders of the source by the names down to them; `taken` are the names given out in each.
        self._folders: dict[tuple[str, ...], Node] = {(): target.node}
        self._names: dict[tuple[str, ...], dict[str, str]] = {}
        # What is restored into the trash: the thing under way with those inside it that were thrown away before it,
        # one to leave out, and how many were there before.
        self._thrown: list[tuple[tuple[str, ...], Node, str]] = []
        self._left_out: tuple[str, ...] | None = None
        self._before: dict[tuple[uuid.UUID, str], int] = {}

    def run(self, source: Source) -> Report:
        """Import everything. Raises SourceFailed when the source as a whole cannot be read."""
        for entry in source.walk():
            self._progress(self.report)
            if isinstance(entry, Unreadable):
                self._fail(entry.path, entry.why)
                continue
            try:
                self._take(entry)
            except FATAL as error:
                self.report.stopped = f"{_shown(entry.path)}: {error.title.say('en', **error.facts)}"
                break
            except EgretError as error:
                self._fail(entry.path, error.title.say("en", **error.facts))
            except (OSError, EgressFailed, Unfit, zipfile.BadZipFile) as error:
                self._fail(entry.path, str(error))
        self._throw_away()
        self._progress(self.report)
        return self.report

    def _take(self, entry: Entry) -> None:
        self._throw_away(entry.path)
        if entry.trashed and not _is_inside(entry.path, self._left_out):
            self._left_out = entry.path if self._was_thrown_away(entry) else None
        if self._left_out is not None and entry.path[: len(self._left_out)] == self._left_out:
            self.report.skipped += 1
            return
        parent = self._folder(entry.path[:-1])
        name = self._name(entry.path)
        there = child_of(parent, name)
        node = self._folder(entry.path) if entry.is_folder else self._file(entry, parent, name, there)
        if entry.favourite:
            marks.do_mark_favourite(self._access(node))
        if entry.trashed:
            self._thrown.append((entry.path, node, usable_name(entry.path[-1])))

    def _folder(self, path: tuple[str, ...]) -> Node:
        """The folder for these names, made where it is missing, with those above it."""
        for end in range(1, len(path) + 1):
            here = path[:end]
            if here in self._folders:
                continue
            parent, name = self._folders[here[:-1]], self._name(here)
            found = child_of(parent, name)
            if found is not None and not found.is_folder:
                raise Unfit("a file of this name is where the folder should be")
            if found is None:
                found = tree.do_create_folder(self._access(parent), name)
                self.report.folders += 1
            self._folders[here] = found
        return self._folders[path]

    def _name(self, path: tuple[str, ...]) -> str:
        """What an entry is called here: two whose names become one are told apart, the same way at each run."""
        here = self._names.setdefault(path[:-1], {})
        wanted = path[-1]
        if wanted not in here:
            usable = usable_name(wanted)
            if usable in here.values():
                short = hashlib.sha256(wanted.encode(errors="surrogatepass")).hexdigest()[:8]
                usable = usable_name(f"{short} {usable}")
            if usable != wanted:
                self.report.notes.append(f"{_shown(path)}: renamed to {usable}")
            here[wanted] = usable
        return here[wanted]

    def _file(self, entry: Entry, parent: Node, name: str, there: Node | None) -> Node:
        """The file with its versions. What is newer here stays."""
        if there is not None and there.is_folder:
            raise Unfit("a folder of this name is where the file should be")
        wanted = list(entry.versions)
        if there is not None:
            wanted = self._missing(entry, there)
            if not wanted:
                self.report.skipped += 1
                return there
        for content in wanted:
            there = self._store(parent, name, content)
        assert there is not None
        self.report.files += 1
        return there

    def _missing(self, entry: Entry, there: Node) -> list[Content]:
        """Which versions have to be stored yet."""
        have = list(FileVersion.objects.filter(node=there).order_by("id").values_list("size", "modified_at"))
        if len(have) <= len(entry.versions) and all(map(_same, have, entry.versions)):
            return list(entry.versions[len(have) :])
        last = entry.versions[-1]
        if _same((there.size, there.modified_at), last):
            return []
        if there.modified_at >= last.modified_at:
            self.report.notes.append(f"{_shown(entry.path)}: what is here is newer, and stays")
            return []
        return [last]

    def _store(self, parent: Node, name: str, content: Content) -> Node:
        target = self._access(parent)
        draft = blobs.draft(owner_of(target.space), "cloud.file")
        digest = hashlib.sha256()
        try:
            for piece in content.read():
                draft.write(piece)
                digest.update(piece)
                self.report.bytes += len(piece)
                self._progress(self.report)
            if content.size is not None and draft.size != content.size:
                raise Unfit(f"{draft.size} bytes came instead of {content.size}: it changed, or broke off")
            if content.sha256 and digest.hexdigest() != content.sha256:
                raise Unfit("its content is not what the copy's check sum says")
            draft.finish()
            version = files.do_store(
                target,
                name,
                draft,
                conflict=Conflict.REPLACE,
                media_type=content.media_type,
                modified_at=content.modified_at,
            )
        except BaseException:
            draft.discard()
            raise
        assert version is not None
        if content.label:
            files.do_label_version(self._access(version.node), version.id, content.label)
        return version.node

    def _was_thrown_away(self, entry: Entry) -> bool:
        """Whether an earlier run put it into the trash; else it gets a name that nothing living here has."""
        parent = self._folder(entry.path[:-1])
        name = usable_name(entry.path[-1])
        key = (parent.id, name)
        if key not in self._before:
            same = Node.objects.filter(parent=parent, trashed_at__isnull=False, purging=False)
            names = [name, *(numbered(name, number) for number in range(2, 10))]
            self._before[key] = same.filter(name__in=names, is_folder=entry.is_folder).count()
        self._before[key] -= 1
        for path in [each for each in self._folders if each[: len(entry.path)] == entry.path]:
            del self._folders[path]
        self._names.setdefault(entry.path[:-1], {})[entry.path[-1]] = free_name(parent, name)
        return self._before[key] >= 0

    def _throw_away(self, following: tuple[str, ...] = ()) -> None:
        """What was restored whole, as nothing that follows is inside it, goes where it was: into the trash."""
        while self._thrown and not _is_inside(following, self._thrown[-1][0]):
            _, node, name = self._thrown.pop()
            trash.do_trash(self._access(node))
            # While it lived among others it may have needed another name than it was thrown away under.
            Node.objects.filter(id=node.id, trashed_at__isnull=False).exclude(name=name).update(name=name)

    def _access(self, node: Node) -> Access:
        return access_node(self._door, node.id, Role.EDIT)

    def _fail(self, path: tuple[str, ...], why: str) -> None:
        self.report.failures.append(f"{_shown(path)}: {why}")


def _is_inside(path: tuple[str, ...], folder: tuple[str, ...] | None) -> bool:
    return folder is not None and len(path) > len(folder) and path[: len(folder)] == folder


def _same(have: tuple[int, datetime], content: Content) -> bool:
    size, modified_at = have
    return (
        size == (size if content.size is None else content.size) and abs(modified_at - content.modified_at) < SAME_TIME
    )


def _shown(path: tuple[str, ...]) -> str:
    return "/".join(path) or "/"


__all__ = ["Importer", "Report", "SourceFailed"]
