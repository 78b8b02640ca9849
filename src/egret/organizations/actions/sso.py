"""Signing in by an organisation's identity provider: to it with an attempt, back with a proof."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from egret.accounts.actions import directory_people
from egret.kernel import clock, policy
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.kernel.text import Language
from egret.organizations import identity_provider, oidc
from egret.organizations.actions.members import do_add_member
from egret.organizations.actions.sso_connections import client_secret_of, provider_of, redirect_uri
from egret.organizations.errors.provisioning import (
    DomainNotHere,
    EmailMalformed,
    SsoAccountTaken,
    SsoAnswerInvalid,
    SsoAnswerStale,
    SsoDeclined,
    SsoEmailForeign,
    SsoMemberInactive,
    SsoNotProvisioned,
    SsoRefused,
)
from egret.organizations.models import (
    Domain,
    GroupMember,
    Membership,
    Role,
    ScimToken,
    Source,
    SsoAttempt,
    SsoConnection,
)
from egret.organizations.oidc import Claims, Metadata
from egret.organizations.provided import usable_name
from egret.organizations.queries.access import lock_organization

COOKIE = re.compile(r"[A-Za-z0-9_-]{43}")
ATTEMPT_LIFETIME = timedelta(minutes=10)

refused = log_event(
    "organizations.sso_refused",
    connection=not_personal("a random id"),
    why=not_personal("a slug of ours"),
    reason=not_personal("what of the protocol was wrong, in our words"),
)


@dataclass(frozen=True)
class Beginning:
    """Where to send the browser, and the secret it must bring back."""

    location: str
    browser: str


@dataclass(frozen=True)
class Arrival:
    """Who came, what they accepted before they left, and where they go."""

    person_id: uuid.UUID
    policy_version: str
    language: Language
    next_path: str


def do_begin(
    email: str, *, accepted_policy: str | None, language: Language, next_path: str, browser: str | None
) -> Beginning:
    """Begin at the provider of the organisation whose verified domain the address is in; the address is not kept.

    Raises PolicyNotAccepted, EmailMalformed, DomainNotHere, ProviderUnreachable, ProviderUnfit: nothing is stored then.
    """
    version = policy.require_accepted(accepted_policy)
    domain = oidc.domain_of(email)
    if domain is None:
        raise EmailMalformed(field="email")
    connection = SsoConnection.objects.filter(
        enabled=True, organization__domains__name=domain, organization__domains__verified_at__isnull=False
    ).first()
    if connection is None:
        raise DomainNotHere
    metadata = identity_provider.metadata(connection.issuer)
    # Several tabs of one browser may be on their way at once.
    browser = browser if browser and COOKIE.fullmatch(browser) else secrets.token_urlsafe(32)
    attempt = SsoAttempt.objects.create(
        connection=connection,
        nonce=secrets.token_urlsafe(32),
        code_verifier=secrets.token_urlsafe(64),
        browser=_hash(browser),
        next_path=next_path,
        policy_version=version,
        language=language,
        expires_at=clock.now() + ATTEMPT_LIFETIME,
    )
    location = oidc.authorization_location(
        metadata,
        client_id=connection.client_id,
        redirect_uri=redirect_uri(),
        state=str(attempt.id),
        nonce=attempt.nonce,
        verifier=attempt.code_verifier,
        login_hint=email.strip(),
    )
    return Beginning(location, browser)


def do_arrive(state: str, *, code: str, issuer: str, browser: str | None) -> Arrival:
    """Back from the provider with its answer, which is taken once (C14). `code` "": the provider said no.

    Raises SsoRefused of some kind, ProviderUnreachable, ProviderUnfit.
    """
    attempt = _take(state)
    if attempt is None or attempt.expires_at <= clock.now() or not _is_browser(attempt, browser):
        raise SsoAnswerStale
    connection = attempt.connection
    try:
        # RFC 9207 §2.4: a provider that names itself must be the one that was asked.
        if issuer not in ("", connection.issuer):
            raise SsoAnswerInvalid(reason="the answer of another issuer")
        if not code or not connection.enabled:
            raise SsoDeclined
        metadata = identity_provider.metadata(connection.issuer)
        # The same paragraph: one that always names itself has not sent an answer without its name.
        if not issuer and metadata.names_itself:
            raise SsoAnswerInvalid(reason="an answer that does not name its issuer")
        claims = oidc.use(_prove(attempt, metadata, code), connection.group_claim)
        person_id = do_let_in(connection, claims)
    except SsoRefused as error:
        refused(connection=connection.id, why=error.slug, reason=error.facts.get("reason", ""))
        raise
    return Arrival(
        person_id,
        policy_version=attempt.policy_version,
        language="zh-Hans" if attempt.language == "zh-Hans" else "en",
        next_path=attempt.next_path or f"/o/{connection.organization_id}/people",
    )


@under("organizations.administer")
def do_let_in(connection: SsoConnection, claims: Claims) -> uuid.UUID:
    """The person behind valid claims, made a member when the organisation's provider alone says who is.

    Raises SsoEmailForeign, SsoMemberInactive, SsoNotProvisioned, SsoAccountTaken; then nothing is stored.
    """
    _require_own_domain(connection, claims)
    provider = provider_of(connection)
    with transaction.atomic():
        lock_organization(connection.organization_id)
        known = directory_people.person_by_identity(provider, claims.subject)
        entered = _entered(connection, claims)
        if entered is not None:
            return _link(entered, known, provider, claims)
        if known is not None:
            member = Membership.objects.filter(organization_id=connection.organization_id, person_id=known).first()
            if member is not None:
                if not member.active:
                    raise SsoMemberInactive
                return known
        # Once a directory provisions, it alone says who belongs: whoever it took away must not come back by this door.
        if ScimToken.objects.filter(organization_id=connection.organization_id, expires_at__gt=clock.now()).exists():
            raise SsoNotProvisioned
        if known is None:
            known = directory_people.do_make_directory_person()
            directory_people.do_add_identity(known, provider, claims.subject)
        do_add_member(
            connection.organization_id,
            known,
            role=Role.MEMBER,
            department_id=_department(connection, claims),
            name=usable_name(claims.name),
            source=Source.SSO,
            source_detail=connection.issuer[:200],
        )
    return known


def sign_out_location(person_id: uuid.UUID) -> str | None:
    """Where the browser signs out at the organisation's provider too, for whom one vouches.

    Raises ProviderUnreachable, ProviderUnfit.
    """
    providers = [name for name in directory_people.providers_of(person_id) if name.startswith("oidc:")]
    ids = [name.removeprefix("oidc:") for name in providers]
    connection = SsoConnection.objects.filter(id__in=ids, enabled=True).first()
    if connection is None:
        return None
    metadata = identity_provider.metadata(connection.issuer)
    return oidc.sign_out_location(metadata, client_id=connection.client_id, redirect_uri=f"{settings.EGRET_ORIGIN}/")


def _take(state: str) -> SsoAttempt | None:
    """The attempt, removed in the same breath: of two who bring one state, one gets it."""
    try:
        attempt_id = uuid.UUID(state)
    except ValueError:
        return None
    with transaction.atomic():
        attempt = SsoAttempt.objects.select_related("connection").filter(id=attempt_id).first()
        taken, _ = SsoAttempt.objects.filter(id=attempt_id).delete()
    return attempt if taken else None


def _prove(attempt: SsoAttempt, metadata: Metadata, code: str) -> dict[str, object]:
    connection = attempt.connection
    return identity_provider.claims_for(
        metadata,
        client_id=connection.client_id,
        client_secret=client_secret_of(connection),
        code=code,
        redirect_uri=redirect_uri(),
        verifier=attempt.code_verifier,
        nonce=attempt.nonce,
        # Only where the groups lead anywhere.
        group_claim=connection.group_claim if connection.group_mapping.exists() else "",
    )


def _require_own_domain(connection: SsoConnection, claims: Claims) -> None:
    """A provider speaks for its organisation's verified domains, and for nobody else's."""
    domain = oidc.domain_of(claims.email or "")
    own = Domain.objects.filter(organization_id=connection.organization_id, name=domain, verified_at__isnull=False)
    if domain is None or not own.exists():
        raise SsoEmailForeign


def _entered(connection: SsoConnection, claims: Claims) -> Membership | None:
    """The member whom the organisation's directory provisioned, by its own key or by user name."""
    provisioned = Membership.objects.filter(
        organization_id=connection.organization_id, scim_user_name__isnull=False
    ).order_by("id")
    by_key = provisioned.filter(scim_external_id=claims.subject).first()
    return by_key or provisioned.filter(scim_user_name__iexact=claims.email).first()


