"""Tables of which something that should be gone is still there."""

from __future__ import annotations

from django.db import models


class Failure(models.Model):
    """Since when a table's rows could not be deleted; the row goes when they could."""

    model = models.CharField(max_length=100, primary_key=True)
    error = models.CharField(max_length=100)
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
