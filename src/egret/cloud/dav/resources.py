"""Files and folders with the properties that WebDAV clients ask for (RFC 4918 §15, RFC 4331)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from defusedxml.ElementTree import fromstring
from django.utils.http import http_date
from wsgidav.dav_error import DAVError, PRECONDITION_CODE_ProtectedProperty

from egret.cloud.dav import properties
from egret.cloud.dav.answers import Refused, as_dav_error
from egret.cloud.dav.locks import Lock
from egret.cloud.dav.paths import Path, href_of
from egret.cloud.models import Node, Role, Space
from egret.cloud.queries import Access, quota_of
from egret.kernel import clock
from egret.kernel.blobs import room
from egret.kernel.errors import EgretError
from egret.kernel.permissions import require

if TYPE_CHECKING:
    from egret.cloud.dav.provider import Provider

# Windows' client reads answers with this prefix only.
register_namespace("D", "DAV:")

LISTED: Final = (
    "{DAV:}resourcetype",
    "{DAV:}displayname",
    "{DAV:}creationdate",
    "{DAV:}getlastmodified",
    "{DAV:}getcontentlength",
    "{DAV:}getcontenttype",
    "{DAV:}getetag",
    "{DAV:}lockdiscovery",
    "{DAV:}supportedlock",
)


class Resource:
    """Something at a path: a node of a space, or (without a node) one of the two folders that lead out of one's own.

    `access` is there for what a request names, not for what a listing shows. `place` is where locks find it.
    """

    def __init__(
        self,
        provider: Provider,
        names: Path,
        node: Node | None = None,
        space: Space | None = None,
        place: str = "",
        access: Access | None = None,
    ) -> None:
        self.provider, self.names = provider, names
        self.node, self.space, self.place, self.access = node, space, place, access
        self.is_collection = node is None or node.is_folder
        self.path = "/" + "/".join(names)
        self.dead: properties.Properties | None = None
        self.locks: list[Lock] | None = None

    # What WsgiDAV asks of a resource.

    def get_href(self) -> str:
        return href_of(self.names, folder=self.is_collection)

    def get_ref_url(self) -> str:
        return self.place or "/"

    def get_etag(self) -> str | None:
        version = None if self.node is None else self.node.version_id
        return None if version is None else version.hex

    def support_etag(self) -> bool:
        return not self.is_collection

    def get_last_modified(self) -> float | None:
        return None if self.node is None else self.node.modified_at.timestamp()

    def support_modified(self) -> bool:
        return self.node is not None

    def support_ranges(self) -> bool:
        return not self.is_collection

    def prevent_locking(self) -> bool:
        return self.node is None

    def create_empty_resource(self, name: str) -> Resource:
        """For a lock on a name without a file: the file comes into being, empty (RFC 4918 §7.3)."""
        return self.provider.create_empty(self, name)

    # Properties.

    @cached_property
    def own_dead(self) -> properties.Properties:
        if self.dead is not None:
            return self.dead
        return {} if self.node is None else properties.properties_of([self.node.id]).get(self.node.id, {})

    def names_of_properties(self) -> list[str]:
        """Of all that it has; the quota's only for who asks (RFC 4331 §3)."""
        return [name for name in LISTED if self.value_of(name) is not None] + list(self.own_dead)

    @cached_property
    def _planned(self) -> properties.Properties:
        return dict(self.own_dead)

    def get_property_value(self, name: str) -> Any:
        """Raises DAVError 404 for a property it has not."""
        value = self.value_of(name)
        if value is None:
            raise DAVError(404)
        return value

    def value_of(self, name: str) -> str | Element | None:
        """A text, or the whole element; None for a property it has not."""
        if not name.startswith("{DAV:}"):
            kept = self.own_dead.get(name)
            return None if kept is None else fromstring(kept)
        getter = GETTERS.get(name)
        return None if getter is None else getter(self)

    def set_property_value(self, name: str, value: Element | None, *, dry_run: bool = False) -> None:
        """A client's own property; those of DAV: are ours alone. Raises DAVError."""
        if name.startswith("{DAV:}"):
            raise DAVError(403, err_condition=PRECONDITION_CODE_ProtectedProperty)
        if self.node is None or self.access is None:
            raise DAVError(403)
        if value is not None:
            # What stands after it in the request is no part of it.
            value.tail = None
        text = None if value is None else tostring(value, encoding="unicode")
        if dry_run:
            self._plan(name, text)
        elif text is None:
            properties.do_remove_property(self.node, name)
            self.own_dead.pop(name, None)
        else:
            properties.do_set_property(self.node, name, text)
            self.own_dead[name] = text

    def _plan(self, name: str, text: str | None) -> None:
        """One instruction of a PROPPATCH, all of which are tried before the first is done (RFC 4918 §9.2)."""
        assert self.access is not None
        try:
            require(self.access.role >= Role.EDIT)
            if text is not None:
                properties.require_storable(self._planned, name, text)
        except (EgretError, Refused) as error:
            raise as_dav_error(error) from None
        if text is None:
            self._planned.pop(name, None)
        else:
            self._planned[name] = text


