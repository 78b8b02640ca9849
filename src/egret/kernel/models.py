"""The kernel's own tables: bookkeeping of jobs and of rate limits."""

from __future__ import annotations

from django.db import models


class RateWindow(models.Model):
    """How often something happened within one window of time; the key is a keyed hash."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)


class WorkerBeat(models.Model):
    """A worker's sign of life; a job whose worker fell silent is given to another."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()


class PeriodicJob(models.Model):
    """When a periodic job is due next; whoever moves `due_at` on is the one who enqueues it."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()
