"""Who saw my data, over HTTP: the log's entries about the person who asks, each with its proof."""

import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import SignInRequired
from egret.kernel.purpose import under
from egret.privacy.audit import queries
from egret.privacy.audit.errors import EntryUnknown, NotYetProved
from egret.privacy.audit.personal import PURPOSE

router = Router(tags=["privacy"])


class DataAccessOut(Output):
    id: int
    number: int | None = Field(description="its place in the log; null: it gets one within seconds")
    at: datetime.datetime
    who: str = Field(description="in the reader's language where it is no name")
    what: str = Field(description="what they did, as it goes on after who did it")
    by_me: bool


class DataAccessPageOut(Output):
    items: list[DataAccessOut]
    next_cursor: int | None


class SignedHeadOut(Output):
    size: int
    root: str
    at: datetime.datetime
    key: str
    signature: str


class DataAccessProofOut(Output):
    """RFC 6962 §2.1.1: SHA-256 of a zero byte and `entry` is the leaf; with `path` it makes the root that is signed."""

    number: int
    entry: str = Field(description="what was hashed, people in it by pseudonyms")
    path: list[str]
    head: SignedHeadOut


@router.get("/privacy/accesses", auth=signed_in, response={200: DataAccessPageOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_accesses(request: HttpRequest, cursor: int | None = None) -> HttpResponse:
    """What others did with my data, the latest first, 50 at a time."""
    told, following = queries.accesses_of(viewer_of(request).person_id, language_of(request), cursor)
    return answer(DataAccessPageOut(items=[DataAccessOut(**vars(each)) for each in told], next_cursor=following))


@router.get(
    "/privacy/accesses/{number}/proof",
    auth=signed_in,
    response={200: DataAccessProofOut, **problems(SignInRequired, EntryUnknown, NotYetProved)},
)
@under(PURPOSE)
def read_proof(request: HttpRequest, number: int) -> HttpResponse:
    """That an entry about me is in the log as it was signed last."""
    proof = queries.access_about(viewer_of(request).person_id, number)
    head = proof.head
    return answer(
        DataAccessProofOut(
            number=number,
            entry=proof.text,
            path=[each.hex() for each in proof.path],
            head=SignedHeadOut(
                size=head.size,
                root=head.root.hex(),
                at=head.at,
                key=head.key.hex(),
                signature=head.signature.hex(),
            ),
        )
    )
