"""A personal table opens to the purposes of its declaration, whoever asks and however it is asked (C23, C53)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.module_loading import import_string
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts.models import Passkey, Person, Session
from egret.cloud.models import Node
from egret.kernel import clock, door, events, jobs, purpose, retention
from egret.kernel.door import PurposeRefused
from egret.kernel.models import RateWindow
from egret.kernel.purpose import running, running_under_none, under
from egret.meetings.hosting.models import Seat, Standing
from egret.meetings.models import Meeting
from tests import factories
from tests.factories import cloud, new_phone

PERSON = frozenset({"accounts_person"})
BOTH = frozenset({"accounts_person", "meetings_meeting"})
STATEMENTS = {
    'SELECT "accounts_person"."id" FROM "accounts_person"': PERSON,
    "select id from ACCOUNTS_PERSON": PERSON,
    "SELECT * FROM public.accounts_person": PERSON,
    "SELECT * FROM [accounts_person]": PERSON,
    "SELECT * FROM`accounts_person`": PERSON,
    "SELECT * FROM 'accounts_person'": PERSON,  # a name, to SQLite
    'SELECT * FROM U&"accounts\\005fperson"': frozenset(),  # every table: see below
    "SELECT/**/id/**/FROM/**/accounts_person": PERSON,
    "SELECT id -- of whom?\nFROM accounts_person": PERSON,
    "WITH who AS (SELECT id FROM accounts_person) SELECT * FROM who": PERSON,
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM (SELECT * FROM accounts_person) AS x)": PERSON,
    "SELECT m.id FROM meetings_meeting m JOIN accounts_person p ON p.id = m.host_id": BOTH,
    "SELECT id FROM meetings_meeting UNION ALL SELECT id FROM accounts_person": BOTH,
    "INSERT INTO meetings_meeting (id) SELECT id FROM accounts_person": BOTH,
    "UPDATE meetings_meeting SET host_id = (SELECT id FROM accounts_person LIMIT 1)": BOTH,
    "DELETE FROM accounts_person WHERE id = %s": PERSON,
    "COPY accounts_person TO STDOUT": PERSON,
    "DO $$ BEGIN DELETE FROM accounts_person; END $$": PERSON,
    "/* accounts_person */ SELECT 1": PERSON,  # a mention is enough
    "SELECT 1": frozenset(),
    'SELECT * FROM "kernel_ratewindow" WHERE "key" = %s': frozenset(),
    "CREATE INDEX accounts_person_phone ON kernel_part (name)": frozenset(),
    "SELECT accounts_persons FROM not_accounts_person": frozenset(),
}


@pytest.mark.parametrize("sql", STATEMENTS)
def test_tables_of_a_statement(sql: str) -> None:
    expected = STATEMENTS[sql] or (frozenset(door.personal_tables()) if "U&" in sql else frozenset())
    assert door.tables_of(sql) == expected


def _case_of_each(name: str) -> st.SearchStrategy[str]:
    return st.tuples(*(st.sampled_from((letter.lower(), letter.upper())) for letter in name)).map("".join)


@given(
    st.sampled_from(sorted(door.personal_tables())).flatmap(_case_of_each),
    st.text(max_size=30),
    st.text(max_size=30),
    st.sampled_from(['"{}"', "`{}`", "[{}]", "'{}'", " {} ", "/**/{}/**/", ".{};", "({})", "\n{}\t", ",{},"]),
)
def test_no_surroundings_hide_a_table(name: str, before: str, after: str, quoted: str) -> None:
    assert name.lower() in door.tables_of(before + quoted.format(name) + after)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz_0123456789 \"'.,()=%", max_size=200))
def test_what_names_no_table_touches_none(sql: str) -> None:
    words = set("".join(c if c.isalnum() or c == "_" else " " for c in sql).split())
    assert door.tables_of(sql) == frozenset(words & door.personal_tables().keys())


def test_long_statements_are_read_and_not_kept() -> None:
    kept = door._remembered.cache_info().currsize
    sql = "SELECT " + ",".join(["%s"] * 9_000) + " FROM accounts_person"
    assert door.tables_of(sql) == PERSON
    assert door._remembered.cache_info().currsize == kept


@pytest.mark.django_db
def test_a_purpose_reaches_what_names_it(caplog: pytest.LogCaptureFixture) -> None:
    with running("cloud.keep"):
        assert not Node.objects.exists()
        with pytest.raises(PurposeRefused) as told:
            Passkey.objects.exists()
    assert told.value.tables == {"accounts_passkey"}
    assert caplog.messages == ["kernel.purpose_refused purpose=cloud.keep tables=accounts_passkey"]


@pytest.mark.django_db
def test_raw_statements_and_writes_are_no_way_round() -> None:
    person = Person.objects.create(phone=new_phone())
    with running("meetings.talk"), connection.cursor() as cursor:
        for sql in ("SELECT phone FROM accounts_person", "DELETE FROM accounts_person WHERE 1 = 1"):
            with pytest.raises(PurposeRefused):
                cursor.execute(sql)
        with pytest.raises(PurposeRefused):
            cursor.executemany("DELETE FROM accounts_person WHERE id = %s", [[str(person.id)]])
        with pytest.raises(PurposeRefused):
            list(Person.objects.raw("SELECT * FROM accounts_person"))
        with pytest.raises(PurposeRefused), transaction.atomic():
            Person.objects.bulk_create([Person(phone=new_phone())])
        with pytest.raises(PurposeRefused):
            next(Person.objects.iterator())
    assert Person.objects.filter(id=person.id).exists()


@pytest.mark.django_db
def test_what_nobody_registered_reaches_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with running_under_none():
        RateWindow.objects.exists()
        with pytest.raises(PurposeRefused):
            Person.objects.exists()
    assert caplog.messages == ["kernel.purpose_refused purpose=none tables=accounts_person"]


@pytest.mark.django_db
def test_the_inner_purpose_replaces_the_outer() -> None:
    with running("accounts.sign_in"):
        Person.objects.exists()
        with running("meetings.talk"), pytest.raises(PurposeRefused):
            Person.objects.exists()
        Person.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_others_wrappers_leave_it_in_its_place() -> None:
    connection.close()
    with connection.execute_wrapper(lambda execute, *rest: execute(*rest)):
        Person.objects.exists()
    connection.close()
    with running_under_none(), pytest.raises(PurposeRefused):
        Person.objects.exists()
    assert connection.execute_wrappers.count(door.door) == 1


@pytest.mark.django_db(transaction=True)
def test_a_thread_begins_under_none() -> None:
    seen: list[object] = []

    def read() -> None:
        try:
            Person.objects.exists()
        except PurposeRefused as refusal:
            seen.append(refusal.purpose_id)
        finally:
            connection.close()

    with running("accounts.sign_in"):
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    assert seen == [None]


class Happened:
    pass


@pytest.mark.django_db(transaction=True)
def test_an_event_brings_its_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def note(event: Happened) -> None:
        now = purpose.current()
        seen.append(now.id if now else "none")

    monkeypatch.setitem(events._subscribers, Happened, [note, under("meetings.hold")(note)])
    with running("accounts.sign_in"), transaction.atomic():
        with running("cloud.keep"):
            events.emit(Happened())
        assert seen == []
    assert seen == ["cloud.keep", "meetings.hold"]


@under("accounts.sign_in")
def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(str(count).encode() for count in _counts())


def _counts() -> Iterator[int]:
    for _ in range(2):
        yield Person.objects.filter(phone=None).count()


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Person.objects.count()))


urlpatterns = [path("stream", stream), path("forgotten", forgotten)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_stream_is_read_under_its_endpoints_purpose() -> None:
    response = Client().get("/stream")
    with running_under_none():
        assert b"".join(response) == b"00"
        assert purpose.current() is None


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_an_endpoint_without_a_purpose_is_refused() -> None:
    with pytest.raises(PurposeRefused):
        Client().get("/forgotten")


@pytest.mark.django_db
def test_signing_in_is_read_under_its_own_purpose() -> None:
    """A session belongs to no endpoint's purpose: it is not readable from one."""
    client = Client()
    client.force_login(Person.objects.create(phone=new_phone()))
    assert client.get("/api/v1/cloud/spaces").status_code == 200
    with running("cloud.keep"), pytest.raises(PurposeRefused):
        Session.objects.exists()


