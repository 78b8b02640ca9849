"""Links: made, changed, withdrawn; and what a visitor's request uses up of one."""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q, QuerySet

from egret.cloud.actions.activity import record
from egret.cloud.actions.locked import writing
from egret.cloud.actions.shares import require_future
from egret.cloud.errors.sharing import (
    DropCountsNothing,
    DropNeedsFolder,
    LinkPasswordShort,
    LinkPasswordWrong,
    LinkUnknown,
    SharingOutsideRefused,
    TooManyLinkGuesses,
)
from egret.cloud.models import Link, LinkKind, Node, Role, Upload, Verb
from egret.cloud.queries import Access
from egret.cloud.queries.links import LinkFacts, link_at, pass_for
from egret.cloud.queries.outside import may_share_outside
from egret.kernel import blobs, clock, ratelimit
from egret.kernel.permissions import require
from egret.kernel.ratelimit import Limit
from egret.kernel.secret import encrypt, hash_token, new_token

# A link's password is shared by voice or by note: shorter than an account's, and guessed at slowly.
MINIMUM_PASSWORD = 8
GUESSES = Limit("passwords per link and address", 10, timedelta(minutes=15))
# From everywhere together: many addresses guess no faster than this.
GUESSES_PER_LINK = Limit("passwords per link", 200, timedelta(hours=1))
SEALED_FOR = "cloud link"
# How long its maker still sees that a link has expired.
KEPT_EXPIRED = timedelta(days=30)


@dataclass(frozen=True)
class Terms:
    """What a link is made with, or given anew: `password` "" is none."""

    label: str
    password: str
    expires_at: datetime | None
    maximum_downloads: int | None


def do_make_link(access: Access, kind: LinkKind, terms: Terms) -> tuple[Link, str]:
    """A new link and its token.

    Raises SharingOutsideRefused, ExpiryPast, LinkPasswordShort, DropNeedsFolder, DropCountsNothing.
    """
    require(access.role >= Role.MANAGE)
    assert access.person_id is not None, "a link makes no links"
    require_future(terms.expires_at)
    token = new_token("egl")
    with writing(access):
        require(may_share_outside(access.space, access.person_id), SharingOutsideRefused())
        if kind is LinkKind.DROP and not access.node.is_folder:
            raise DropNeedsFolder
        _require_countable(kind, terms.maximum_downloads)
        link = Link.objects.create(
            node=access.node,
            kind=kind,
            token_hash=hash_token(token),
            token_sealed=encrypt(SEALED_FOR, token),
            password=_hashed(terms.password),
            label=_line(terms.label),
            maximum_downloads=terms.maximum_downloads,
            created_by_id=access.person_id,
            expires_at=terms.expires_at,
        )
        record(access.node, access.person_id, Verb.SHARED, kind="link", link=str(link.id), role=kind.value)
    return link, token


def do_change_link(access: Access, link_id: uuid.UUID, changes: dict[str, Any]) -> Link:
    """New terms, by their names in `Terms`; what is not named stays.

    Raises LinkUnknown, ExpiryPast, LinkPasswordShort, DropCountsNothing.
    """
    require(access.role >= Role.MANAGE)
    require_future(changes.get("expires_at"))
    with writing(access):
        link = _link_of(access.node, link_id)
        _require_countable(LinkKind(link.kind), changes.get("maximum_downloads"))
        stored = dict(changes)
        if "password" in stored:
            stored["password"] = _hashed(stored["password"])
        if "label" in stored:
            stored["label"] = _line(stored["label"])
        # By its columns: visitors count downloads at the same moment.
        Link.objects.filter(id=link.id).update(**stored)
        record(access.node, access.person_id, Verb.SHARED, kind="link", link=str(link.id), role=link.kind)
    return Link.objects.get(id=link_id)


def do_withdraw_link(access: Access, link_id: uuid.UUID) -> None:
    """Raises LinkUnknown."""
    require(access.role >= Role.MANAGE)
    with writing(access):
        link = _link_of(access.node, link_id)
        record(access.node, access.person_id, Verb.UNSHARED, kind="link", link=str(link.id), role=link.kind)
        _delete(Link.objects.filter(id=link.id))


def do_unlock(facts: LinkFacts, password: str) -> tuple[Link, str]:
    """The link and a pass for it. Raises LinkUnknown, LinkPasswordWrong, TooManyLinkGuesses."""
    link = link_at(facts)
    if link.password:
        ratelimit.spend(GUESSES, f"{link.id} {facts.address}", TooManyLinkGuesses)
        ratelimit.spend(GUESSES_PER_LINK, str(link.id), TooManyLinkGuesses)
        if not check_password(normalised(password), link.password):
            raise LinkPasswordWrong
    return link, pass_for(link)


def count_download(link: Link) -> None:
    """One more whole reading. Of many at the same moment no more than are left get one. Raises LinkUnknown."""
    left = Q(maximum_downloads=None) | Q(downloads__lt=F("maximum_downloads"))
    if not Link.objects.filter(left, id=link.id).update(downloads=F("downloads") + 1):
        raise LinkUnknown


def expire_links() -> int:
    """Remove those that expired KEPT_EXPIRED ago. Safe to run twice."""
    return _delete(Link.objects.filter(expires_at__lte=clock.now() - KEPT_EXPIRED))


def forget_maker(organization_id: uuid.UUID, person_id: uuid.UUID) -> None:
    """The links of who leaves an organisation, into its spaces: nobody answers for them, also if they return."""
    _delete(Link.objects.filter(node__space__organization_id=organization_id, created_by_id=person_id))


def forget_links_of(person_id: uuid.UUID) -> None:
    """All that a person made, before their account goes."""
    _delete(Link.objects.filter(created_by_id=person_id))


def _delete(found: QuerySet[Link]) -> int:
    """With what visitors were uploading by them, whose contents nothing would point to any more."""
    with transaction.atomic():
        ids = list(found.values_list("id", flat=True))
        uploads = Upload.objects.filter(link__in=ids)
        blob_ids = set(uploads.values_list("blob_id", flat=True))
        uploads.delete()
        Link.objects.filter(id__in=ids).delete()
        blobs.release(blob_ids)
    return len(ids)


def normalised(password: str) -> str:
    """One form for what looks the same on every keyboard."""
    return unicodedata.normalize("NFKC", password)


def _hashed(password: str) -> str:
    if not password:
        return ""
    text = normalised(password)
    if len(text) < MINIMUM_PASSWORD:
        raise LinkPasswordShort(field="password", minimum=MINIMUM_PASSWORD)
    return make_password(text)


def _line(label: str) -> str:
    # PostgreSQL keeps no NUL, and nobody sees a control character.
    return "".join(each for each in " ".join(label.split()) if each.isprintable())[:80]


def _require_countable(kind: LinkKind, maximum: int | None) -> None:
    if kind is LinkKind.DROP and maximum is not None:
        raise DropCountsNothing(field="maximum_downloads")


def _link_of(node: Node, link_id: uuid.UUID) -> Link:
    link = Link.objects.filter(id=link_id, node=node).first()
    if link is None:
        raise LinkUnknown
    return link
