"""From paths to the drive's nodes, for one request of one person.

`/dav/` is the person's own space; `/dav/@spaces/<name>` those of organisations and groups, `/dav/@shared/<name>` what
others shared. Access is decided by the drive's own door for each path.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import cached_property

from django.db.models import QuerySet

from egret.cloud.actions import spaces as space_actions
from egret.cloud.dav import contents
from egret.cloud.dav.answers import Refused
from egret.cloud.dav.locks import Locks, Storage, below
from egret.cloud.dav.paths import SHARED, SPACES, Path
from egret.cloud.dav.properties import properties_of
from egret.cloud.dav.resources import Resource
from egret.cloud.errors import NodeUnknown
from egret.cloud.models import Node, Role
from egret.cloud.names import numbered, parse_name
from egret.cloud.queries import Access, Door, access_chain, access_node, access_space, shared_with, spaces_of
from egret.cloud.queries.tree import database_key
from egret.organizations.errors import SecondFactorNeeded

# As many members of a folder as are read by one statement.
PAGE = 500
WALK = """
WITH RECURSIVE names(level, name) AS (VALUES {values}),
walk(id, level) AS (
  SELECT node.id, 0 FROM cloud_node node WHERE node.id = %s
  UNION ALL
  SELECT child.id, walk.level + 1 FROM walk
  JOIN names ON names.level = walk.level
  JOIN cloud_node child ON child.parent_id = walk.id AND child.name = names.name AND child.trashed_at IS NULL
)
SELECT node.* FROM walk JOIN cloud_node node ON node.id = walk.id ORDER BY walk.level
"""


class Provider:
    """What WsgiDAV calls a provider: resources by path, locks, and where they are."""

    share_path = ""
    mount_path = ""
    prop_manager = None

    def __init__(self, door: Door) -> None:
        self.door = door
        assert door.person_id is not None
        self.lock_manager = Locks(Storage(door.person_id))
        self._found: dict[Path, Resource | None] = {}
        # Of the names in `@shared`: what the person took off their list is found there, but not listed.
        self._hidden: set[str] = set()
        # What the request is about; a lock that is refreshed shows itself there.
        self.current: Resource | None = None

    def is_readonly(self) -> bool:
        return False

    def get_resource_inst(self, path: str, environ: object = None) -> Resource | None:
        if path == "*":
            return self.current
        return self.find(tuple(name for name in path.split("/") if name))

    def exists(self, path: str, environ: object = None) -> bool:
        return self.get_resource_inst(path) is not None

    def is_collection(self, path: str, environ: object = None) -> bool:
        found = self.get_resource_inst(path)
        return found is not None and found.is_collection

    def ref_url_to_path(self, ref_url: str) -> str:
        """Asked for the root of a lock that was just refreshed: the request's own resource shows that lock as well."""
        return "*"

    def forget(self) -> None:
        """The tree changed: look again."""
        self._found.clear()

    def find(self, names: Path) -> Resource | None:
        """What is at a path, for who may see it; None as well for what they may not."""
        if names not in self._found:
            try:
                self._found[names] = self._look(names)
            except NodeUnknown:
                self._found[names] = None
        return self._found[names]

    def _look(self, names: Path) -> Resource | None:
        if names[:1] in ((SPACES,), (SHARED,)):
            if len(names) == 1:
                return Resource(self, names)
            start = self._entrances(names[0]).get(names[1])
            return None if start is None else self._below(start, names[:2], names[2:])
        return self._below(self._own_root, (), names)

    @cached_property
    def _own_root(self) -> Access:
        """A person's own space needs no further question: everything in it is theirs."""
        assert self.door.person_id is not None
        root = Node.objects.select_related("space").filter(space__person_id=self.door.person_id, parent=None).first()
        if root is None:
            root = Node.objects.get(space=space_actions.personal_space(self.door.person_id), parent=None)
        return Access(self.door.person_id, root, root.space, Role.MANAGE, [root], [], Role.MANAGE)

    def _entrances(self, folder: str) -> dict[str, Access]:
        """The names in one of the two folders, and what they lead to."""
        assert self.door.person_id is not None
        found: dict[str, Access] = {}
        if folder == SPACES:
            space_actions.ensure_spaces(self.door.person_id, self.door.belongings)
            wanted = [(each.name, each.space.id) for each in spaces_of(self.door) if each.space.person_id is None]
            for name, space_id in wanted:
                try:
                    found[_unique(name, found)] = access_space(self.door, space_id)
                except SecondFactorNeeded:
                    # An app password is no second factor: such a space is not offered.
                    continue
            return found
        for each in sorted(shared_with(self.door), key=lambda each: (each.entry["name"], each.entry["id"])):
            name = _unique(each.entry["name"], found)
            found[name] = access_node(self.door, uuid.UUID(each.entry["id"]))
            if each.hidden:
                self._hidden.add(name)
        return found

    def _below(self, start: Access, entrance: Path, names: Path) -> Resource | None:
        space, first = start.space, "".join(f"/{node.name}" for node in start.chain[1:])
        base = f"/{space.id.hex}{first}"
        if not names:
            return Resource(self, entrance, start.node, space, base, start)
        rows = ", ".join(["(CAST(%s AS integer), CAST(%s AS text))"] * len(names))
        values = [value for pair in enumerate(names) for value in pair]
        walked = list(Node.objects.raw(WALK.format(values=rows), [*values, database_key(start.node.id)]))
        whole = [*start.chain, *walked[1:]]
        # The folder it is in is asked for in the same request more often than not.
        for depth in range(len(names) - 1, len(names) + 1):
            if depth < len(walked):
                chain = whole[: len(start.chain) + depth]
                access = self._access_to(start, chain)
                place = base + "".join(f"/{name}" for name in names[:depth])
                path = (*entrance, *names[:depth])
                self._found[path] = Resource(self, path, chain[-1], access.space, place, access)
            else:
                self._found[(*entrance, *names[:depth])] = None
        return self._found[(*entrance, *names)]

    def _access_to(self, start: Access, chain: list[Node]) -> Access:
        if start.space.person_id is not None and start.space.person_id == self.door.person_id:
            return Access(start.person_id, chain[-1], start.space, Role.MANAGE, chain, [], Role.MANAGE)
        return access_chain(self.door, chain)

    def members(self, folder: Resource) -> Iterator[Resource]:
        """What a listing shows of a folder; the two names at the root are not listed."""
        if folder.node is None:
            for name, access in self._entrances(folder.names[0]).items():
                if name in self._hidden:
                    continue
                first = "".join(f"/{node.name}" for node in access.chain[1:])
                yield Resource(
                    self, (*folder.names, name), access.node, access.space, f"/{access.space.id.hex}{first}", access
                )
            return
        above = [lock for lock in self.lock_manager.covering(folder.place) if lock["depth"] == "infinity"]
        inside = {row.path for row in below(folder.place)}
        for page in _pages(Node.objects.filter(parent=folder.node, trashed_at=None)):
            kept = properties_of([node.id for node in page])
            for node in page:
                names = (*folder.names, node.name)
                if names in ((SPACES,), (SHARED,)):
                    continue
                member = Resource(self, names, node, folder.space, f"{folder.place}/{node.name}")
                member.dead = kept.get(node.id, {})
                member.locks = None if member.place in inside else above
                yield member

    def parent_of(self, names: Path) -> Resource | None:
        return self.find(names[:-1]) if names else None

    def require_new_name(self, names: Path) -> tuple[Resource, str]:
        """The folder in which something is to be made, and its name there. Raises Refused, NotAllowed, NameUnusable."""
        if names in ((SPACES,), (SHARED,)) or not names:
            raise Refused(403, "This name is reserved.")
        folder = self.parent_of(names)
        if folder is None or not folder.is_collection:
            raise Refused(409, "The folder it should go into does not exist.")
        if folder.access is None:
            raise Refused(403, "Nothing can be put here; open one of the folders in it.")
        return folder, parse_name(names[-1])

    def create_empty(self, folder: Resource, name: str) -> Resource:
        """An empty file for a lock to stand on."""
        names = (*folder.names, name)
        contents.do_put_empty(self, names)
        self.forget()
        made = self.find(names)
        assert made is not None
        return made


def _pages(nodes: QuerySet[Node]) -> Iterator[list[Node]]:
    """By name, each with a statement of its own: nothing is kept open while a slow client reads."""
    page = list(nodes.order_by("name")[:PAGE])
    while page:
        yield page
        page = list(nodes.filter(name__gt=page[-1].name).order_by("name")[:PAGE])


def _unique(name: str, taken: dict[str, Access]) -> str:
    """A name for a path segment: two groups may be called the same, and have a slash in their names."""
    plain = name.replace("/", "_").replace("\0", "").strip(". ") or "_"
    number = 1
    while numbered(plain, number) in taken:
        number += 1
    return numbered(plain, number)
