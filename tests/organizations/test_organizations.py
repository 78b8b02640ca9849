"""Making an organisation, its rules, its legal entity, its domains, its record of acts, and its end."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from egret.accounts.models import Person
from egret.kernel import clock
from egret.kernel.api import SECOND_FACTOR_AT
from egret.organizations import models
from egret.organizations.actions import domains
from egret.organizations.models import AdministrativeAct, LegalEntity, Membership, Organization, Role
from tests import factories
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db

CONTACT = {
    "country": "GB",
    "language": "en",
    "contact_name": "Ines Okafor",
    "contact_email": "privacy@reed.example",
}


def signed_in(who: Person, *, second_factor: bool = False) -> Client:
    client = Client()
    client.force_login(who)
    if second_factor:
        session = client.session
        session[SECOND_FACTOR_AT] = clock.now().isoformat()
        session.save()
    return client


def create(client: Client, **given: Any) -> tuple[int, dict[str, Any]]:
    response = client.post("/api/v1/organizations", {"name": "Reed", **CONTACT, **given}, "application/json")
    return response.status_code, response.json()


def patch(client: Client, of: Organization, **changes: Any) -> tuple[int, dict[str, Any]]:
    response = client.patch(f"/api/v1/organizations/{of.id}", changes, "application/json")
    return response.status_code, response.json()


def sentences(client: Client, of: Organization, language: str = "en", **narrowed: str) -> list[str]:
    url = f"/api/v1/organizations/{of.id}/audit"
    return [
        each["sentence"] for each in client.get(url, narrowed, headers={"accept-language": language}).json()["items"]
    ]


def test_who_creates_owns_and_the_enterprise_answers() -> None:
    client = signed_in(factories.person())
    assert client.get("/api/v1/organizations").json()["items"] == []
    status, made = create(client, name="  Reed   and  Water ", legal_name="Reed & Water Ltd")
    assert status == 201
    assert (made["name"], made["role"]) == ("Reed and Water", "owner")
    assert made["controller"] == {
        "name": "Reed & Water Ltd",
        "contact_name": "Ines Okafor",
        "contact_email": "privacy@reed.example",
        "contact_phone": "",
        "address": "",
        "country": "GB",
        "language": "en",
        "kind": "enterprise",
        "organization": made["id"],
    }
    (mine,) = client.get("/api/v1/organizations").json()["items"]
    assert mine == {
        "id": made["id"],
        "name": "Reed and Water",
        "role": "owner",
        "members": 1,
        "needs_second_factor": False,
    }
    assert client.get(f"/api/v1/organizations/{made['id']}").json() == made


def test_the_legal_name_is_the_organisations_unless_given() -> None:
    assert create(signed_in(factories.person()))[1]["controller"]["name"] == "Reed"


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ({"name": ""}, "name-unusable"),
        ({"name": " \t "}, "name-unusable"),
        ({"name": "a\x00b"}, "name-unusable"),
        ({"name": "\u202eReed"}, "name-unusable"),
        ({"name": "\u3000"}, "name-unusable"),
        ({"name": "x" * 81}, "name-unusable"),
        ({"name": "\ud800"}, "request-invalid"),
        ({"name": "x" * 1000}, "request-invalid"),
        ({"country": "XX"}, "country-unknown"),
        ({"country": "G"}, "country-unknown"),
        ({"contact_email": "nobody"}, "email-unusable"),
        ({"contact_email": "a@b\x00.example"}, "email-unusable"),
        ({"contact_name": ""}, "name-unusable"),
        ({"contact_phone": "\x00"}, "name-unusable"),
        ({"address": "1\x00"}, "name-unusable"),
        ({"language": "fr"}, "request-invalid"),
        ({"plan": "gold"}, "request-invalid"),
    ],
)
def test_what_cannot_be_an_organisation_leaves_nothing(given: dict[str, str], slug: str) -> None:
    status, body = create(signed_in(factories.person()), **given)
    assert (status, body["type"]) == (422, f"urn:egret:{slug}")
    assert not Organization.objects.exists()
    assert not LegalEntity.objects.exists()


def test_chinese_names_are_welcome() -> None:
    status, made = create(signed_in(factories.person()), name="快鹭科技", country="CN", language="zh-Hans")
    assert (status, made["name"]) == (201, "快鹭科技")


def test_a_script_founds_no_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(factories.person())
    statuses = [create(client, name=f"Reed {number}")[0] for number in range(21)]
    assert statuses == [201] * 20 + [429]


def test_rules_are_changed_by_administrators_and_recorded() -> None:
    owner = factories.person()
    of = make.organization(owner)
    admin, ordinary = make.member(of, role=Role.ADMIN), make.member(of)
    changes = {
        "who_records": "members",
        "who_invites_guests": "nobody",
        "accepts_requests": True,
        "attendance_days": 30,
    }
    assert patch(signed_in(ordinary.person), of, **changes)[0] == 403
    status, body = patch(signed_in(admin.person), of, name="Sedge", **changes)
    assert (status, body["name"]) == (200, "Sedge")
    assert body["rules"] == {
        "who_records": "members",
        "who_shares_outside": "members",
        "who_invites_guests": "nobody",
        "accepts_requests": True,
        "requires_second_factor": False,
        "attendance_days": 30,
    }
    told = sentences(signed_in(owner), of)
    assert told == [
        "set how long attendance is kept to 30 days",
        "switched requests to join on",
        "set who may invite guests to: nobody",
        "set who may record meetings to: all members",
        f"renamed the organisation from {of.name} to Sedge",
        "created the organisation",
    ]
    assert sentences(signed_in(owner), of, "zh")[1] == "将“接受加入申请”设为：开启"
    assert patch(signed_in(admin.person), of, **changes)[0] == 200
    assert len(sentences(signed_in(owner), of)) == len(told), "what stays as it is is no act"


@pytest.mark.parametrize("days", [0, 181, -1, 10**9, 10**30])
def test_attendance_is_kept_within_the_policys_limits(days: int) -> None:
    owner = factories.person()
    of = make.organization(owner)
    status, body = patch(signed_in(owner), of, attendance_days=days, name="Changed")
    assert (status, body["type"]) == (422, "urn:egret:attendance-days-out-of-range")
    of.refresh_from_db()
    assert (of.attendance_days, of.name != "Changed") == (180, True)


def test_whoever_asks_for_a_second_factor_has_one() -> None:
    owner = factories.person()
    of = make.organization(owner)
    ordinary = make.member(of)
    status, body = patch(signed_in(owner), of, requires_second_factor=True)
    assert (status, body["type"]) == (409, "urn:egret:own-second-factor-first")
    careful = signed_in(owner, second_factor=True)
    assert patch(careful, of, requires_second_factor=True)[0] == 200
    for client in (signed_in(owner), signed_in(ordinary.person)):
        for path in ("", "/people", "/groups", "/departments", "/audit"):
            refused = client.get(f"/api/v1/organizations/{of.id}{path}")
            assert (refused.status_code, refused.json()["type"]) == (403, "urn:egret:second-factor-needed"), path
        (listed,) = client.get("/api/v1/organizations").json()["items"]
        assert listed["needs_second_factor"] is True
    assert careful.get(f"/api/v1/organizations/{of.id}/people").status_code == 200


def test_the_contact_is_changed() -> None:
    owner = factories.person()
    of = make.organization(owner)
    body = {**CONTACT, "legal_name": "Sedge SA", "country": "fr", "contact_name": "Léa Roux", "contact_phone": "01"}
    url = f"/api/v1/organizations/{of.id}/controller"
    changed = signed_in(owner).put(url, body, "application/json").json()
    assert (changed["name"], changed["country"], changed["contact_name"]) == ("Sedge SA", "FR", "Léa Roux")
    assert signed_in(make.member(of).person).put(url, body, "application/json").status_code == 403
    assert LegalEntity.objects.count() == 1


def test_deleting_takes_the_name_and_everything() -> None:
    owner = factories.person()
    of, other = make.organization(owner, "Reed"), make.organization()
    top = make.department(of)
    below = make.department(of, parent=make.department(of, parent=top))
    admin = make.member(of, role=Role.ADMIN, department=below)
    make.group(of, admin)
    domains.do_claim_domain(make.owner_of(of), "reed.example")
    client, url = signed_in(owner), f"/api/v1/organizations/{of.id}/delete"
    assert signed_in(admin.person).post(url, {"name": "Reed"}, "application/json").status_code == 403
    wrong = client.post(url, {"name": "reed"}, "application/json")
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:egret:confirmation-wrong")
    assert client.post(url, {"name": " Reed "}, "application/json").status_code == 204
    assert list(Organization.objects.all()) == [other]
    assert LegalEntity.objects.count() == Membership.objects.count() == 1
    for model in (models.Department, models.Group, models.GroupMember, models.Domain):
        assert not model._default_manager.exists(), model
    assert not AdministrativeAct.objects.exclude(organization=other).exists()
    assert Person.objects.filter(id__in=(owner.id, admin.person_id)).count() == 2
    assert client.get(f"/api/v1/organizations/{of.id}").status_code == 404


def claim(client: Client, of: Organization, name: str) -> tuple[int, dict[str, Any]]:
    response = client.post(f"/api/v1/organizations/{of.id}/domains", {"name": name}, "application/json")
    return response.status_code, response.json()


def test_a_domain_has_one_organisation_and_counts_once_verified() -> None:
    owner, rival = factories.person(), factories.person()
    of, other = make.organization(owner), make.organization(rival)
    client = signed_in(owner)
    status, made = claim(client, of, " @Reed.Example. ")
    assert (status, made["name"], made["verified_at"]) == (201, "reed.example", None)
    assert claim(signed_in(rival), other, "reed.example")[1]["type"] == "urn:egret:domain-taken"
    said = StringIO()
    call_command("verify_domain", "reed.example", stdout=said)
    assert of.name in said.getvalue()
    (listed,) = client.get(f"/api/v1/organizations/{of.id}/domains").json()["items"]
    assert listed["verified_at"] is not None
    call_command("verify_domain", "reed.example", "--organization", str(other.id), stdout=said)
    assert client.get(f"/api/v1/organizations/{of.id}/domains").json()["items"] == []
    gone = signed_in(rival).delete(f"/api/v1/organizations/{other.id}/domains/{made['id']}")
    assert gone.status_code == 204
    again = signed_in(rival).delete(f"/api/v1/organizations/{other.id}/domains/{made['id']}")
    assert again.json()["type"] == "urn:egret:domain-unknown"
    with pytest.raises(CommandError, match="no such domain"):
        call_command("verify_domain", "reed.example")


@pytest.mark.parametrize(
    "name", ["", "reed", "a..b", "-a.example", "a b.example", "a\x00.example", "x" * 300, "1.2.3.4"]
)
def test_what_is_no_domain(name: str) -> None:
    owner = factories.person()
    status, body = claim(signed_in(owner), make.organization(owner), name)
    assert (status, body["type"]) == (422, "urn:egret:domain-unusable")


def test_domains_of_other_scripts_and_no_endless_list() -> None:
    owner = factories.person()
    of, client = make.organization(owner), signed_in(owner)
    assert claim(client, of, "例子.中国")[1]["name"] == "xn--fsqu00a.xn--fiqs8s"
    for number in range(domains.MAXIMUM_DOMAINS - 1):
        domains.do_claim_domain(make.owner_of(of), f"d{number}.example")
    assert claim(client, of, "more.example")[1]["type"] == "urn:egret:too-many-domains"


def test_the_record_is_for_administrators_paged_and_narrowed() -> None:
    owner = factories.person()
    of = make.organization(owner)
    for number in range(60):
        make.department(of, f"D{number:02}")
    url = f"/api/v1/organizations/{of.id}/audit"
    assert signed_in(make.member(of).person).get(url).status_code == 403
    client = signed_in(owner)
    first = client.get(url).json()
    second = client.get(url, {"cursor": first["next_cursor"]}).json()
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (50, 11, None)
    assert sentences(client, of, subject="organization") == ["created the organisation"]
    assert client.get(url, {"cursor": "x"}).json()["type"] == "urn:egret:cursor-unusable"
    assert client.get(url, {"subject": "a%00"}).status_code == 422


def test_the_record_keeps_no_name_of_whom_it_is_about() -> None:
    owner = factories.person()
    of = make.organization(owner)
    ordinary = make.member(of, name="Wanda Rush")
    client = signed_in(owner)
    changed = client.patch(f"/api/v1/organizations/{of.id}/people/{ordinary.id}", {"role": "admin"}, "application/json")
    assert changed.status_code == 200, changed.content
    assert sentences(client, of)[0] == "changed Wanda Rush from member to administrator"
    assert not AdministrativeAct.objects.filter(facts__icontains="Wanda").exists()
    ordinary.person.delete()
    assert sentences(client, of)[0] == "changed a former member from member to administrator"
