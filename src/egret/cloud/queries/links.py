"""What a link opens, for whoever has it. Every reason why it does not is one and the same answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.core import signing

from egret.cloud.errors import NodeUnknown
from egret.cloud.errors.sharing import LinkLocked, LinkUnknown, TooManyLinkGuesses
from egret.cloud.models import Link, LinkKind, Role
from egret.cloud.queries.access import Access, Door, access_chain
from egret.cloud.queries.outside import may_share_outside
from egret.cloud.queries.tree import chain_of
from egret.kernel import clock, ratelimit
from egret.kernel.api import Viewer
from egret.kernel.permissions import require
from egret.kernel.ratelimit import Limit
from egret.kernel.secret import hash_token

# Nobody meets a token of 256 bits by trying; this keeps a guesser from being a load, and a stale bookmark from harm.
UNKNOWN_PER_ADDRESS = Limit("unknown links per address", 60, timedelta(minutes=10))
PASS_LIFETIME = timedelta(hours=12)
SIGNED_FOR = "cloud link pass"


class LinkState(StrEnum):
    OPEN = "open"
    EXPIRED = "expired"
    SPENT = "spent"
    REFUSED = "refused"  # its maker may not share this, or not outside, any more


@dataclass(frozen=True)
class LinkFacts:
    """What a request says of the link it came by. `proof` is the pass that the right password gave."""

    token: str
    address: str
    proof: str = ""


def access_by_link(
    facts: LinkFacts,
    node_id: uuid.UUID | None = None,
    role: Role = Role.VIEW,
    *,
    adding: bool = False,
    counted: bool = False,
) -> Access:
    """A living node at or below the link's own, which it is without a `node_id`. Nobody acts: `person_id` is None.

    A drop box takes what is `adding`, in its own folder, and shows nothing; what it takes never replaces anything.
    `counted`: this reading was counted before, so that a spent link still serves it.
    Raises LinkUnknown, LinkLocked, NotAllowed where the link gives too little, NodeUnknown for what is not below it.
    """
    link = link_at(facts, counted=counted)
    if not is_unlocked(link, facts):
        raise LinkLocked
    node_id = node_id or link.node_id
    drop = link.kind == LinkKind.DROP
    if drop and not (adding and node_id == link.node_id):
        raise LinkUnknown
    chain = chain_of(node_id)
    if link.node_id not in {node.id for node in chain} or any(node.trashed_at or node.purging for node in chain):
        raise NodeUnknown
    given = Role.VIEW if link.kind == LinkKind.VIEW else Role.EDIT
    require(given >= role and (not adding or given >= Role.EDIT))
    return Access(None, chain[-1], link.node.space, given, chain, (), None, link)


def link_at(facts: LinkFacts, *, counted: bool = False) -> Link:
    """The link that a token opens now, locked or not. Raises LinkUnknown, TooManyLinkGuesses."""
    link = Link.objects.select_related("node__space").filter(token_hash=hash_token(facts.token)).first()
    if link is None:
        ratelimit.spend(UNKNOWN_PER_ADDRESS, facts.address, TooManyLinkGuesses)
        raise LinkUnknown
    state = state_of(link)
    if state is not LinkState.OPEN and not (counted and state is LinkState.SPENT):
        raise LinkUnknown
    return link


def state_of(link: Link) -> LinkState:
    """What a link does now. One whose maker could not share its node any more is refused, with what is in the trash."""
    if link.expires_at is not None and link.expires_at <= clock.now():
        return LinkState.EXPIRED
    if not _is_answered_for(link):
        return LinkState.REFUSED
    if link.maximum_downloads is not None and link.downloads >= link.maximum_downloads:
        return LinkState.SPENT
    return LinkState.OPEN


def _is_answered_for(link: Link) -> bool:
    chain = chain_of(link.node_id)
    if any(node.trashed_at or node.purging for node in chain):
        return False
    try:
        # The maker is not here: what their organisation asks of a session is not asked of their role.
        access = access_chain(Door(Viewer(link.created_by_id, second_factor=True)), chain)
    except NodeUnknown:
        return False
    return access.role >= Role.MANAGE and may_share_outside(access.space, link.created_by_id)


def pass_for(link: Link) -> str:
    """What the right password gives: for this link, and for as long as it keeps this password."""
    return signing.dumps([link.id.hex, _mark(link)], salt=SIGNED_FOR)


def is_unlocked(link: Link, facts: LinkFacts) -> bool:
    if not link.password:
        return True
    try:
        return bool(signing.loads(facts.proof, salt=SIGNED_FOR, max_age=PASS_LIFETIME) == [link.id.hex, _mark(link)])
    except signing.BadSignature:
        return False


def _mark(link: Link) -> str:
    # Of the hash, which is salted anew with each password.
    return hash_token(link.password)[:16]
