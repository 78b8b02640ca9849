"""Who answers: C01 (an organisation for its members) and C06 (exactly one for everything)."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Count, Model

from egret.accounts import synthetic as people
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise
from egret.organizations import queries, synthetic
from egret.organizations.models import LegalEntity, Organization
from egret.organizations.promises.organizations import admit


def probe_enterprise_answers(installation: Installation) -> Finding:
    """A member asks about what they did in an organisation: its own contact answers, the operator is not asked."""
    with synthetic.founded(installation) as organization, people.signed_up(installation) as member:
        here = str(organization.id)
        before = member.get(f"/api/v1/controllers/{here}").status
        admit(organization, member)
        desk = member.get(f"/api/v1/controllers/{here}").body
        personal = member.get("/api/v1/controllers/personal").body
        meeting = member.post("/api/v1/meetings", {"organization": here}).body["controller"]
        mine = member.post("/api/v1/meetings", {}).body["controller"]
    asked = (desk["kind"], desk["organization"], bool(desk["contact_name"]), bool(desk["contact_email"]))
    kept = (
        asked == ("enterprise", here, True, True)
        and (personal["kind"], personal["organization"]) == ("operator", None)
        and (meeting["organization"], mine["organization"]) == (here, None)
        and before == 404
    )
    return Finding(
        kept,
        f"a member's questions go to the {desk['kind']}, its contact named: {asked[2] and asked[3]}; personal ones to "
        f"the {personal['kind']}; a meeting there and one of their own answer for themselves: "
        f"{meeting['organization'] == here and mine['organization'] is None}; asked before joining: {before}",
    )


def probe_exactly_one(installation: Installation) -> Finding:
    """Counted over the live tables: every row that belongs to a space has one legal entity, every account one each."""
    faults = []
    entities = LegalEntity.objects.annotate(answers_for=Count("organization"))
    if lost := entities.exclude(answers_for=1).count():
        faults.append(f"{lost} legal entities that answer for no organisation, or for several")
    resolved = {}
    for organization_id in Organization.objects.values_list("id", flat=True):
        controller = queries.controller_of(organization_id)
        if (controller.kind, controller.organization_id) != ("enterprise", organization_id):
            faults.append(f"organisation {organization_id} does not answer for itself")
    for model in _in_a_space():
        rows = model._default_manager
        resolved[model._meta.label] = rows.count()
        if lost := rows.filter(organization__isnull=False, organization__controller__isnull=True).count():
            faults.append(f"{lost} rows of {model._meta.label} without a controller")
    with people.signed_up(installation) as visitor:
        register = [each["kind"] for each in visitor.get("/api/v1/controllers").items]
    if register != ["operator"]:
        faults.append(f"a new account has {register}")
    accounts = get_user_model()._default_manager.count()
    named = bool(queries.operator().name)
    return Finding(
        not faults,
        f"{accounts} accounts, {sum(resolved.values())} rows of {len(resolved)} tables, {entities.count()} enterprises "
        f"and 1 operator (named: {named}); without exactly one controller: {faults or 'none'}",
    )


def _in_a_space() -> list[type[Model]]:
    """Every table whose rows belong to an organisation, or to a personal space where that is null."""
    return [
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name == "organization" and field.related_model is Organization
    ]


promise("C06", control=queries.controller_of, probe=probe_exactly_one)
