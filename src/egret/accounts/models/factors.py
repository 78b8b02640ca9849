"""Ways to sign in beside phone and password, and second factors."""

from __future__ import annotations

from django.db import models

from egret.accounts.models.person import Person
from egret.kernel import clock
from egret.kernel.ids import new_id


class Identity(models.Model):
    """A person at another provider: the provider's UID and nothing else of its answer (C25).

    `provider` is "wechat" or "oidc:<id of the organisation's connection>".
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=64)
    uid = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "uid"], name="one_person_per_identity")]


class Passkey(models.Model):
    """A WebAuthn credential (W3C Web Authentication Level 3, §5.1). Only its public half is here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    credential_id = models.CharField(max_length=1400, unique=True)  # base64url; at most 1,023 bytes (§5.8.3)
    public_key = models.BinaryField()  # COSE
    sign_count = models.PositiveBigIntegerField(default=0)
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)


class TotpDevice(models.Model):
    """An authenticator app (RFC 6238). The secret is encrypted; a step once used is not taken again (§5.2)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="totp")
    secret = models.CharField(max_length=255)  # encrypted under the installation's key
    confirmed_at = models.DateTimeField(null=True)  # null: shown, and not yet proved
    last_step = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost; works once, kept as a keyed hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)
