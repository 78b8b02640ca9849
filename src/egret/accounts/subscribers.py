"""What accounts do when a person goes, what stays of them here, and how people are called in the audit log."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from egret.accounts import queries
from egret.accounts.actions import profile
from egret.accounts.actions.sign_in import do_delete_person
from egret.accounts.models import ChildReport, Identity, Person
from egret.kernel import audit, erasure
from egret.kernel.purpose import under
from egret.kernel.text import Language, Text


@erasure.before("person")
def forget_picture(person_id: uuid.UUID) -> None:
    """The row alone would go by itself, and leave its blob to nobody."""
    profile.forget_picture(person_id)


@audit.naming(audit.PEOPLE)
@under("accounts.profile")
def names(ids: Collection[uuid.UUID], reader: uuid.UUID, language: Language) -> Mapping[uuid.UUID, str]:
    """Whoever used somebody's data is named to them by the name they gave themselves, seen or not otherwise."""
    return {id_: card.name for id_, card in queries.people_by_id(ids).items() if card.name}


@erasure.deletes("person")
def delete_person(person_id: uuid.UUID) -> bool:
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(id=person_id).first()
        if person is not None:
            do_delete_person(person)
    return person is not None


@erasure.lists("person")
def people() -> Iterator[uuid.UUID]:
    return Person.objects.values_list("id", flat=True).iterator()


@erasure.keeps(
    "accounts.child_reports",
    Text(
        "Whether and when a report about the account was decided, and what the reporter wrote; 180 days, because the "
        "law asks us to show that we acted. It no longer says whose account it was.",
        "有关该账号的举报是否及何时处理、举报人所写内容；保留 180 天，因为法律要求我们证明已作处理。不再注明账号。",
    ),
    tables=("accounts.ChildReport",),
)
def reports_about(person_id: uuid.UUID) -> int:
    return ChildReport.objects.filter(person_id=person_id).count()


@erasure.known_as
def known_to_others(person_id: uuid.UUID) -> dict[str, str | None]:
    """The SMS provider knows the number, WeChat its own user; the list of leaked passwords was told of nobody."""
    known: dict[str, str | None] = {}
    if settings.EGRET_SMS_URL:
        known[urlsplit(settings.EGRET_SMS_URL).netloc] = Person.objects.values_list("phone", flat=True).get(
            id=person_id
        )
    if settings.EGRET_WECHAT_APP_ID or settings.EGRET_WECHAT_IN_APP_ID:
        identity = Identity.objects.filter(person_id=person_id, provider="wechat").first()
        known[urlsplit(settings.EGRET_WECHAT_API_URL).netloc] = identity.uid if identity else None
    if settings.EGRET_LEAKED_PASSWORDS_URL:
        known[urlsplit(settings.EGRET_LEAKED_PASSWORDS_URL).netloc] = None
    return known
