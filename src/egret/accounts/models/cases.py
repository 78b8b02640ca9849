"""A report that an account belongs to a child (C03)."""

from __future__ import annotations

from django.db import models

from egret.accounts.models.person import Person
from egret.kernel import clock
from egret.kernel.ids import new_id


class ChildReport(models.Model):
    """open → upheld (the account is deleted) | dismissed. `due_at` is the deadline of the expedited case.

    It outlives the account (`person` becomes null), so that what was decided can be shown.
    """

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        DISMISSED = "dismissed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    reporter_contact = models.CharField(max_length=120, default="", blank=True)
    relation = models.CharField(max_length=12)  # parent, teacher, child, other
    explanation = models.TextField(max_length=2000, default="", blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    reported_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
