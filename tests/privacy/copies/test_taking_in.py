"""A copy from elsewhere: restored whole, twice the same, and refused where it is none."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egret.accounts.actions import do_change_preferences, do_change_profile, do_set_picture
from egret.accounts.models import Person, Profile
from egret.cloud.actions import files, marks, trash
from egret.cloud.models import Node, Role
from egret.kernel import blobs, clock
from egret.kernel.api import Viewer
from egret.kernel.models import Blob
from egret.meetings.models import Schedule
from egret.meetings.scheduling.actions import Facts, Times, do_schedule
from egret.privacy.copies import actions, arriving, building
from egret.privacy.copies.archives import StoredArchive
from egret.privacy.copies.errors import ArrivalCut, ArrivalUnderWay, Unfit
from egret.privacy.copies.models import Arrival, ArrivalState
from egret.project.promises.copies import essence
from tests import factories
from tests.factories import cloud, pictures
from tests.factories.browsers import browser

pytestmark = pytest.mark.django_db


def copy_of(person: Person) -> bytes:
    copy, _ = actions.do_order(person.id, "en")
    assert building.build_wanted() == 1
    _, reader = actions.do_open(person.id, copy.id, note=False)
    return reader.read(0, reader.size)


def take_in(person: Person, content: bytes, *, confirmed: bool = True) -> Arrival:
    arrival = actions.do_bring(person.id, io.BytesIO(content), len(content))
    Arrival.objects.filter(id=arrival.id).update(confirmed=confirmed)
    arriving.take_in_wanted()
    arrival.refresh_from_db()
    return arrival


def full_person() -> Person:
    person = factories.person()
    do_change_profile(person.id, name="Ada 鹭", description="Reeds\nand water")
    do_change_preferences(person.id, language="zh-Hans", theme="dark")
    do_set_picture(person.id, pictures.transparent_png(), None)
    letters = cloud.folder(person, "Letters")
    cloud.file(person, "a.txt", b"first", letters)
    newest = cloud.file(person, "a.txt", b"second", letters)
    assert newest.version_id is not None
    files.do_label_version(cloud.access(person, newest.id, Role.EDIT), newest.version_id, "Sent")
    marks.do_mark_favourite(cloud.access(person, letters.id))
    cloud.file(person, "empty", b"")
    # Thrown away before its folder was; and one of a name that is in use again.
    old = cloud.folder(person, "Old")
    inner = cloud.file(person, "inner.txt", b"inner", old)
    trash.do_trash(cloud.access(person, inner.id, Role.EDIT))
    trash.do_trash(cloud.access(person, old.id, Role.EDIT))
    again = cloud.file(person, "again.txt", b"older")
    trash.do_trash(cloud.access(person, again.id, Role.EDIT))
    cloud.file(person, "again.txt", b"newer")
    start = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT09:00")
    times = Times("Europe/London", start, 45, "FREQ=WEEKLY")
    do_schedule(Viewer(person.id, second_factor=False), times, Facts(title="Reading", note="Chapter 1"))
    return person


def test_round_trip_is_equal_but_for_ids() -> None:
    content = copy_of(full_person())
    other = factories.person()
    arrival = take_in(other, content)
    assert arrival.state == ArrivalState.DONE, arrival.problem
    assert not [line for line in arrival.report if line["outcome"] == "failed"]
    assert essence(copy_of(other)) == essence(content)
    # Once more changes nothing, and says so.
    second = take_in(other, content)
    assert essence(copy_of(other)) == essence(content)
    assert [line["what"][0] for line in second.report if line["outcome"] == "restored"].count("Files") == 0
    assert Schedule.objects.filter(host=other).count() == 1
    assert not Blob.objects.filter(kind="privacy.arrival").exclude(state="doomed").exists()


def test_what_is_left_is_named_and_what_is_here_stays() -> None:
    person, friend = factories.person(), factories.person()
    do_change_profile(person.id, name="Ada")
    node = cloud.file(person, "shared.txt", b"x")
    cloud.share(node, Role.VIEW, friend, person=person)
    factories.participant(factories.meeting(person), "Ada", person)
    other = factories.person()
    do_change_profile(other.id, name="Grace")
    report = take_in(other, copy_of(person)).report
    outcomes = {(line["what"][0], line["outcome"]): line["count"] for line in report}
    assert outcomes["Name", "kept"] == 1 and Profile.objects.get(person=other).name == "Grace"
    assert outcomes["Shares", "left"] == 1 and outcomes["Meetings you held", "left"] == 1
    assert outcomes["Meetings you were in", "left"] == 1 and outcomes["Your account", "left"] == 1


def test_anothers_number_needs_a_word(client: Any) -> None:
    content = copy_of(factories.person())
    other = factories.person()
    page = browser(other)
    posted = page.post("/api/v1/privacy/arrivals", content, "application/zip")
    assert posted.status_code == 201, posted.content
    address = f"/api/v1/privacy/arrivals/{posted.json()['id']}"
    arriving.take_in_wanted()
    assert page.get(address).json()["state"] == "doubtful"
    with pytest.raises(ArrivalUnderWay):
        actions.do_bring(other.id, io.BytesIO(content), len(content))
    assert page.post(f"{address}/confirm").json()["state"] == "waiting"
    arriving.take_in_wanted()
    done = page.get(address).json()
    assert done["state"] == "done" and {"what", "outcome", "count", "why"} == set(done["report"][0])
    assert browser(factories.person()).get(address).status_code == 404


def test_cut_off_on_its_way() -> None:
    with pytest.raises(ArrivalCut):
        actions.do_bring(factories.person().id, io.BytesIO(b"PK"), 5000)
    assert not Arrival.objects.exists() and not Blob.objects.filter(kind="privacy.arrival").exists()


def rewritten(content: bytes, change: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name in source.namelist():
            archive.writestr(name, change.get(name, source.read(name)))
        for name in change.keys() - set(source.namelist()):
            archive.writestr(name, change[name])
    return target.getvalue()


def test_hostile_files() -> None:
    person = factories.person()
    cloud.file(person, "a.txt", b"content")
    content = copy_of(person)
    schema = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("schema.json"))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("schema.json", b"{}" + b" " * 30_000_000)
    later = json.dumps({**schema, "format": "egret copy 2"}).encode()
    many = rewritten(content, {"data/cloud.node.json": b'{"rows": [' + b"[]," * 5_000_001 + b"[]]}"})
    packed = bytearray(rewritten(content, {}, zipfile.ZIP_DEFLATED))
    packed[packed.index(b"data/cloud.node.json") + len("data/cloud.node.json")] = 0xFF
    damaged = bytearray(content)
    damaged[content.index(b"content", content.index(b"files/a.txt"))] ^= 1
    cases = {
        "not-a-copy": [b"", b"no ZIP", rewritten(content, {"schema.json": b'{"format": "other"}'})],
        "later-version": [rewritten(content, {"schema.json": later})],
        "too-large": [bomb.getvalue(), many],
        "damaged": [
            bytes(packed),
            rewritten(content, {"data/cloud.node.json": b"[" * 100_000}),
            rewritten(content, {"data/cloud.node.json": b'{"rows": 7}'}),
        ],
    }
    for problem, files_ in cases.items():
        for each in files_:
            arrival = take_in(factories.person(), each)
            assert (arrival.state, arrival.problem) == (ArrivalState.FAILED, problem)
    # One damaged content fails alone.
    other = factories.person()
    arrival = take_in(other, bytes(damaged))
    failures = [line["what"][0] for line in arrival.report if line["outcome"] == "failed"]
    assert arrival.state == ArrivalState.DONE and len(failures) == 1 and "a.txt" in failures[0]


def test_names_that_climb_stay_names() -> None:
    person = factories.person()
    cloud.file(person, "a.txt", b"content")
    content = copy_of(person)
    nodes = json.loads(zipfile.ZipFile(io.BytesIO(content)).read("data/cloud.node.json"))
    own = next(row for row in nodes["rows"] if row["name"] == "a.txt")
    own["name"] = "../../../etc/passwd"
    own["parent"] = next(row for row in nodes["rows"] if row["parent"] is None)["id"]
    # And a folder that is inside itself.
    loop = {**own, "id": "11111111-1111-7111-8111-111111111111", "is_folder": True, "name": "loop"}
    nodes["rows"].append({**loop, "parent": loop["id"]})
    other = factories.person()
    take_in(other, rewritten(content, {"data/cloud.node.json": json.dumps(nodes).encode()}))
    names = set(Node.objects.filter(space__person=other, parent__isnull=False).values_list("name", flat=True))
    assert len(names) == 1 and "/" not in names.pop()


def test_a_full_disk_while_it_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    cloud.file(person, "a.txt", b"content")
    content, other = copy_of(person), factories.person()
    arrival = actions.do_bring(other.id, io.BytesIO(content), len(content))
    Arrival.objects.filter(id=arrival.id).update(confirmed=True)

    def full(*_: object) -> None:
        raise blobs.StoreFull

    monkeypatch.setattr("egret.kernel.blobs.parts.store", full)
    arriving.take_in_wanted()
    arrival.refresh_from_db()
    assert arrival.state == ArrivalState.DONE
    assert ["Files", "failed"] in [[line["what"][0], line["outcome"]] for line in arrival.report]


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self.content, self.size = content, len(content)

    def read(self, start: int, stop: int) -> bytes:
        return self.content[start:stop]


@pytest.fixture(scope="module")
def small_copy() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("schema.json", json.dumps({"format": "egret copy 1", "person": {}, "models": {}}))
        archive.writestr("data/contents.json", json.dumps({"contents": [{"path": "x", "model": "m", "row": "r"}]}))
        archive.writestr("data/cloud.node.json", json.dumps({"rows": [{"_yours": True, "id": "1"}]}))
        archive.writestr("x", b"content")
    return target.getvalue()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_damaged_anywhere(small_copy: bytes, data: st.DataObject) -> None:
    """Whatever is changed in it: read as before, or refused with a word; never another error."""
    content = bytearray(small_copy)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(len(content) - 40, len(content)))]
    try:
        archive = StoredArchive(_Bytes(bytes(content)))  # type: ignore[arg-type]  # reads and a size
        archive.rows("cloud.Node")
        if (path := archive.path_of("m", "r")) is not None:
            b"".join(archive.read(path))
    except (Unfit, zipfile.BadZipFile):
        pass


def test_what_ends_each_worker_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    content = copy_of(person)
    arrival = actions.do_bring(person.id, io.BytesIO(content), len(content))

    class Killed(BaseException):
        pass

    def ends(*_: Any) -> Any:
        raise Killed

    def away(*_: Any) -> Any:
        raise blobs.StoreUnavailable

    for turn in range(1, arriving.ATTEMPTS + 1):
        monkeypatch.setattr(arriving, "_restore", ends)
        with clock.travel(building.SILENT_AFTER * 4 * turn):
            with pytest.raises(Killed):
                arriving.take_in_wanted()
            assert arriving.take_in_wanted() == 0, "its worker may live"
        # Nobody died where the store was away.
        monkeypatch.setattr(arriving, "_restore", away)
        with clock.travel(building.SILENT_AFTER * (4 * turn + 2)):
            assert not arriving.take_in(arrival.id)
    assert arriving.take_in_wanted() == 0
    with clock.travel(building.SILENT_AFTER * 100):
        assert arriving.take_in_wanted() == 0
    arrival.refresh_from_db()
    assert (arrival.state, arrival.problem) == (ArrivalState.FAILED, "fault")
    assert arrival.blob_id is None
