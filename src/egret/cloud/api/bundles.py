"""Many small files in one request: what a folder of thousands costs is mostly requests and transactions."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router

from egret.cloud.actions.bundles import Outcome, Sent, do_store_many
from egret.cloud.actions.folders import ensure_folders
from egret.cloud.actions.uploads import KIND
from egret.cloud.errors import NameUnusable
from egret.cloud.errors.uploads import BundleTooLarge, BundleUnusable, NotBundle
from egret.cloud.models import FileVersion
from egret.cloud.queries import Access, Door, owner_of
from egret.cloud.uploads.bundles import CONTENT_TYPE, MAXIMUM_BYTES, Entry, parse_bundle, too_large
from egret.cloud.uploads.door import AUTHENTICATION, Uploader
from egret.kernel import blobs
from egret.kernel.api import Output, language_of, problems, viewer_of
from egret.kernel.body import read_body
from egret.kernel.errors import CrossSiteRequest, EgretError, SignInRequired
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.purpose import under

router = Router(tags=["cloud"])

BUNDLE_BODY = {
    "requestBody": {"required": True, "content": {CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
}


class StoredOut(Output):
    """`node` and `version` of what became of it, or the `problem`, as its own request would answer it."""

    id: uuid.UUID
    node: uuid.UUID | None = None
    version: uuid.UUID | None = None
    problem: dict[str, Any] | None = None


class BundleOut(Output):
    items: list[StoredOut]


@router.post(
    "/cloud/bundles",
    auth=AUTHENTICATION,
    response={
        200: BundleOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            TokenUnknown,
            ScopeNeeded,
            NotBundle,
            BundleUnusable,
            BundleTooLarge,
            blobs.StoreFull,
            blobs.StoreUnavailable,
        ),
    },
    openapi_extra=BUNDLE_BODY,
)
@under("cloud.keep")
def store_bundle(request: HttpRequest) -> BundleOut:
    """Store small files; an answer for each, in their order. Sent again with the same ids, they are the same files."""
    if request.headers.get("Content-Type", "").strip().lower() != CONTENT_TYPE:
        raise NotBundle
    viewer = viewer_of(request)
    entries = parse_bundle(read_body(request, MAXIMUM_BYTES, too_large()))
    outcomes = _store(Uploader(viewer.person_id, None, Door(viewer)), entries)
    language = language_of(request)
    return BundleOut(
        items=[
            StoredOut(id=each.id, node=outcome.node_id, version=outcome.id)
            if isinstance(outcome := outcomes[each.id], FileVersion)
            else StoredOut(id=each.id, problem=outcome.problem(language))
            for each in entries
        ]
    )


def _store(uploader: Uploader, entries: Sequence[Entry]) -> dict[uuid.UUID, Outcome]:
    outcomes: dict[uuid.UUID, Outcome] = {}
    places: dict[tuple[uuid.UUID | None, tuple[str, ...]], list[Entry]] = defaultdict(list)
    for each in entries:
        if isinstance(each.wanted, NameUnusable):
            outcomes[each.id] = each.wanted
        else:
            places[each.wanted.parent, each.wanted.folders].append(each)
    opened: dict[uuid.UUID | None, Access] = {}
    for (parent, folders), there in places.items():
        try:
            if parent not in opened:
                opened[parent] = uploader.open(parent)
            outcomes.update(_store_in(ensure_folders(opened[parent], folders), there))
        except (blobs.StoreFull, blobs.StoreUnavailable):
            raise
        except EgretError as error:
            outcomes.update((each.id, error) for each in there)
    return outcomes


def _store_in(parent: Access, entries: Sequence[Entry]) -> dict[uuid.UUID, Outcome]:
    """Durable in the store, then one transaction: a crash leaves objects that `reconcile` finds, never half a file."""
    bundle = blobs.Bundle(owner_of(parent.space), KIND)
    sent = [
        Sent(each.id, each.wanted, bundle.add(each.data))
        for each in entries
        if not isinstance(each.wanted, NameUnusable)
    ]
    try:
        bundle.store()
        return do_store_many(parent, bundle, sent)
    finally:
        bundle.discard()
