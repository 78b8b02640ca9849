"""What is anonymous stays so: C66."""

from __future__ import annotations

import uuid
from itertools import islice

from egret.accounts import synthetic
from egret.accounts.queries import person_by_phone
from egret.kernel import audit
from egret.kernel.installation import Installation, tables_holding
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under
from egret.kernel.vault import KeyDestroyed, KeyMissing, Owner, pseudonyms
from egret.kernel.vault.owners import owners_of
from egret.privacy.audit.models import Entry
from egret.privacy.audit.personal import PURPOSE
from egret.privacy.audit.promises import PROBED

# Every key that is left is tried; of a very large installation as many as seconds allow.
TRIED = 20_000


def probe_linking(installation: Installation) -> Finding:
    """Somebody is written of in the audit log and goes; then their entry is led back to them by every way there is:
    the index, their own key, everybody else's keys, and any table that still knows both."""
    phone = synthetic.new_phone()
    with synthetic.signed_up(installation, phone):
        person_id, pseudonym = _written(phone)
        known = pseudonyms.people_behind([pseudonym]) == {pseudonym: person_id}
    stands = _stands(pseudonym)
    ways = {
        "the index": bool(pseudonyms.people_behind([pseudonym])),
        "their key": _derived(person_id) == pseudonym,
        "another's key": any(_derived(each.id) == pseudonym for each in islice(owners_of("person"), TRIED)),
    }
    places = [place for place in tables_holding(pseudonym) if place != "privacy_audit.Entry.subject"]
    places += [place for text in (str(person_id), person_id.hex) for place in tables_holding(text)]
    return Finding(
        known and stands and not any(ways.values()) and not places,
        f"led back while there was the account: {known}; the entry stands afterwards: {stands}; led back then by "
        f"{ways}; tables that still hold the pseudonym or the person's key: {places}",
    )


@under("kernel.probe")
def _written(phone: str) -> tuple[uuid.UUID, str]:
    person = person_by_phone(phone)
    assert person is not None
    audit.record(PROBED, subject=person.id)
    return person.id, Entry.objects.filter(act=PROBED).exclude(subject="").latest("id").subject


@under(PURPOSE)
def _stands(pseudonym: str) -> bool:
    return Entry.objects.filter(subject=pseudonym).exists()


def _derived(person_id: uuid.UUID) -> str | None:
    try:
        return pseudonyms.derive(Owner("person", person_id))
    except (KeyDestroyed, KeyMissing):
        return None


promise("C66", control=pseudonyms.pseudonyms_of, probe=probe_linking)