@pytest.mark.django_db
def test_retention_and_erasure_reach_every_table() -> None:
    every = frozenset(door.personal_tables())
    assert {each for each in purpose.PURPOSES if door.reach(each) == every} == {
        "kernel.retention",
        "kernel.erasure",
        "kernel.upgrade",
        "kernel.probe",
        "kernel.demonstrate",
        "holds.keep",
        "privacy.copies",
        "privacy.erase",
        "tests.arrange",
    }
    with running("kernel.retention"):
        retention.enforce()


@pytest.mark.django_db
def test_a_fault_says_nothing_of_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("egret.cloud.api.spaces.queries.spaces_of", lambda door: list(Meeting.objects.all()))
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.create(phone=new_phone()))
    answer = client.get("/api/v1/cloud/spaces")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:egret:server-fault"
    assert b"meeting" not in answer.content.lower()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(jobs.PERIODIC) - {"egret.privacy.tasks.check_next"}))
def test_every_job_reaches_what_it_looks_at(name: str) -> None:
    """With nothing to do: each job's own first looks are let through."""
    with running_under_none():
        import_string(name).call()


@pytest.mark.django_db
def test_deleting_takes_along_what_hangs_on_it_in_other_domains() -> None:
    """A file that was shown in a meeting, and a guest who waited in vain: their jobs run as in life."""
    ada = factories.person()
    file = cloud.file(ada, "plan.txt", b"hello")
    Node.objects.filter(id=file.id).update(purging=True)
    meeting = factories.meeting(ada)
    guest = factories.participant(meeting)
    Seat.objects.create(
        participant=guest, meeting=meeting, standing=Standing.WAITING, seen_at=clock.now() - timedelta(days=2)
    )
    with running_under_none():
        import_string("egret.cloud.tasks.finish_purges").call()
        import_string("egret.meetings.hosting.tasks.forget_gone").call()
    assert not Node.objects.filter(id=file.id).exists()
    assert not meeting.participants.filter(id=guest.id).exists()
