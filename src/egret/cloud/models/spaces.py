"""A space: one root folder, one owner whose key encrypts what is in it, one quota."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id


class Space(models.Model):
    """Of a person, of an organisation, or of a group in an organisation; made when it is first looked at.

    `organization` is set for a group's space too: its key encrypts what is there, and it answers for it. `used_bytes`
    counts every version of every file, those in the trash as well. `quota_bytes` null: the installation's default.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, null=True, related_name="+"
    )
    group = models.OneToOneField("organizations.Group", on_delete=models.SET_NULL, null=True, related_name="+")
    # The name of a group that is gone: its files stay, for the administrators.
    former_group = models.CharField(max_length=80, default="", blank=True)
    quota_bytes = models.PositiveBigIntegerField(null=True)
    used_bytes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organization=None, group=None)
                | models.Q(person=None, organization__isnull=False),
                name="one_owner_of_a_space",
            ),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(group=None, former_group=""),
                name="one_space_of_an_organization",
            ),
        ]
