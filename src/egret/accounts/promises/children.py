"""The clause about accounts of children: C03."""

from __future__ import annotations

from egret.accounts import synthetic
from egret.accounts.actions.reports import do_uphold_report
from egret.accounts.models import ChildReport, Person
from egret.kernel import clock
from egret.kernel.installation import Installation, Visitor, tables_holding
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under

REPORTS = "/api/v1/child-reports"


@under("accounts.protect_children")
def probe_reported_child(installation: Installation) -> Finding:
    """A reported account is a case with a deadline; upheld, its number is in no table before that deadline."""
    case = None
    with synthetic.signed_up(installation) as visitor:
        person = Person.objects.get(id=visitor.get("/api/v1/session").body["person"]["id"])
        assert person.phone is not None
        try:
            known = _report(installation.visitor(), person.phone)
            unknown = _report(installation.visitor(), "+441632961000")  # outside the numbers that probes take
            case = ChildReport.objects.filter(person=person, state=ChildReport.State.OPEN).first()
            if case is None:
                return Finding(False, f"reported: {known}; no case was opened")
            do_uphold_report(case.id)
            in_time = clock.now() < case.due_at
            found = tables_holding(person.phone) + tables_holding(str(person.id))
            signed_out = visitor.get("/api/v1/session").body["person"] is None
        finally:
            if case is not None:
                case.delete()
    return Finding(
        known == unknown == 202 and in_time and signed_out and not found,
        f"reported: {known}, an unknown number: {unknown}; due {case.due_at:%Y-%m-%d %H:%M} UTC; "
        f"upheld in time: {in_time}; signed out: {signed_out}; the number was found in {found}",
    )


def _report(visitor: Visitor, phone: str) -> int:
    # Counted by itself, so that the probes of a day do not use up the limit of an address.
    headers = {"X-Forwarded-For": f"probe {phone}"}
    return visitor.request("POST", REPORTS, {"account": phone, "relation": "other"}, headers).status


promise("C03", control=do_uphold_report, probe=probe_reported_child)
