"""Cases: the only way for staff to somebody's data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from egret.kernel import cases, clock
from egret.kernel.ids import new_id


class Case(models.Model):
    """open → closed, by hand (`closed_at`) or by itself (`closes_at`). It outlives its subject, who is then nobody."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    about = models.UUIDField(null=True)  # what else it may look at, such as a report, by its key
    opened_by = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    # Of `restrictions.GROUNDS`, where one was named.
    ground = models.CharField(max_length=8, default="", blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    closes_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="case_has_a_reason"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="case_ends_after_it_began"),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and clock.now() < self.closes_at

    def as_entered(self) -> cases.Case:
        """As the door asks for it."""
        return cases.Case(self.id, self.subject_id, self.about, self.closes_at)
