"""What a person shows of themselves: every part optional, and removable at any time (C11, C26)."""

from __future__ import annotations

from django.db import models

from egret.accounts.models.person import Person
from egret.kernel import clock
from egret.kernel.ids import new_id


class Profile(models.Model):
    """The row appears with the first thing a person writes."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    name = models.CharField(max_length=60, default="", blank=True)
    description = models.TextField(max_length=500, default="", blank=True)


class ProfilePicture(models.Model):
    """The picture, cropped and re-encoded, in both sizes it is shown in: two WebP files, one behind the other, in one
    blob of the person's.

    `id` is part of its address: a new picture has a new one, and caches need no telling.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="picture")
    blob = models.OneToOneField("kernel.Blob", on_delete=models.PROTECT, related_name="+")
    large_size = (
        models.PositiveIntegerField()
    )  # where the large one (512 × 512) ends and the small one (96 × 96) begins
    created_at = models.DateTimeField(default=clock.now)