def _type(resource: Resource) -> str | Element:
    if not resource.is_collection:
        return ""
    element = Element("{DAV:}resourcetype")
    SubElement(element, "{DAV:}collection")
    return element


def _created(resource: Resource) -> str | None:
    return None if resource.node is None else resource.node.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _modified(resource: Resource) -> str | None:
    return None if resource.node is None else http_date(resource.node.modified_at.timestamp())


def _length(resource: Resource) -> str | None:
    return None if resource.node is None or resource.is_collection else str(resource.node.size)


def _kind(resource: Resource) -> str | None:
    return None if resource.node is None or resource.is_collection else resource.node.media_type


def _etag(resource: Resource) -> str | None:
    etag = resource.get_etag()
    return None if etag is None else f'"{etag}"'


def _used(resource: Resource) -> str | None:
    return None if resource.space is None or not resource.is_collection else str(resource.space.used_bytes)


def _available(resource: Resource) -> str | None:
    if resource.space is None or not resource.is_collection:
        return None
    quota = quota_of(resource.space)
    if quota is None:
        free = room.free_bytes()
        return None if free is None else str(free)
    return str(max(0, quota - resource.space.used_bytes))


def _supported_lock(resource: Resource) -> Element | None:
    if resource.node is None:
        return None
    element = Element("{DAV:}supportedlock")
    for scope in ("exclusive", "shared"):
        entry = SubElement(element, "{DAV:}lockentry")
        SubElement(SubElement(entry, "{DAV:}lockscope"), f"{{DAV:}}{scope}")
        SubElement(SubElement(entry, "{DAV:}locktype"), "{DAV:}write")
    return element


def _lock_discovery(resource: Resource) -> Element | None:
    if resource.node is None:
        return None
    element = Element("{DAV:}lockdiscovery")
    locks = resource.locks if resource.locks is not None else resource.provider.lock_manager.covering(resource.place)
    for lock in locks:
        active = SubElement(element, "{DAV:}activelock")
        SubElement(SubElement(active, "{DAV:}locktype"), "{DAV:}write")
        SubElement(SubElement(active, "{DAV:}lockscope"), f"{{DAV:}}{lock['scope']}")
        SubElement(active, "{DAV:}depth").text = lock["depth"]
        if lock["owner"]:
            active.append(fromstring(lock["owner"].decode()))
        SubElement(active, "{DAV:}timeout").text = f"Second-{max(0, int(lock['expire'] - clock.now().timestamp()))}"
        # A token in a stranger's hands is of no use to them: only its owner may submit it.
        SubElement(SubElement(active, "{DAV:}locktoken"), "{DAV:}href").text = lock["token"]
        above = resource.place[len(lock["root"]) :].count("/")
        root = resource.names[: len(resource.names) - above]
        folder = resource.is_collection or above > 0
        SubElement(SubElement(active, "{DAV:}lockroot"), "{DAV:}href").text = href_of(root, folder=folder)
    return element


GETTERS: Final[dict[str, Callable[[Resource], str | Element | None]]] = {
    "{DAV:}resourcetype": _type,
    "{DAV:}displayname": lambda resource: resource.names[-1] if resource.names else "Egret",
    "{DAV:}creationdate": _created,
    "{DAV:}getlastmodified": _modified,
    "{DAV:}getcontentlength": _length,
    "{DAV:}getcontenttype": _kind,
    "{DAV:}getetag": _etag,
    "{DAV:}quota-used-bytes": _used,
    "{DAV:}quota-available-bytes": _available,
    "{DAV:}supportedlock": _supported_lock,
    "{DAV:}lockdiscovery": _lock_discovery,
}
