"""The sign-in under way: one flow for every way in."""

from __future__ import annotations

import uuid

from django.db import models

from egret.accounts.models.person import LANGUAGE_CHOICES, Person
from egret.kernel import clock


class FlowKind(models.TextChoices):
    """What was proved, or is being proved, first."""

    SMS = "sms"
    PASSWORD = "password"  # noqa: S105  # a way to sign in, not a secret
    PASSKEY = "passkey"
    WECHAT = "wechat"
    OIDC = "oidc"
    PHONE_CHANGE = "phone_change"  # a signed-in person proves a new number


class Factor(models.TextChoices):
    """What may be proved second."""

    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY = "recovery"


class SignInFlow(models.Model):
    """started → confirmed (the first proof was right) → [second factor] → finished (signed in). Its id is the secret.

    It exists only after the policy was accepted (C05), and is deleted when it expires or the age gate refuses (C02).
    Evidence (`code_hash`, `challenge`) is emptied as soon as there is a result (C14). `person` is who the first proof
    named; null: somebody new, who meets the age gate. `subject` is the WeChat UID or the OIDC subject of somebody new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=FlowKind.choices, default=FlowKind.SMS)
    phone = models.CharField(max_length=16, default="", blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    subject = models.CharField(max_length=255, default="", blank=True)
    code_hash = models.CharField(max_length=64, default="", blank=True)
    challenge = models.CharField(max_length=128, default="", blank=True)  # WebAuthn's, or OAuth's state
    policy_version = models.CharField(max_length=10)
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
