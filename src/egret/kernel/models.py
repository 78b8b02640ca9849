"""The kernel's own tables: bookkeeping of jobs and of rate limits, and what is stored encrypted."""

from __future__ import annotations

from django.db import models

from egret.kernel.ids import new_id


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


class Blob(models.Model):
    """Something stored, encrypted under a key of its own; its bytes are in the object store, as parts."""

    class State(models.TextChoices):
        """OPEN (parts are added) → SEALED (never changes again) → DOOMED (its keys are gone, its objects go next);
        OPEN → DOOMED when it is given up."""

        OPEN = "open"
        SEALED = "sealed"
        DOOMED = "doomed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State)
    size = models.BigIntegerField(default=0)
    part_count = models.PositiveIntegerField(default=0)
    # HMAC over size and parts under a key derived from the blob's own.
    seal = models.BinaryField(max_length=32, null=True)
    created_at = models.DateTimeField()
    doomed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["doomed_at"], condition=models.Q(state="doomed"), name="blob_doomed")]


class BlobKey(models.Model):
    """The blob's key, wrapped by the key of one owner; another owner's copy is one more row."""

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="keys")
    owner = models.CharField(max_length=64, db_index=True)
    wrapped = models.BinaryField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blob", "owner"], name="blob_key_once_per_owner")]


class Part(models.Model):
    """One object of the store: a piece of a blob, written once."""

    blob = models.ForeignKey(Blob, models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=16)
    name = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blob", "number"], name="part_once_per_number"),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="part_not_empty"),
        ]


class KeyDestruction(models.Model):
    """An owner goes, and so will their key: written in the same transaction, deleted once the keyring has done it."""

    # "organization:" and a UUID are 49 characters.
    owner = models.CharField(max_length=64, primary_key=True)
    wanted_at = models.DateTimeField()


class JournalPosition(models.Model):
    """Up to which line of which journal of erasures this database has heard: one that came out of a backup is behind,
    and nothing is served from it before it has caught up. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    journal = models.UUIDField()
    number = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
