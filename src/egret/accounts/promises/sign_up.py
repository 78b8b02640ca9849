"""The clauses that accounts keep: F01, C02, C05, C19, C24."""

from __future__ import annotations

from egret.accounts import actions, age, synthetic
from egret.accounts.models import Person
from egret.kernel import policy
from egret.kernel.api import Input
from egret.kernel.installation import Installation, tables_holding
from egret.kernel.promises import Finding, promise

CODES = "/api/v1/sign-in/codes"


def probe_sign_up_and_in(installation: Installation) -> Finding:
    """Sign up, out and in again over HTTP."""
    with synthetic.signed_up(installation) as visitor:
        signed_up = visitor.get("/api/v1/session").body["person"]
        if signed_up is None:
            return Finding(False, "signed up, and was not signed in afterwards")
        phone = Person.objects.get(id=signed_up["id"]).phone
        assert phone is not None
        visitor.request("DELETE", "/api/v1/session")
        signed_out = visitor.get("/api/v1/session").body["person"] is None
        flow, code = synthetic.flow_with_code(phone)
        back = visitor.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code})
    works = signed_out and back.status == 200 and back.body["state"] == "signed_in"
    return Finding(works, f"signed up, signed out: {signed_out}, signed in again: {back.status}")


def probe_age_gate(installation: Installation) -> Finding:
    """13 years and 364 days is refused; no date of birth, of the refused or the admitted, is in any table."""
    phone = synthetic.new_phone()
    synthetic.forget(phone)
    young = synthetic.days_ago(-1, years=age.MINIMUM_AGE)
    try:
        flow, code = synthetic.flow_with_code(phone)
        visitor = installation.visitor()
        visitor.post(f"/api/v1/sign-in/{flow.id}/confirm", {"code": code})
        refused = visitor.post(f"/api/v1/sign-in/{flow.id}/register", {"birth_date": young}).status
        left_behind = tables_holding(phone) + tables_holding(young)
    finally:
        synthetic.forget(phone)
    with synthetic.signed_up(installation):
        stored = tables_holding(synthetic.ADULT_BIRTH_DATE)
    return Finding(
        refused == 403 and not left_behind and not stored,
        f"a day too young: {refused}; refused number or date found in {left_behind}; admitted date found in {stored}",
    )


def probe_acceptance_first(installation: Installation) -> Finding:
    """A sign-up without acceptance, and one of an old version, leave the number in no table."""
    phone = synthetic.new_phone()
    synthetic.forget(phone)
    visitor = installation.visitor()
    visitor.get("/sign-in")
    replies = [visitor.post(CODES, {"phone": phone, "policy_version": given}) for given in (None, "2001-01-01")]
    found = tables_holding(phone)
    statuses = [reply.status for reply in replies]
    synthetic.forget(phone)
    return Finding(
        statuses == [409, 409] and not found and not visitor.cookies,
        f"without acceptance: {statuses}; the number was found in {found}; cookies set: {sorted(visitor.cookies)}",
    )


def probe_sign_up_schema(installation: Installation) -> Finding:
    """The live document asks for the phone number and nothing else; more is refused; the row holds nothing else."""
    document = installation.visitor().get("/api/v1/openapi.json").body
    schema = document["paths"][CODES]["post"]["requestBody"]["content"]["application/json"]["schema"]
    asked = set(document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]["properties"])
    phone = synthetic.new_phone()
    more = {"phone": phone, "policy_version": policy.version(), "name": "Probe"}
    refused = installation.visitor().post(CODES, more).status
    synthetic.forget(phone)
    stored = {field.name for field in Person._meta.concrete_fields}
    return Finding(
        asked == {"phone", "policy_version"} and refused == 422 and stored == {"id", "phone", "password", "created_at"},
        f"asked: {sorted(asked)}; a name as well: {refused}; stored: {sorted(stored)}",
    )


promise("F01", control=actions.do_confirm_code, probe=probe_sign_up_and_in)
promise("C02", control=age.require_old_enough, probe=probe_age_gate)
promise("C05", control=policy.require_accepted, probe=probe_acceptance_first)
promise("C24", control=Input, probe=probe_sign_up_schema)
