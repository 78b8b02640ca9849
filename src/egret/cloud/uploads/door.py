"""Who uploads, and where they may: the only place that turns a request into an Access."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from egret.cloud import queries
from egret.cloud.actions.spaces import personal_space
from egret.cloud.errors.uploads import UploadExpired, UploadUnknown
from egret.cloud.models import Role, Upload
from egret.cloud.personal import LINK_PASS
from egret.cloud.queries import Access, Door
from egret.cloud.queries.links import LinkFacts
from egret.kernel import clock
from egret.kernel.api import address_of, signed_in_or, viewer_of
from egret.kernel.errors import SignInRequired

# As of the link's other requests; the pass's cookie goes to the link's own addresses alone.
TOKEN_HEADER, PASS_HEADER = "Egret-Link", "Egret-Link-Pass"
# The very callables that guard the API's other writes.
AUTHENTICATION = signed_in_or("files:write")


@dataclass(frozen=True)
class Uploader:
    """Somebody who may upload. `link` is the link they came by: such a one has no person."""

    person_id: uuid.UUID | None
    link_id: uuid.UUID | None
    door: Door | None
    facts: LinkFacts | None = None

    def open(self, node_id: uuid.UUID | None) -> Access:
        """A folder that they may put something into; None: where their own files begin.

        Raises NodeUnknown, NotAllowed, SecondFactorNeeded; by a link also LinkUnknown, LinkLocked.
        """
        if self.facts is not None:
            return queries.access_by_link(self.facts, node_id, Role.EDIT, adding=True)
        assert self.door is not None
        if node_id is not None:
            return queries.access_node(self.door, node_id, Role.EDIT)
        return queries.access_space(self.door, personal_space(self.door.person_id).id, Role.EDIT)

    def uploads(self) -> QuerySet[Upload]:
        return Upload.objects.filter(Q(person_id=self.person_id), Q(link_id=self.link_id))

    def access_upload(self, upload_id: uuid.UUID) -> Upload:
        """One of theirs. Raises UploadUnknown, UploadExpired."""
        found = self.uploads().select_related("version", "blob").filter(id=upload_id).first()
        if found is None:
            raise UploadUnknown
        if found.expires_at <= clock.now():
            raise UploadExpired
        return found


def uploader_of(request: HttpRequest) -> Uploader:
    """By the link a request names, by session, or by a token with files:write.

    Raises SignInRequired, TokenUnknown, ScopeNeeded, LinkUnknown, LinkLocked, NotAllowed.
    """
    if token := request.headers.get(TOKEN_HEADER):
        # Also for somebody who is signed in: what comes by a link is the link's.
        proof = request.headers.get(PASS_HEADER) or request.COOKIES.get(LINK_PASS.name, "")
        facts = LinkFacts(token, address_of(request), proof)
        link = queries.access_by_link(facts, role=Role.EDIT, adding=True).link
        assert link is not None
        return Uploader(None, link.id, None, facts)
    for authenticate in AUTHENTICATION:
        found = authenticate(request)
        if found:
            # As django-ninja leaves it for `viewer_of`.
            request.auth = found  # type: ignore[attr-defined]
            viewer = viewer_of(request)
            return Uploader(viewer.person_id, None, Door(viewer))
    raise SignInRequired
