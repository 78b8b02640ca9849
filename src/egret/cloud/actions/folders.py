"""The folders of a path, made where they are missing: a folder that is uploaded arrives as its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from egret.cloud.actions.locked import writing
from egret.cloud.actions.tree import do_create_folder
from egret.cloud.errors import NotAFolder
from egret.cloud.models import Node
from egret.cloud.queries import Access, child_of


def ensure_folders(parent: Access, names: Sequence[str]) -> Access:
    """The last of these folders, each below the one before. Raises NotAFolder, NodeUnknown, TooDeep.

    Many files of one folder arrive at once: it is made under the space's lock, after looking again.
    """
    here = parent
    for name in names:
        there = child_of(here.node, name)
        if there is None:
            with writing(here):
                there = child_of(here.node, name) or do_create_folder(here, name)
        here = _inside(here, there)
    return here


def _inside(access: Access, folder: Node) -> Access:
    if not folder.is_folder:
        raise NotAFolder
    return replace(access, node=folder, chain=[*access.chain, folder])
