"""The policy and its dates: F21, C36, C79 to C82."""

from __future__ import annotations

import copy
import uuid
from datetime import timedelta

from egret.accounts import synthetic
from egret.accounts.models import PolicyAcceptance
from egret.kernel import clock, policy
from egret.kernel.assessments import ASSESSMENTS
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import PURPOSES, under
from egret.privacy.consents.models import CONSENTS, LedgerEntry
from egret.privacy.versions import actions, checks, differences, queries, record, snapshots
from egret.project.promises.requests import person_of

NOTICES = "/api/v1/privacy/notices"


def probe_assessed(installation: Installation) -> Finding:
    """Every purpose that came after the first version was assessed, and one that was not is found."""
    missing = checks.unassessed()
    known = dict(ASSESSMENTS)
    later = sorted(set(ASSESSMENTS) & set(PURPOSES))
    noticed = False
    if later:
        try:
            del ASSESSMENTS[later[0]]
            noticed = later[0] in checks.unassessed()
        finally:
            ASSESSMENTS.update(known)
    return Finding(
        not missing and noticed,
        f"purposes that came later: {later}; without an assessment: {missing}; one taken away is noticed: {noticed}",
    )


def probe_review(installation: Installation) -> Finding:
    """The policy was reviewed within the year, and the page says by when it is again."""
    shown = installation.visitor().get("/api/v1/policy/versions").body
    latest = max(record.recorded().values(), key=lambda each: each.version)
    due = latest.review_due_on
    kept = (
        due >= clock.today()
        and latest.reviewed_on <= clock.today() + timedelta(days=1)
        and shown["review_due_on"] == due.isoformat()
        and not shown["review_overdue"]
    )
    return Finding(
        kept, f"reviewed on {latest.reviewed_on}, to be reviewed by {due}; the page says so: {shown['review_due_on']}"
    )


def probe_told(installation: Installation) -> Finding:
    """A made-up person who accepted an earlier version is told of the one in force, once, and the delivery is kept."""
    with synthetic.signed_up(installation) as visitor:
        person_id = person_of(visitor)
        before = visitor.post(NOTICES, {}).body["notice"]
        told = _told(visitor, person_id)
        path = f"{NOTICES}/{told['version']}"
        statuses = [visitor.post(f"{path}/{what}", {}).status for what in ("delivered", "delivered", "seen")]
        rows = _ledger(person_id)
        done = visitor.post(f"{path}/accept", {}).status if told["need"] == "acceptance" else 204
        after = visitor.post(NOTICES, {}).body["notice"]
    kept = (
        before is None
        and told["version"] == policy.version()
        and statuses == [204, 204, 204]
        and rows == ["notice_delivered", "notice_seen"]
        and done == 204
        and after is None
    )
    return Finding(
        kept,
        f"who accepted {told['accepted']} is told of {told['version']} ({told['need']}); written down: {rows}; told "
        f"again afterwards: {after is not None}; who accepted the one in force is told: {before is not None}",
    )


def probe_use_is_no_consent(installation: Installation) -> Finding:
    """A made-up person who was told and went on: the ledger says exactly that, and has no consent of theirs."""
    with synthetic.signed_up(installation) as visitor:
        person_id = person_of(visitor)
        told = _told(visitor, person_id)
        visitor.post(f"{NOTICES}/{told['version']}/delivered", {})
        for _ in range(2):
            visitor.post(NOTICES, {})
        rows = _ledger(person_id)
        given = [each["given"] for each in visitor.get("/api/v1/privacy/consents").items]
        accepted = _accepted(person_id)
    kept = (
        rows == ["notice_delivered", "used_after_notice"]
        and not set(rows) & {each.value for each in CONSENTS}
        and not any(given)
        and policy.version() not in accepted
    )
    return Finding(
        kept, f"told, then used twice: the ledger has {rows}; consents: {given}; versions accepted: {accepted}"
    )


def probe_date_is_bound(installation: Installation) -> Finding:
    """What the page serves is what its date was recorded with; a changed word under the same date is noticed."""
    served = installation.visitor().get("/api/v1/policy?language=en").body
    rows = installation.visitor().get("/api/v1/policy/versions").items
    snapshot = snapshots.now()
    faults = record.faults(snapshot)
    said = [each["text"]["en"] for section in snapshot["sections"] for each in section["paragraphs"]]
    shown = [each["text"] for each in served["summary"]]
    shown += [each["text"] for section in served["sections"] for each in section["paragraphs"]]
    changed = copy.deepcopy(snapshot)
    changed["sections"][0]["paragraphs"][0]["text"]["en"] += " Perhaps."
    noticed = bool(record.faults(changed))
    current = next((each for each in rows if each["current"]), None)
    kept = (
        not faults
        and noticed
        and said == shown
        and served["version"] == served["updated_on"] == snapshot["version"]
        and current is not None
        and current["hashes"] == snapshots.hashes(snapshot)
    )
    return Finding(
        kept,
        f"{served['version']}: {len(shown)} sentences served, the same as recorded: {said == shown}; faults: {faults}; "
        f"a changed word with the old date is noticed: {noticed}",
    )


def probe_notices(installation: Installation) -> Finding:
    """Versions are listed with what they asked for, each can be read with its difference, and who is new is told of
    none."""
    visitor = installation.visitor()
    listed = visitor.get("/api/v1/policy/versions").items
    read = [visitor.get(f"/api/v1/policy/versions/{each['version']}") for each in listed]
    needs = {each["version"]: each["need"] for each in listed}
    expected = {each: _need(each) for each in record.recorded()}
    whole = all(each.status == 200 and each.body["sections"] for each in read)
    with synthetic.signed_up(installation) as person:
        fresh = person.post(NOTICES, {}).body["notice"]
    return Finding(
        whole and needs == expected and fresh is None and visitor.post(NOTICES, {}).status == 401,
        f"versions and what each asked of people: {needs}; each readable: {whole}; somebody new is told: {fresh}",
    )


def _need(version: str) -> str | None:
    earlier = queries.before(version)
    old, new = record.past(earlier) if earlier else None, record.past(version)
    return differences.between(old, new).need.value if old and new else None


@under("accounts.sign_in")
def _told(visitor: Visitor, person_id: uuid.UUID) -> dict[str, str]:
    """Let it be the version before which they accepted, and look what they are told."""
    earlier = queries.before(policy.version())
    PolicyAcceptance.objects.filter(person_id=person_id).update(policy_version=earlier or "2001-01-01")
    notice = visitor.post(NOTICES, {}).body["notice"]
    return notice or {"version": "nothing", "accepted": str(earlier), "need": "nothing"}


@under("privacy.consents")
def _ledger(person_id: uuid.UUID) -> list[str]:
    return list(LedgerEntry.objects.filter(person_id=person_id).order_by("id").values_list("kind", flat=True))


@under("accounts.sign_in")
def _accepted(person_id: uuid.UUID) -> list[str]:
    return list(PolicyAcceptance.objects.filter(person_id=person_id).values_list("policy_version", flat=True))


promise("F21", control=queries.notice_for, probe=probe_notices)
promise("C36", control=checks.check_assessments, probe=probe_assessed)
promise("C79", control=checks.check_review, probe=probe_review)
promise("C80", control=actions.do_deliver, probe=probe_told)
promise("C81", control=actions.do_arrive, probe=probe_use_is_no_consent)
promise("C82", control=checks.check_record, probe=probe_date_is_bound)