def _link(entered: Membership, known: uuid.UUID | None, provider: str, claims: Claims) -> uuid.UUID:
    """The provider's subject and the directory's member are one person."""
    if not entered.active:
        raise SsoMemberInactive
    if known == entered.person_id:
        return known
    if directory_people.uids_of(entered.person_id, provider):
        raise SsoAccountTaken
    if known is None:
        directory_people.do_add_identity(entered.person_id, provider, claims.subject)
        return entered.person_id
    _unite(entered, known, provider)
    return known


def _unite(entered: Membership, known: uuid.UUID, provider: str) -> None:
    """Who signed in before the directory entered them keeps their account; the directory keeps its member's id."""
    spare = entered.person_id
    former = Membership.objects.filter(organization_id=entered.organization_id, person_id=known).first()
    if former is not None:
        if former.scim_user_name is not None:
            raise SsoAccountTaken
        entered.role = former.role
        entered.department_id = entered.department_id or former.department_id
        there = GroupMember.objects.filter(membership=entered).values("group_id")
        GroupMember.objects.filter(membership=former).exclude(group_id__in=there).update(membership=entered)
        entered.heads.add(*former.heads.all())
        former.delete()
    entered.person_id = known
    entered.save(update_fields=["person", "role", "department"])
    directory_people.do_forget_directory_person(spare, providers=(provider,))


def _department(connection: SsoConnection, claims: Claims) -> uuid.UUID | None:
    """Where the first line of the mapping leads that fits one of the claimed groups."""
    # Compared here: somebody may be in more groups than a query may have parameters.
    claimed = set(claims.groups)
    lines = connection.group_mapping.order_by("position").values_list("value", "department_id")
    return next((department_id for value, department_id in lines if value in claimed), None)


def _is_browser(attempt: SsoAttempt, browser: str | None) -> bool:
    """Another browser with a stolen or planted answer has not the cookie (RFC 9700 §4.7)."""
    return browser is not None and hmac.compare_digest(attempt.browser, _hash(browser))


def _hash(browser: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"sso {browser}".encode(), hashlib.sha256).hexdigest()
