"""An organisation's mail domains: claimed by it, verified by the operator, each of one organisation."""

from __future__ import annotations

import re
import uuid

from django.db import IntegrityError, transaction

from egret.kernel import clock
from egret.kernel.permissions import require
from egret.kernel.text import Text
from egret.organizations import audit
from egret.organizations.errors import DomainTaken, DomainUnknown, DomainUnusable, TooManyDomains
from egret.organizations.models import Domain, Membership
from egret.organizations.queries.access import lock_administration

# A group of companies has some dozens; the list is shown whole.
MAXIMUM_DOMAINS = 50
# RFC 1035 §2.3.1 and §2.3.4: labels of letters, digits and hyphens, at least two, 253 characters in all.
DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")

DOMAIN_ADDED = audit.act("rules.domain_added", Text("added the mail domain {domain}", "添加了邮箱域名 {domain}"))
DOMAIN_REMOVED = audit.act("rules.domain_removed", Text("removed the mail domain {domain}", "移除了邮箱域名 {domain}"))
DOMAIN_VERIFIED = audit.act(
    "rules.domain_verified", Text("verified the mail domain {domain}", "验证了邮箱域名 {domain}")
)


def do_claim_domain(actor: Membership, typed: str) -> Domain:
    """Say that a mail domain is the organisation's; it counts once the operator verified it.

    Raises NotAllowed, DomainUnusable, DomainTaken, TooManyDomains.
    """
    name = parse_domain(typed)
    with transaction.atomic():
        actor = lock_administration(actor)
        claimed = Domain.objects.filter(organization_id=actor.organization_id)
        require(claimed.count() < MAXIMUM_DOMAINS, TooManyDomains(limit=MAXIMUM_DOMAINS))
        try:
            with transaction.atomic():
                domain = Domain.objects.create(organization_id=actor.organization_id, name=name)
        except IntegrityError:
            raise DomainTaken(field="name") from None
        audit.record(actor.organization_id, actor.person_id, DOMAIN_ADDED, domain=name)
    return domain


def do_release_domain(actor: Membership, domain_id: uuid.UUID) -> None:
    """Raises NotAllowed, DomainUnknown."""
    with transaction.atomic():
        actor = lock_administration(actor)
        domain = Domain.objects.filter(organization_id=actor.organization_id, id=domain_id).first()
        if domain is None:
            raise DomainUnknown
        domain.delete()
        audit.record(actor.organization_id, actor.person_id, DOMAIN_REMOVED, domain=domain.name)


def do_verify_domain(typed: str, organization_id: uuid.UUID | None = None) -> Domain:
    """The operator's word that a domain belongs to who claims it, or to the organisation named here.

    Raises DomainUnusable, DomainUnknown.
    """
    with transaction.atomic():
        domain = Domain.objects.select_for_update().filter(name=parse_domain(typed)).first()
        if domain is None:
            raise DomainUnknown
        if organization_id is not None:
            domain.organization_id = organization_id
        domain.verified_at = domain.verified_at or clock.now()
        domain.save()
        audit.record(domain.organization_id, None, DOMAIN_VERIFIED, domain=domain.name)
    return domain


def parse_domain(typed: str) -> str:
    """In small letters, international names in their ASCII form (RFC 5891). Raises DomainUnusable."""
    text = typed.strip().rstrip(".").removeprefix("@").lower()
    try:
        name = text.encode("idna").decode()
    except UnicodeError:
        raise DomainUnusable(field="name") from None
    require(DOMAIN.fullmatch(name) is not None, DomainUnusable(field="name"))
    return name
