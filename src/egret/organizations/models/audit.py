"""What administrators did."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id
from egret.organizations.models.organization import Organization


class AdministrativeAct(models.Model):
    """One act; `facts` are what the act's sentence is filled with (names of departments, roles, counts)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="acts")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["organization", "-id"])]
