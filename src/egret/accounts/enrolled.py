"""Which second factors a person has."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from egret.accounts.models import Factor, FlowKind, Passkey, RecoveryCode, TotpDevice


@dataclass(frozen=True)
class Enrolled:
    totp_since: datetime | None
    passkeys: int
    recovery_codes_left: int

    @property
    def any(self) -> bool:
        """Recovery codes alone are no factor: they stand in for one that was lost."""
        return self.totp_since is not None or self.passkeys > 0

    def methods(self, first: FlowKind | None = None) -> list[Factor]:
        """What can be proved second; a passkey that was already the first proof is no second one."""
        available = {
            Factor.TOTP: self.totp_since is not None,
            Factor.PASSKEY: self.passkeys > 0 and first is not FlowKind.PASSKEY,
            Factor.RECOVERY: self.recovery_codes_left > 0,
        }
        return [factor for factor, there in available.items() if there]


def enrolled(person_id: uuid.UUID) -> Enrolled:
    device = TotpDevice.objects.filter(person_id=person_id, confirmed_at__isnull=False).first()
    return Enrolled(
        totp_since=device.confirmed_at if device else None,
        passkeys=Passkey.objects.filter(person_id=person_id).count(),
        recovery_codes_left=RecoveryCode.objects.filter(person_id=person_id, used_at=None).count(),
    )
