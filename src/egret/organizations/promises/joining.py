"""C13 and C21: whoever is entered by others is entered with a source, and told of it."""

from __future__ import annotations

import uuid
from urllib.parse import quote

from django.db import IntegrityError, transaction

from egret.accounts import synthetic as people
from egret.kernel import clock
from egret.kernel.installation import Installation, Reply, tables_holding
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under
from egret.organizations import synthetic
from egret.organizations.actions.expected import parse_source
from egret.organizations.actions.imports import do_import_batch
from egret.organizations.models import ExpectedMember, Import, Source
from egret.organizations.synthetic import Founded

CANARY = "Canary of the probe"
SOURCE = "a list made up by the probe"
ADMINISTRATOR = "Administrator of the probe"


def probe_provenance(installation: Installation) -> Finding:
    """Over HTTP as an administrator: an invitation and a list without a source are refused and leave nothing."""
    phone = people.new_phone()
    with synthetic.founded(installation) as organization:
        entry = {"phone": phone, "name": CANARY}
        refused = [
            organization.owner.post(f"{organization.path}/expected", body).status
            for body in (entry, {**entry, "source_detail": " "})
        ]
        refused += [_upload(organization, phone, source).status for source in (None, " ")]
        stored = tables_holding(phone) + tables_holding(CANARY)
        accepted = _accepted_by_the_database(organization.id, phone)
    return Finding(
        refused == [422] * 4 and not stored and not accepted,
        f"without a source: {refused}; found afterwards in {stored}; accepted by the database: {accepted}",
    )


def probe_told(installation: Installation) -> Finding:
    """Somebody on an imported list is told at first sign-in which organisation, who, what and from where."""
    phone = people.new_phone()
    with synthetic.founded(installation) as organization:
        membership = organization.owner.get(organization.path).body["membership"]
        organization.owner.request("PATCH", f"{organization.path}/people/{membership}", {"name": ADMINISTRATOR})
        refused = _upload(organization, phone, None).status
        made = _upload(organization, phone, SOURCE)
        if made.status != 201:
            return Finding(False, f"a list with its source was refused: {made.status}")
        path = f"{organization.path}/imports/{made.body['id']}"
        confirmed = organization.owner.post(f"{path}/confirm", {}).status
        # The installation's own worker does the same; neither doubles what the other did.
        _finish(uuid.UUID(made.body["id"]))
        with people.signed_up(installation, phone) as newcomer:
            told = newcomer.get("/api/v1/expected").items
            member = newcomer.get(organization.path).status != 404
    facts = [
        (
            each["organization"]["name"],
            each["entered_by"],
            each["source_detail"],
            each["name"],
            bool(each["entered_at"]),
        )
        for each in told
    ]
    kept = refused == 422 and facts == [(organization.name, ADMINISTRATOR, SOURCE, CANARY, True)] and not member
    return Finding(
        kept,
        f"without a source: {refused}; confirmed: {confirmed}; told at first sign-in (organisation, who, source, name, "
        f"when): {facts}; a member before saying yes: {member}",
    )


def _upload(organization: Founded, phone: str, source: str | None) -> Reply:
    query = "" if source is None else f"?source={quote(source)}"
    data = f"phone,name\n{phone},{CANARY}\n".encode()
    return organization.owner.request("POST", f"{organization.path}/imports{query}", data)


def _accepted_by_the_database(organization_id: uuid.UUID, phone: str) -> list[str]:
    """Tables that take a row without a source, tried and taken back."""
    there = {"organization_id": organization_id, "source_detail": ""}
    rows = [
        ExpectedMember(**there, phone=phone, source=Source.PHONE),
        Import(**there, expires_at=clock.now()),
    ]
    accepted = []
    for row in rows:
        try:
            with transaction.atomic():
                row.save()
                accepted.append(row._meta.label)
                transaction.set_rollback(True)
        except IntegrityError:
            continue
    return accepted


@under("organizations.administer")
def _finish(import_id: uuid.UUID) -> None:
    while do_import_batch(import_id):
        pass


promise("C13", control=parse_source, probe=probe_provenance)
promise("C21", control=ExpectedMember, probe=probe_told)
