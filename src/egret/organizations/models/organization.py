"""An organisation, the legal entity that answers for its data, and its rules."""

from __future__ import annotations

from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id


class LegalEntity(models.Model):
    """A controller of data (C06): each enterprise here, the installation's operator from its settings."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)  # ISO 3166-1 alpha-2
    contact_name = models.CharField(max_length=120)
    contact_email = models.CharField(max_length=254)
    contact_phone = models.CharField(max_length=40, default="", blank=True)
    address = models.CharField(max_length=300, default="", blank=True)
    language = models.CharField(max_length=8, choices=[("en", "en"), ("zh-Hans", "zh-Hans")], default="en")


class Rule(models.TextChoices):
    """Who in an organisation may do something."""

    NOBODY = "nobody"
    ADMINS = "admins"
    MEMBERS = "members"


class Organization(models.Model):
    """An enterprise in this installation; the controller of what its members do in it (C01)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    controller = models.OneToOneField(LegalEntity, on_delete=models.PROTECT, related_name="organization")
    created_at = models.DateTimeField(default=clock.now)
    who_records = models.CharField(max_length=7, choices=Rule.choices, default=Rule.ADMINS)
    who_shares_outside = models.CharField(max_length=7, choices=Rule.choices, default=Rule.MEMBERS)
    who_invites_guests = models.CharField(max_length=7, choices=Rule.choices, default=Rule.ADMINS)
    accepts_requests = models.BooleanField(default=False)
    requires_second_factor = models.BooleanField(default=False)
    attendance_days = models.PositiveSmallIntegerField(default=180)


class Domain(models.Model):
    """A mail domain of an organisation. Verified by the operator or by DNS; then SSO addresses in it may join."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(max_length=253, unique=True)
    verified_at = models.DateTimeField(null=True)
