"""Messages that could not be handed over, for whoever runs the installation."""

from __future__ import annotations

from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id


class SmsDelivery(models.Model):
    """A failed hand-over to the SMS provider: when and why, never to whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=clock.now, db_index=True)
    country_code = models.PositiveSmallIntegerField()  # a provider often fails for one country
    reason = models.CharField(max_length=200)
