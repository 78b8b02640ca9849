"""The log's rows, and of its tree what saves reading all of them again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

PSEUDONYM_LENGTH = 32
# A random key, of whatever kind.
ABOUT_LENGTH = 64


class Entry(models.Model):
    """One act. Written by the transaction of what it tells of; then numbered and hashed into the tree, and never
    changed. After its period its contents go and its hash stays (`entries.KEPT`)."""

    id = models.BigAutoField(primary_key=True)
    # Its place in the tree, from 0 without a gap; null until the sequencer has seen it.
    number = models.BigIntegerField(null=True, unique=True)
    # Microseconds since 1970 in UTC: the same number in either database, and in what is hashed.
    at = models.BigIntegerField()
    act = models.CharField(max_length=64, blank=True)
    # Pseudonyms (kernel/vault/pseudonyms.py): empty for the installation itself, and for nobody.
    actor = models.CharField(max_length=PSEUDONYM_LENGTH, blank=True)
    subject = models.CharField(max_length=PSEUDONYM_LENGTH, blank=True)
    about = models.CharField(max_length=ABOUT_LENGTH, blank=True)
    # Without it, who knows some of an entry could try the rest until its hash comes out.
    salt = models.CharField(max_length=32, blank=True)
    leaf = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "-id"], condition=~Q(subject=""), name="audit_subject"),
            models.Index(fields=["id"], condition=Q(number=None), name="audit_waiting"),
        ]


class Tree(models.Model):
    """The one row of the tree: how large it is, and the roots of its perfect subtrees; whoever adds to it locks it."""

    ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField(default=0)
    edge = models.TextField(default="")  # hexadecimal
    # What the last signed head covers, and the last that was also handed on (EGRET_AUDIT_HEADS).
    signed_size = models.BigIntegerField(default=0)
    signed_at = models.DateTimeField(null=True)
    delivered_size = models.BigIntegerField(default=0)


class Node(models.Model):
    """The root of the `index`-th perfect subtree of 2^`level` entries, for each eighth level: a proof reads a few
    hundred rows, however long the log."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="audit_node_once")]
