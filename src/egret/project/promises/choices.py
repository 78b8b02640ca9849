"""Consent is off until it is given, and as easily taken back: C37, C71."""

from __future__ import annotations

import uuid

from egret.accounts import synthetic
from egret.kernel import consents
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import PURPOSES, LegalBasis, under
from egret.privacy.consents import actions, queries
from egret.project.promises.requests import person_of

CONSENTS = "/api/v1/privacy/consents"


def probe_off_by_default(installation: Installation) -> Finding:
    """A fresh account has no purpose switched on that rests on consent, on the page and where the code asks."""
    asking = {each.id for each in PURPOSES.values() if each.basis is LegalBasis.CONSENT}
    with synthetic.signed_up(installation) as visitor:
        shown = {each["purpose"]: each["given"] for each in visitor.get(CONSENTS).items}
        held = {each: is_given(person_of(visitor), each) for each in sorted(asking)}
    return Finding(
        bool(asking) and set(shown) == asking and not any(shown.values()) and not any(held.values()),
        f"purposes that rest on consent: {sorted(asking)}; on for a fresh account: shown {shown}, in force {held}",
    )


def probe_as_easily_back(installation: Installation) -> Finding:
    """Giving and withdrawing take one request each, at the same address; both hold at once, and both are written."""
    with synthetic.signed_up(installation) as visitor:
        person_id = person_of(visitor)
        steps = {}
        for purpose in sorted(each.id for each in queries.asked()):
            given = _steps_until(visitor, person_id, purpose, given=True)
            withdrawn = _steps_until(visitor, person_id, purpose, given=False)
            history = {each["purpose"]: each["history"] for each in visitor.get(CONSENTS).items}[purpose]
            steps[purpose] = (given, withdrawn, [each["given"] for each in history])
    kept = bool(steps) and all(each[1] <= each[0] == 1 and each[2] == [False, True] for each in steps.values())
    return Finding(kept, f"requests to give, requests to withdraw, what the ledger has (latest first): {steps}")


def _steps_until(visitor: Visitor, person_id: uuid.UUID, purpose: str, *, given: bool) -> int:
    """How many requests it takes until it is so; more than three: it cannot be done."""
    for step in range(1, 4):
        visitor.request("PUT", f"{CONSENTS}/{purpose}", {"given": given})
        if is_given(person_id, purpose) == given:
            return step
    return 99


@under("privacy.consents")
def is_given(person_id: uuid.UUID, purpose: str) -> bool:
    return consents.given(person_id, purpose)


promise("C37", control=queries.given, probe=probe_off_by_default)
promise("C71", control=actions.do_choose, probe=probe_as_easily_back)
