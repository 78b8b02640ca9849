"""An organisation's own directory: OIDC sign-in and SCIM provisioning."""

from __future__ import annotations

import uuid

from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id
from egret.organizations.models.organization import Organization
from egret.organizations.models.people import Department


class SsoConnection(models.Model):
    """An OpenID Connect provider of one organisation (OpenID Connect Core 1.0)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="sso")
    issuer = models.CharField(max_length=300)
    client_id = models.CharField(max_length=255)
    client_secret = models.CharField(max_length=600, default="", blank=True)  # encrypted under the installation's key
    group_claim = models.CharField(max_length=60, default="groups", blank=True)
    enabled = models.BooleanField(default=False)


class SsoGroup(models.Model):
    """A value of the group claim, and the department it leads to; the first in `position` wins."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    connection = models.ForeignKey(SsoConnection, on_delete=models.CASCADE, related_name="group_mapping")
    value = models.CharField(max_length=200)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "value"], name="one_department_per_claim")]


class SsoAttempt(models.Model):
    """One way to the provider and back: `id` is the state; gone with the answer, so that none is taken twice (C14)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(SsoConnection, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    code_verifier = models.CharField(max_length=128)
    browser = models.CharField(max_length=64)  # keyed hash of the cookie of the browser that began
    next_path = models.CharField(max_length=300, default="", blank=True)
    policy_version = models.CharField(max_length=10)
    language = models.CharField(max_length=8)
    expires_at = models.DateTimeField()


class ScimToken(models.Model):
    """A bearer token of the organisation's directory. Rotated: a new one works beside the old until that is revoked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="scim_tokens")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
