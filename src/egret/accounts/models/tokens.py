"""What programs sign in with: app passwords and API tokens."""

from __future__ import annotations

from django.db import models

from egret.accounts.models.person import Person
from egret.kernel import clock
from egret.kernel.ids import new_id


class TokenKind(models.TextChoices):
    APP_PASSWORD = "app_password"  # noqa: S105  # HTTP Basic, for WebDAV and calendar clients
    API_TOKEN = "api_token"  # noqa: S105  # Bearer, for the API


class AccessToken(models.Model):
    """Shown once, kept as a hash: its secret is random and long, so a plain SHA-256 cannot be turned back.

    `scopes` are words separated by spaces, as in RFC 6749 §3.3.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_tokens")
    kind = models.CharField(max_length=12, choices=TokenKind.choices)
    label = models.CharField(max_length=60)
    scopes = models.CharField(max_length=255)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
