"""Reads of the drive; each begins with who may read."""

from egret.cloud.queries.access import Access, Door, access_chain, access_node, access_space
from egret.cloud.queries.found import Found, favourites_of, recent_of, shared_with
from egret.cloud.queries.links import LinkFacts, access_by_link
from egret.cloud.queries.listing import Entry, Sort, children_of
from egret.cloud.queries.outside import may_share_outside
from egret.cloud.queries.spaces import MySpace, name_of, owner_of, quota_of, spaces_of
from egret.cloud.queries.tree import chain_of, child_of, path_of, subtree_of
from egret.cloud.queries.versions import REPLACED_AT

__all__ = [
    "REPLACED_AT",
    "Access",
    "Door",
    "Entry",
    "Found",
    "LinkFacts",
    "MySpace",
    "Sort",
    "access_by_link",
    "access_chain",
    "access_node",
    "access_space",
    "chain_of",
    "child_of",
    "children_of",
    "favourites_of",
    "may_share_outside",
    "name_of",
    "owner_of",
    "path_of",
    "quota_of",
    "recent_of",
    "shared_with",
    "spaces_of",
    "subtree_of",
]
