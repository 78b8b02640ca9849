"""An organisation's connection to its identity provider."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db import transaction

from egret.accounts.actions import directory_people
from egret.kernel import secret
from egret.kernel.text import Text
from egret.organizations import audit, identity_provider, oidc
from egret.organizations.actions.members import department_of
from egret.organizations.errors.provisioning import (
    ConnectionUnknown,
    GroupsUnusable,
    ProviderUnfit,
    ProviderUnreachable,
)
from egret.organizations.models import Domain, Membership, SsoConnection, SsoGroup
from egret.organizations.queries.access import lock_administration

SECRET = "organizations.sso"  # noqa: S105  # the purpose of a key, not a secret
SAVED = audit.act("sso.saved", Text("set up single sign-on with {host}", "设置了与 {host} 的单点登录"))
SWITCHED_ON = audit.act("sso.on", Text("switched single sign-on on", "启用了单点登录"))
SWITCHED_OFF = audit.act("sso.off", Text("switched single sign-on off", "停用了单点登录"))
REMOVED = audit.act("sso.removed", Text("removed single sign-on", "移除了单点登录"))


StepName = Literal["reachable", "discovery", "keys", "client", "domain"]


@dataclass(frozen=True)
class Step:
    """One step of a test, whether it went well, and in English why not."""

    name: StepName
    passed: bool
    reason: str = ""


def redirect_uri() -> str:
    """Where providers send the browser back to."""
    return f"{settings.EGRET_ORIGIN}/api/v1/sign-in/sso/callback"


def provider_of(connection: SsoConnection) -> str:
    """The name of its identities; a new issuer gets a new connection, since its subjects are other people."""
    return f"oidc:{connection.id}"


def client_secret_of(connection: SsoConnection) -> str:
    return secret.decrypt(SECRET, connection.client_secret) if connection.client_secret else ""


def do_save_connection(
    actor: Membership,
    *,
    issuer: str,
    client_id: str,
    client_secret: str | None,
    group_claim: str,
    groups: Sequence[tuple[str, uuid.UUID]],
    enabled: bool,
) -> SsoConnection:
    """Set up the connection, once the provider has answered; `client_secret` None: as it was, "": a public client.

    `groups` are values of the claim and the department each leads to, the first that fits wins. Raises IssuerUnusable,
    ProviderUnreachable, ProviderUnfit, GroupsUnusable, DepartmentUnknown, and what lock_administration raises.
    """
    if len({value for value, _ in groups}) < len(groups):
        raise GroupsUnusable
    identity_provider.metadata(issuer)
    with transaction.atomic():
        actor = lock_administration(actor)
        connection = SsoConnection.objects.filter(organization=actor.organization).first()
        if connection is not None and connection.issuer != issuer:
            _remove(connection)
            connection = None
        if connection is None:
            connection = SsoConnection(organization=actor.organization, issuer=issuer)
        was_enabled = connection.enabled
        connection.client_id, connection.group_claim, connection.enabled = client_id, group_claim, enabled
        if client_secret is not None:
            connection.client_secret = secret.encrypt(SECRET, client_secret) if client_secret else ""
        connection.save()
        connection.group_mapping.all().delete()
        for position, (value, department_id) in enumerate(groups):
            department = department_of(actor.organization_id, department_id)
            SsoGroup.objects.create(connection=connection, value=value, department=department, position=position)
        host = oidc.host_of(issuer)
        audit.record(actor.organization_id, actor.person_id, SAVED, host=host)
        if was_enabled != enabled:
            audit.record(actor.organization_id, actor.person_id, SWITCHED_ON if enabled else SWITCHED_OFF)
    return connection


def do_remove_connection(actor: Membership) -> None:
    """Nobody signs in by it any more, and its identities are forgotten. Raises ConnectionUnknown."""
    with transaction.atomic():
        actor = lock_administration(actor)
        _remove(access_connection(actor))
        audit.record(actor.organization_id, actor.person_id, REMOVED)


def do_test_connection(actor: Membership) -> list[Step]:
    """Ask the provider everything that can be asked without a person. Raises ConnectionUnknown."""
    connection = access_connection(actor)
    identity_provider.forget(oidc.discovery_address(connection.issuer))
    steps = []
    try:
        metadata = identity_provider.metadata(connection.issuer)
        steps.append(Step("discovery", passed=True))
        identity_provider.forget(metadata.jwks_uri)
        count = oidc.count_keys(identity_provider.keys(metadata))
        steps.append(Step("keys", passed=count > 0, reason="" if count else "no key that signs"))
        refused = identity_provider.refuses_client(
            metadata,
            client_id=connection.client_id,
            client_secret=client_secret_of(connection),
            redirect_uri=redirect_uri(),
        )
        steps.append(Step("client", passed=not refused, reason="invalid_client" if refused else ""))
    except ProviderUnreachable:
        steps.append(Step("reachable", passed=False, reason="no answer"))
    except ProviderUnfit as error:
        steps.append(Step("discovery", passed=False, reason=str(error.facts["reason"])))
    verified = Domain.objects.filter(organization=actor.organization, verified_at__isnull=False).exists()
    return [*steps, Step("domain", passed=verified, reason="" if verified else "no verified mail domain")]


def access_connection(actor: Membership) -> SsoConnection:
    """Raises ConnectionUnknown."""
    connection = SsoConnection.objects.filter(organization_id=actor.organization_id).first()
    if connection is None:
        raise ConnectionUnknown
    return connection


def _remove(connection: SsoConnection) -> None:
    directory_people.do_forget_provider(provider_of(connection))
    connection.delete()
