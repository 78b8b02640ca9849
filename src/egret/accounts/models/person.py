"""A person, what they prefer, and the policy they accepted."""

from __future__ import annotations

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
    """Somebody with an account. Signing up takes the phone number and nothing else (C24).

    `phone` is null for whom an organisation signs in by its own directory. `password` is a hash, or unusable.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone = models.CharField(max_length=16, unique=True, null=True)  # E.164
    created_at = models.DateTimeField(default=clock.now, editable=False)
    last_login = None  # Django's field, which nothing here needs

    USERNAME_FIELD = "phone"
    objects: ClassVar[PersonManager] = PersonManager()


class Preferences(models.Model):
    """What a person chose; the row appears with the first choice. `time_zone` comes with the first schedule (C27)."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="preferences")
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES, default="", blank=True)
    theme = models.CharField(max_length=5, choices=[("light", "light"), ("dark", "dark")], default="", blank=True)
    time_zone = models.CharField(max_length=64, default="", blank=True)  # IANA; empty: never asked


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
