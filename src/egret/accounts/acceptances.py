"""Which version of the privacy policy a person accepted, for whoever tells them of another one."""

from __future__ import annotations

import uuid

from egret.accounts.models import PolicyAcceptance
from egret.kernel import clock
from egret.kernel.purpose import under
from egret.kernel.text import Language


class Acceptances:
    """Fills `kernel.policy`."""

    @under("accounts.sign_in")
    def latest(self, person_id: uuid.UUID) -> str | None:
        accepted = PolicyAcceptance.objects.filter(person_id=person_id)
        return accepted.order_by("-policy_version").values_list("policy_version", flat=True).first()

    @under("accounts.sign_in")
    def accept(self, person_id: uuid.UUID, version: str, language: Language) -> None:
        PolicyAcceptance.objects.get_or_create(
            person_id=person_id,
            policy_version=version,
            defaults={"language": language, "accepted_at": clock.now()},
        )
