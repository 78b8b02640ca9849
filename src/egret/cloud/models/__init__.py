"""Spaces, the tree in them, versions of files, who may open them, and what was done to them."""

from egret.cloud.models.activity import Activity, Verb
from egret.cloud.models.dav import DavLock, DavProperty
from egret.cloud.models.marks import Favourite, Hidden, Opened
from egret.cloud.models.nodes import FileVersion, Node
from egret.cloud.models.shares import Link, LinkKind, Role, Share
from egret.cloud.models.spaces import Space
from egret.cloud.models.uploads import Conflict, Upload

__all__ = [
    "Activity",
    "Conflict",
    "DavLock",
    "DavProperty",
    "Favourite",
    "FileVersion",
    "Hidden",
    "Link",
    "LinkKind",
    "Node",
    "Opened",
    "Role",
    "Share",
    "Space",
    "Upload",
    "Verb",
]
