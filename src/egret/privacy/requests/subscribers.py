"""An ordered copy, or erasure, is a request that answers itself: its timeline hears of it."""

from __future__ import annotations

import uuid

from egret.kernel import erasure
from egret.kernel.events import subscribe
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.privacy.events import CopyCancelled, CopyOrdered, CopyReady, ErasureCancelled, ErasureOrdered
from egret.privacy.requests.actions.watching import do_close_order, do_follow_order
from egret.privacy.requests.models import Kind, Request, State


@subscribe(CopyOrdered)
@under("privacy.requests")
def follow_copy(event: CopyOrdered) -> None:
    do_follow_order(event.person_id, Kind.COPY, event.copy_id)


@subscribe(CopyReady)
@under("privacy.requests")
def copy_is_ready(event: CopyReady) -> None:
    """A lost CopyOrdered is made up for."""
    do_follow_order(event.person_id, Kind.COPY, event.copy_id)
    do_close_order(event.copy_id, State.ANSWERED)


@subscribe(CopyCancelled)
@under("privacy.requests")
def copy_is_off(event: CopyCancelled) -> None:
    do_close_order(event.copy_id, State.WITHDRAWN)


@subscribe(ErasureOrdered)
@under("privacy.requests")
def follow_erasure(event: ErasureOrdered) -> None:
    """When it is finished the person is gone, and this request with them: the certificate is what is left."""
    do_follow_order(event.person_id, Kind.DEREGISTRATION, event.erasure_id)


@subscribe(ErasureCancelled)
@under("privacy.requests")
def erasure_is_off(event: ErasureCancelled) -> None:
    do_close_order(event.erasure_id, State.WITHDRAWN)


@erasure.keeps(
    "requests.answered",
    Text(
        "What you decided about other people's requests, without saying that it was you; it is theirs.",
        "您对他人请求作出的处理，不再注明是您；该记录属于提出请求的人。",
    ),
    tables=("privacy_requests.Request", "privacy_requests.RequestEvent"),
)
def requests_of_others(person_id: uuid.UUID) -> int:
    return Request.objects.filter(events__actor_id=person_id).exclude(person_id=person_id).distinct().count()
