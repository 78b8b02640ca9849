"""Owners' keys, wrapped by the master key, the tombstones of those that were destroyed, and owners' pseudonyms."""

from __future__ import annotations

from django.db import models

# "organization:" and a UUID are 49 characters.
OWNER_LENGTH = 64


class OwnerKey(models.Model):
    """One owner's key. Deleting the row forgets everything the owner kept, in every copy of the data."""

    owner = models.CharField(max_length=OWNER_LENGTH, primary_key=True)
    wrapped = models.BinaryField(max_length=64)
    # Which master key wraps it: the key's id, never the key.
    master = models.CharField(max_length=16, db_index=True)
    created_at = models.DateTimeField()


class DestroyedKey(models.Model):
    """A key that is gone for good: none is ever made anew under the same name."""

    owner = models.CharField(max_length=OWNER_LENGTH, primary_key=True)
    destroyed_at = models.DateTimeField()


class Pseudonym(models.Model):
    """What the audit log calls an owner. With the row, and the key it was made of, the link between the two is gone."""

    owner = models.CharField(max_length=OWNER_LENGTH, primary_key=True)
    value = models.CharField(max_length=32, unique=True)
