"""Requests to join: asked, withdrawn, accepted or declined with a reason."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction

from egret.kernel import clock, ratelimit
from egret.kernel.permissions import require
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Text
from egret.organizations import audit, policies
from egret.organizations.actions.members import do_add_member
from egret.organizations.errors import OrganizationUnknown
from egret.organizations.errors.joining import (
    AlreadyMember,
    ReasonMissing,
    RequestDecided,
    RequestPending,
    RequestUnknown,
)
from egret.organizations.models import JoinRequest, Membership, Source
from egret.organizations.names import parse_name, parse_optional
from egret.organizations.queries.access import lock_administration, lock_organization
from egret.organizations.queries.joining import access_request, organization_taking_requests

# As long as JoinRequest.message and .reason.
MESSAGE_LENGTH = 300
# Asking again after an answer is fair; asking all day is not.
REQUESTS_PER_PERSON = Limit("requests to join per person", 10, timedelta(days=1))

ACCEPTED = audit.act("request.accepted", Text("let {person} in as {role}", "同意 {person} 加入（{role}）"))
DECLINED = audit.act("request.declined", Text("declined a request to join", "拒绝了一个加入申请"))


def do_ask(organization_id: uuid.UUID, person_id: uuid.UUID, message: str) -> JoinRequest:
    """Ask to join. Raises OrganizationUnknown, AlreadyMember, RequestPending, NameUnusable, TooManyRequests."""
    organization_taking_requests(organization_id)
    readable = parse_optional(message, MESSAGE_LENGTH, "message")
    ratelimit.spend(REQUESTS_PER_PERSON, str(person_id))
    with transaction.atomic():
        # Under the lock two requests at the same moment are one after the other.
        require(lock_organization(organization_id).accepts_requests, OrganizationUnknown())
        mine = {"organization_id": organization_id, "person_id": person_id}
        require(not Membership.objects.filter(**mine).exists(), AlreadyMember())
        require(not JoinRequest.objects.filter(**mine, state=JoinRequest.State.PENDING).exists(), RequestPending())
        return JoinRequest.objects.create(**mine, message=readable)


def do_withdraw(person_id: uuid.UUID, request_id: uuid.UUID) -> None:
    """Take one's own request back; an answered one stays as it is. Raises RequestUnknown, RequestDecided."""
    mine = JoinRequest.objects.filter(id=request_id, person_id=person_id)
    gone, _ = mine.filter(state=JoinRequest.State.PENDING).delete()
    if not gone:
        raise RequestDecided if mine.exists() else RequestUnknown


def do_accept_request(
    actor: Membership, request_id: uuid.UUID, *, role: str, department_id: uuid.UUID | None
) -> Membership:
    """Let them in. Raises NotAllowed, RequestUnknown, RequestDecided, DepartmentUnknown; then nothing is changed."""
    with transaction.atomic():
        actor, request = _pending(actor, request_id)
        require(policies.can_invite(actor, role))
        member = do_add_member(
            actor.organization_id,
            request.person_id,
            role=role,
            department_id=department_id,
            name="",
            source=Source.REQUEST,
            source_detail="",
        )
        _decide(request, JoinRequest.State.ACCEPTED)
        audit.record(actor.organization_id, actor.person_id, ACCEPTED, person=str(request.person_id), role=role)
    return member


def do_decline_request(actor: Membership, request_id: uuid.UUID, reason: str) -> JoinRequest:
    """Say no, and why. Raises ReasonMissing, NameUnusable, NotAllowed, RequestUnknown, RequestDecided."""
    require(bool(reason.strip()), ReasonMissing(field="reason"))
    readable = parse_name(reason, MESSAGE_LENGTH, "reason")
    with transaction.atomic():
        actor, request = _pending(actor, request_id)
        _decide(request, JoinRequest.State.DECLINED, readable)
        audit.record(actor.organization_id, actor.person_id, DECLINED)
    return request


def _pending(actor: Membership, request_id: uuid.UUID) -> tuple[Membership, JoinRequest]:
    actor = lock_administration(actor)
    # Locked: the person may be withdrawing it at this moment.
    request = access_request(actor.organization_id, request_id, lock=True)
    require(request.state == JoinRequest.State.PENDING, RequestDecided())
    return actor, request


def _decide(request: JoinRequest, state: JoinRequest.State, reason: str = "") -> None:
    request.state, request.reason, request.decided_at = state, reason, clock.now()
    request.save(update_fields=["state", "reason", "decided_at"])
