"""One ledger for what people agreed to and what they were told of, so that neither is taken for the other (C81)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from egret.kernel import clock
from egret.kernel.text import LANGUAGES
from egret.privacy.ledger import Appended


class EntryKind(models.TextChoices):
    """given ⇄ withdrawn, by purpose. notice delivered → seen, used after: by version of the policy, never a consent."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    NOTICE_DELIVERED = "notice_delivered"
    NOTICE_SEEN = "notice_seen"
    USED_AFTER_NOTICE = "used_after_notice"


CONSENTS = (EntryKind.GIVEN, EntryKind.WITHDRAWN)
NOTICES = (EntryKind.NOTICE_DELIVERED, EntryKind.NOTICE_SEEN, EntryKind.USED_AFTER_NOTICE)


class Manner(models.TextChoices):
    """How it was said."""

    SWITCH = "switch"
    REQUEST = "request"
    PAGE = "page"
    MESSAGE = "message"


class LedgerEntry(Appended):
    """`purpose` is "" for what concerns a version of the policy; `policy_version` is the one in force, or told of."""

    # Counted by the database: the last word must be the last one, also when the clock was set back between two.
    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=17, choices=EntryKind.choices)
    purpose = models.CharField(max_length=60, default="", blank=True)
    policy_version = models.CharField(max_length=10)
    language = models.CharField(max_length=8, choices=[(each, each) for each in LANGUAGES])
    manner = models.CharField(max_length=7, choices=Manner.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "policy_version", "kind"], condition=Q(purpose=""), name="one_notice_of_a_kind"
            ),
            models.CheckConstraint(
                condition=(Q(purpose="") & Q(kind__in=NOTICES)) | (~Q(purpose="") & Q(kind__in=CONSENTS)),
                name="a_notice_is_no_consent",
            ),
        ]
