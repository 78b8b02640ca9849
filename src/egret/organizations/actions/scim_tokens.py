"""The bearer tokens of an organisation's directory: shown once, kept as a hash, two at work while one is rotated."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from egret.kernel import clock, secret
from egret.kernel.permissions import require
from egret.kernel.text import Text
from egret.organizations import audit
from egret.organizations.errors.provisioning import LifetimeUnusable, ScimTokenUnknown, TooManyScimTokens
from egret.organizations.models import Membership, ScimToken
from egret.organizations.queries.access import lock_administration

# Whoever forgets a token in a directory's settings is reminded once a year at the latest.
MAXIMUM_DAYS = 365
# The one in use, the one that replaces it, and some of those who try things out.
MAXIMUM_TOKENS = 5
# When a token was last used is for people to read; a directory asks many times a second.
NOTED_EVERY = timedelta(minutes=5)

MADE = audit.act(
    "scim.token_made", Text("made a provisioning token for {days} days", "创建了有效期 {days} 天的同步令牌")
)
REVOKED = audit.act("scim.token_revoked", Text("revoked a provisioning token", "撤销了一个同步令牌"))


def do_make_token(actor: Membership, days: int) -> tuple[ScimToken, str]:
    """A new token and its secret, which nobody can show again. Raises LifetimeUnusable, TooManyScimTokens."""
    require(1 <= days <= MAXIMUM_DAYS, LifetimeUnusable(field="days", maximum_days=MAXIMUM_DAYS))
    moment = clock.now()
    with transaction.atomic():
        actor = lock_administration(actor)
        ScimToken.objects.filter(organization_id=actor.organization_id, expires_at__lte=moment).delete()
        count = ScimToken.objects.filter(organization_id=actor.organization_id).count()
        require(count < MAXIMUM_TOKENS, TooManyScimTokens(maximum=MAXIMUM_TOKENS))
        shown = secret.new_token("egretscim")
        token = ScimToken.objects.create(
            organization_id=actor.organization_id,
            secret_hash=secret.hash_token(shown),
            expires_at=moment + timedelta(days=days),
        )
        audit.record(actor.organization_id, actor.person_id, MADE, days=days)
    return token, shown


def do_revoke_token(actor: Membership, token_id: uuid.UUID) -> None:
    """Raises ScimTokenUnknown."""
    with transaction.atomic():
        actor = lock_administration(actor)
        gone, _ = ScimToken.objects.filter(organization_id=actor.organization_id, id=token_id).delete()
        require(gone > 0, ScimTokenUnknown())
        audit.record(actor.organization_id, actor.person_id, REVOKED)


def do_use_token(shown: str) -> uuid.UUID | None:
    """Whose directory shows this token; None when it is none of ours, or was revoked, or has expired."""
    moment = clock.now()
    token = ScimToken.objects.filter(secret_hash=secret.hash_token(shown), expires_at__gt=moment).first()
    if token is None:
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lt=moment - NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at < moment - NOTED_EVERY:
        ScimToken.objects.filter(stale, id=token.id).update(last_used_at=moment)
    return token.organization_id
