"""What the probes saw, so that anybody may look whether a promise holds now and held before."""

from __future__ import annotations

from django.db import models

from egret.kernel.ids import new_id
from egret.kernel.promises import State


class Check(models.Model):
    """One state of one clause from `since` to `checked_at`, seen `times` times; another state begins another row.

    `evidence` is the last run's, in the probe's own words; `milliseconds` is how long that took.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clause = models.CharField(max_length=3)
    state = models.CharField(max_length=7, choices=[(state.value, state.value) for state in State])
    evidence = models.TextField()
    since = models.DateTimeField()
    checked_at = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField(default=1)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["clause", "-id"])]
