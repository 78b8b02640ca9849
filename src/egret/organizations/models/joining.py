"""The ways into an organisation: a link, an expected phone number, a request, an import."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_code, new_id
from egret.organizations.models.organization import Organization
from egret.organizations.models.people import Department, Role, Source


class Invitation(models.Model):
    """A link. open → spent (`uses` reached `maximum_uses`) | expired | revoked."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=14, unique=True, default=new_code)
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, related_name="+")
    maximum_uses = models.PositiveIntegerField(default=1)
    uses = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class ExpectedMember(models.Model):
    """Somebody an administrator entered: by phone invitation or import. Gone once they joined or declined.

    Told at their first sign-in with that number who entered what, and from where (C21). Nothing without a source (C13).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="expected")
    phone = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=60, default="", blank=True)
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, related_name="+")
    source = models.CharField(max_length=7, choices=Source.choices)
    source_detail = models.CharField(max_length=200)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "phone"], name="expected_once"),
            models.CheckConstraint(condition=~models.Q(source_detail=""), name="expected_with_a_source"),
        ]


class JoinRequest(models.Model):
    """pending → accepted | declined (with a reason) | withdrawn (deleted)."""

    class State(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message = models.CharField(max_length=300, default="", blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"], condition=models.Q(state="pending"), name="one_pending_request"
            ),
        ]


class Import(models.Model):
    """A CSV file: reading → preview → importing → done | cancelled | failed. None expected before it is confirmed."""

    class State(models.TextChoices):
        READING = "reading"
        PREVIEW = "preview"
        IMPORTING = "importing"
        DONE = "done"
        CANCELLED = "cancelled"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="imports")
    source_detail = models.CharField(max_length=200)  # "HR list of November 2026"
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.READING)
    encoding = models.CharField(max_length=10, default="", blank=True)
    problem = models.CharField(max_length=300, default="", blank=True)
    lines = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # lines already turned into expected members
    created_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(source_detail=""), name="import_with_a_source")]


class ImportLine(models.Model):
    """One line as read; `fault` is why it cannot be imported (a slug), `value` what stood there."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as a text editor counts
    phone = models.CharField(max_length=40, default="", blank=True)
    name = models.CharField(max_length=60, default="", blank=True)
    department_path = models.CharField(max_length=300, default="", blank=True)  # "Sales / North"
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.MEMBER)
    fault = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "number"]), models.Index(fields=["batch", "fault", "number"])]
