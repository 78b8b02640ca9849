"""A person, the sign-in under way, and the policy that was accepted."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from egret.kernel import clock
from egret.kernel.ids import new_id
from egret.kernel.text import LANGUAGES

LANGUAGE_CHOICES = [(language, language) for language in LANGUAGES]


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(phone=username)


class Person(AbstractBaseUser):
    """Somebody with an account. Signing up takes the phone number and nothing else (C24)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone = models.CharField(max_length=16, unique=True)  # E.164
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_login = None  # Django's field, which nothing here needs

    USERNAME_FIELD = "phone"
    objects: ClassVar[PersonManager] = PersonManager()


class SignInFlow(models.Model):
    """One sign-in by SMS code: sent → confirmed (the code was right) → finished (signed in). Its id is the secret.

    It exists only after the policy was accepted (C05), and is deleted when it expires or the age gate refuses (C02).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = models.CharField(max_length=16)
    code_hash = models.CharField(max_length=64)
    policy_version = models.CharField(max_length=10)
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)


class PolicyAcceptance(models.Model):
    """That a person accepted a version of the policy, in which language, and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="policy_acceptances")
    policy_version = models.CharField(max_length=10)
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "policy_version"], name="one_acceptance_per_version"),
        ]
