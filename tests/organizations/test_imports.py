"""CSV imports over HTTP: read as a stream, nobody expected before it is confirmed, no line lost or doubled after."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from egret.kernel import clock, jobs, retention
from egret.kernel.sheets import harmless
from egret.organizations import tasks
from egret.organizations.actions import expected as expected_actions
from egret.organizations.actions import imports
from egret.organizations.errors.joining import FileTooLarge, ImportNotReady
from egret.organizations.import_faults import TEXTS
from egret.organizations.models import Department, ExpectedMember, Import, ImportLine, Membership, Organization
from tests import factories
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db

SOURCE = "HR list of November 2026"


class Admin:
    """An administrator with a browser."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.client = Client()
        self.client.force_login(member.person)
        self.path = f"/api/v1/organizations/{member.organization_id}/imports"

    def upload(self, data: bytes | str, status: int = 201, source: str | None = SOURCE) -> dict[str, Any]:
        body = data.encode() if isinstance(data, str) else data
        query = {} if source is None else {"source": source}
        response = self.client.post(self.path, body, content_type="text/csv", query_params=query)
        assert response.status_code == status, response.content
        answered: dict[str, Any] = response.json()
        return answered

    def read(self, made: dict[str, Any]) -> dict[str, Any]:
        answered: dict[str, Any] = self.client.get(f"{self.path}/{made['id']}").json()
        return answered

    def lines(self, made: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.client.get(f"{self.path}/{made['id']}/lines", query).json()["items"]
        return items

    def post(self, made: dict[str, Any], verb: str, **body: Any) -> tuple[int, dict[str, Any]]:
        response = self.client.post(f"{self.path}/{made['id']}/{verb}", body, "application/json")
        return response.status_code, response.json()


@pytest.fixture
def admin() -> Admin:
    return Admin(make.owner_of(make.organization()))


def people(count: int, first: int = 0) -> str:
    return "phone,name\n" + "".join(f"+44770{first + n:07},Name {n}\n" for n in range(count))


def finish(made: dict[str, Any]) -> None:
    tasks.import_people.func(made["id"])


def test_a_list_is_read_shown_and_confirmed(admin: Admin) -> None:
    made = admin.upload("部门,手机号,姓名,角色\r\nSales / North,+44 7700 900123,Ann Lee,管理员\r\n,07700 900124,,\r\n")
    assert (made["state"], made["lines"], made["faulty"], made["new_departments"]) == ("preview", 2, 0, 2)
    assert made["source"] == SOURCE
    first, second = admin.lines(made)
    assert (first["phone"], first["name"], first["role"]) == ("+447700900123", "Ann Lee", "admin")
    assert (first["number"], first["department"], first["fault"]) == (2, "Sales / North", None)
    # Without a country code a number is one of the organisation's country.
    assert (second["phone"], second["role"]) == ("+447700900124", "member")
    assert not ExpectedMember.objects.exists()
    assert not Department.objects.exists()
    status, confirmed = admin.post(made, "confirm")
    assert (status, confirmed["state"]) == (202, "importing")
    finish(made)
    done = admin.read(made)
    assert (done["state"], done["done"]) == ("done", 2)
    north = Department.objects.get(name="North", parent__name="Sales")
    ann = ExpectedMember.objects.get(phone="+447700900123")
    assert (ann.name, ann.role, ann.department, ann.source, ann.source_detail) == (
        "Ann Lee",
        "admin",
        north,
        "import",
        SOURCE,
    )
    assert ann.entered_by_id == admin.member.person_id
    assert not ImportLine.objects.exists()
    assert admin.client.get(admin.path).json()["items"][0]["id"] == made["id"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(admin: Admin, encoding: str) -> None:
    made = admin.upload("姓名;手机号码\n刘德华;+8613800138000\n".encode(encoding))
    assert made["encoding"] == encoding.removesuffix("-sig")
    assert admin.lines(made)[0]["name"] == "刘德华"


FAULTY = {
    "12": "phone",
    ",Nobody": "phone",
    "+44 7700 900100,Again": "duplicate",
    "+447700900101,Member": "already",
    "+447700900102,Expected": "already",
    "+447700900103,X,Sales,chief": "role",
    "+447700900104,X,Sales,owner": "grant",
    "+447700900105,\"=cmd|'/c calc'!A1\"": "formula",
    "+447700900106,@SUM(A1)": "formula",
    "+447700900107,X,-1+2": "formula",
    "+447700900108,X,Sales/+North": "formula",
    "+447700900109,'=1": "formula",
    "+447700900110,\u202etxt": "name",
    f"+447700900111,{'n' * 61}": "name",
    f"+447700900112,X,{'d' * 81}": "department",
    f"+447700900113,X,{'/'.join(['d' * 70] * 5)}": "department",
    "+447700900114,X,Sales//North": "department",
    "+447700900115,X,Sales,member,more": "columns",
    "+447700900116,\0": "nul",
    '+447700900117,"Open': "quotes",
    "+447700900118," + "n" * 5000: "long",
}


@pytest.mark.django_db(transaction=True)
def test_every_fault_is_told_by_line(admin: Admin) -> None:
    make.member(admin.member.organization, factories.person("+447700900101"))
    expected_actions.do_expect(
        admin.member, phone="+447700900102", name="", role="member", department_id=None, source_detail="x"
    )
    sound = "+447700900100,Sound,Sales,member"
    made = admin.upload("\n".join(["phone,name,department,role", sound, *FAULTY]))
    assert (made["lines"], made["faulty"], made["new_departments"]) == (len(FAULTY) + 1, len(FAULTY), 1)
    told = admin.lines(made, faulty=True)
    assert {line["number"]: line["fault"] for line in told} == dict(enumerate(FAULTY.values(), 3))
    assert all(line["problem"] for line in told)
    assert set(FAULTY.values()) == set(TEXTS) - {"encoding"}
    assert admin.post(made, "confirm")[1]["type"] == "urn:egret:import-faulty"
    assert not Department.objects.exists()
    assert admin.post(made, "confirm", skip_faulty=True)[0] == 202
    finish(made)
    assert list(ExpectedMember.objects.filter(source="import").values_list("name", flat=True)) == ["Sound"]
    response = admin.client.get(f"{admin.path}/{made['id']}/faulty.csv")
    downloaded = response.getvalue().decode()
    rows = list(csv.reader(io.StringIO(downloaded.removeprefix("\ufeff"))))
    assert rows[0][:4] == ["phone", "name", "department", "role"]
    assert len(rows) == len(FAULTY) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    again = admin.upload(downloaded)
    assert {line["fault"] for line in admin.lines(again)} >= {"phone", "already", "formula", "duplicate"} - {
        "duplicate"
    }


@pytest.mark.parametrize("cell", ["=1", "+44", "-1", "@x", "＝1"])
def test_cells_of_a_download_are_no_formulas(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("Ann") == "Ann"


@pytest.mark.parametrize("source", [None, "", "  "])
def test_nothing_is_read_without_a_source(admin: Admin, source: str | None) -> None:
    admin.upload(people(3), 422, source=source)
    assert not Import.objects.exists()
    assert not ImportLine.objects.exists()


def test_the_database_refuses_it_as_well() -> None:
    organization = make.organization()
    with pytest.raises(IntegrityError), transaction.atomic():
        Import.objects.create(organization=organization, source_detail="", expires_at=clock.now())


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        ("", "file-without-lines"),
        ("phone,name\n", "file-without-lines"),
        ("name\nAnn\n", "file-without-phones"),
        ("phone,手机号\n", "file-column-twice"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "file-without-phones"),
    ],
)
def test_an_unusable_file_leaves_nothing(admin: Admin, data: bytes | str, slug: str) -> None:
    assert admin.upload(data, 422)["type"] == f"urn:egret:{slug}"
    assert not Import.objects.exists()


def test_too_large_leaves_nothing(admin: Admin, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless() -> Iterator[bytes]:
        yield b"phone,name\n"
        while True:
            yield b"+44," + b"n" * 4000 + b"\n"

    with pytest.raises(FileTooLarge):
        imports.do_upload(admin.member, source_detail=SOURCE, pieces=endless())
    monkeypatch.setattr(imports, "MAXIMUM_LINES", 600)
    for data in (people(600), "phone\n" + "\n" * 600):
        assert admin.upload(data, 413)["type"] == "urn:egret:file-too-large"
    assert not Import.objects.exists()
    assert not ImportLine.objects.exists()


def test_only_administrators(admin: Admin) -> None:
    organization = admin.member.organization
    made = admin.upload(people(1))
    member, outsider = Admin(make.member(organization)), Client()
    outsider.force_login(factories.person())
    member.upload(people(1), 403)
    assert member.post(made, "confirm")[0] == 403
    assert outsider.get(f"{admin.path}/{made['id']}").status_code == 404
    other = Admin(make.owner_of(make.organization()))
    assert other.client.get(f"{other.path}/{made['id']}").status_code == 404
    assert Import.objects.get().state == "preview"


def test_a_cancelled_import_is_forgotten(admin: Admin) -> None:
    made = admin.upload(people(3))
    assert admin.post(made, "cancel")[1]["state"] == "cancelled"
    assert not ImportLine.objects.exists()
    assert admin.post(made, "confirm")[0] == 409
    assert admin.post(made, "cancel")[0] == 409


def test_stopped_while_it_runs(admin: Admin) -> None:
    made = admin.upload(people(1200))
    admin.post(made, "confirm")
    assert imports.do_import_batch(Import.objects.get().id)
    stopped = admin.post(made, "cancel")[1]
    assert (stopped["state"], stopped["done"]) == ("cancelled", 500)
    finish(made)
    assert ExpectedMember.objects.count() == 500


def test_cancelled_while_it_is_read(admin: Admin) -> None:
    def interrupted() -> Iterator[bytes]:
        yield people(600).encode()
        imports.do_cancel_import(admin.member, Import.objects.get().id)
        yield people(600, 600).encode()

    with pytest.raises(ImportNotReady):
        imports.do_upload(admin.member, source_detail=SOURCE, pieces=interrupted())
    assert not Import.objects.exists()
    assert not ImportLine.objects.exists()


def test_a_list_without_a_sound_line(admin: Admin) -> None:
    made = admin.upload("phone\n1\n")
    assert admin.post(made, "confirm", skip_faulty=True)[1]["type"] == "urn:egret:import-empty"


def test_confirmed_once(admin: Admin) -> None:
    made = admin.upload(people(2))
    assert admin.post(made, "confirm")[0] == 202
    assert admin.post(made, "confirm")[0] == 409
    finish(made)
    finish(made)
    assert admin.read(made)["done"] == ExpectedMember.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_came_between_preview_and_confirmation_is_left_out(admin: Admin) -> None:
    made = admin.upload(people(3))
    make.member(admin.member.organization, factories.person("+447700000000"))
    expected_actions.do_expect(
        admin.member, phone="+447700000001", name="", role="member", department_id=None, source_detail="by hand"
    )
    admin.post(made, "confirm")
    finish(made)
    done = admin.read(made)
    assert (done["state"], done["done"], done["faulty"]) == ("done", 1, 2)
    assert ExpectedMember.objects.get(phone="+447700000001").source_detail == "by hand"
    assert [line["fault"] for line in admin.lines(made, faulty=True)] == ["already", "already"]


def test_departments_that_exist_are_used(admin: Admin) -> None:
    sales = make.department(admin.member.organization, "Sales")
    made = admin.upload("phone,team\n+447700900123,sales / North\n+447700900124, Sales/North \n+447700900125,Sales\n")
    assert made["new_departments"] == 3  # sales, sales / North, Sales / North: names are as they are written
    admin.post(made, "confirm")
    finish(made)
    assert Department.objects.filter(name="Sales").get() == sales
    assert set(Department.objects.filter(name="North").values_list("parent__name", flat=True)) == {"sales", "Sales"}
    assert ExpectedMember.objects.get(phone="+447700900125").department == sales


def test_more_departments_than_an_organisation_has(admin: Admin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MAXIMUM_DEPARTMENTS", 2)
    made = admin.upload("phone,department\n+447700900123,A/B/C\n")
    assert admin.post(made, "confirm")[1]["type"] == "urn:egret:too-many-departments"
    assert Import.objects.get().state == "preview"


def test_an_import_expires_after_a_day(admin: Admin) -> None:
    admin.upload(people(3))
    with clock.travel(timedelta(days=1, minutes=1)):
        retention.enforce()
    assert not Import.objects.exists()
    assert not ImportLine.objects.exists()


def test_the_lines_in_pages(admin: Admin) -> None:
    made = admin.upload(people(60))
    path = f"{admin.path}/{made['id']}/lines"
    first = admin.client.get(path).json()
    second = admin.client.get(path, {"cursor": first["next_cursor"]}).json()
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (50, 10, None)


def test_what_was_interrupted_is_continued_and_given_up_on_when_it_always_fails(admin: Admin) -> None:
    made = admin.upload(people(1))
    Import.objects.update(state="importing")
    runs = DBTaskResult.objects.filter(task_path=tasks.import_people.module_path)
    for _ in range(2):
        tasks.continue_imports.func()
        assert runs.count() == 1
    for attempt in range(2, jobs.ATTEMPTS + 1):
        runs.update(status=TaskResultStatus.FAILED)
        tasks.continue_imports.func()
        assert runs.count() == attempt
    runs.update(status=TaskResultStatus.FAILED)
    tasks.continue_imports.func()
    assert admin.read(made)["state"] == "failed"


def test_an_upload_whose_process_died_is_forgotten(admin: Admin) -> None:
    admin.upload(people(1))
    Import.objects.update(state="reading")
    tasks.continue_imports.func()
    assert Import.objects.exists()
    with clock.travel(timedelta(hours=1, minutes=1)):
        tasks.continue_imports.func()
    assert not Import.objects.exists()


STEPS = """
import sys, time, uuid, django
django.setup()
from egret.kernel import purpose
from egret.organizations.actions import imports
imports.BATCH = 10
expect = imports._expect
def within(batch, rows):
    landed = expect(batch, rows)
    if sys.argv[2] == "within a batch":
        print("here", flush=True)
        time.sleep(60)
    return landed
imports._expect = within
with purpose.running("organizations.administer"):
    while imports.do_import_batch(uuid.UUID(sys.argv[1])):
        if sys.argv[2] == "between two":
            print("here", flush=True)
            time.sleep(60)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_point_it_loses_and_doubles_nobody(admin: Admin) -> None:
    made = admin.upload(people(35))
    admin.post(made, "confirm")
    environment = {
        **os.environ,
        "EGRET_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "tests.kernel.worker_settings",
    }
    command = [sys.executable, "-c", STEPS, made["id"]]
    for where, expected in (("within a batch", 0), ("between two", 10), ("within a batch", 10), ("between two", 20)):
        with subprocess.Popen([*command, where], env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"here\n"
            process.send_signal(signal.SIGKILL)
        assert ExpectedMember.objects.count() == admin.read(made)["done"] == expected
    subprocess.run([*command, "to the end"], env=environment, check=True)
    assert (admin.read(made)["state"], admin.read(made)["done"]) == ("done", 35)
    assert ExpectedMember.objects.count() == 35


@pytest.mark.django_db(transaction=True)
def test_confirming_starts_the_job(admin: Admin) -> None:
    made = admin.upload(people(1))
    admin.post(made, "confirm")
    job = DBTaskResult.objects.get(task_path=tasks.import_people.module_path)
    assert job.args_kwargs["args"] == [made["id"]]


def test_organizations_do_not_meet(admin: Admin) -> None:
    other = Admin(make.owner_of(make.organization()))
    for each in (admin, other):
        made = each.upload(people(2))
        each.post(made, "confirm")
        finish(made)
    assert Organization.objects.count() == 2
    assert ExpectedMember.objects.count() == 4
