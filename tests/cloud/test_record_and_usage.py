"""What the record says and to whom; what fills a space."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egret.accounts.models import Profile
from egret.cloud.actions import files, trash, tree
from egret.cloud.models import Activity, Node, Role, Verb
from egret.cloud.queries.usage import usage_of
from egret.cloud.sentences import SENTENCES
from tests import factories
from tests.accounts.visitors import call
from tests.cloud.test_links import link_to
from tests.cloud.test_shares import signed_in
from tests.factories import cloud

pytestmark = pytest.mark.django_db


def test_a_folder_tells_what_was_done_below_it() -> None:
    ada, bo = factories.person(), factories.person()
    Profile.objects.create(person=ada, name="Ada")
    folder = cloud.folder(ada, "plans")
    inner = cloud.file(ada, "f.txt", b"one", cloud.folder(ada, "deep", folder))
    cloud.file(ada, "elsewhere.txt")
    tree.do_rename(cloud.access(ada, inner.id), "g.txt")
    cloud.share(folder, Role.VIEW, ada, person=bo)
    files.do_note_opened(cloud.access(bo, inner.id))
    trash.do_trash(cloud.access(ada, inner.id))
    client = signed_in(ada)
    _, page = call(client, "GET", f"/cloud/nodes/{folder.id}/activity")
    assert [(each["actor"], each["sentence"]) for each in page["items"]] == [
        ("Ada", "threw “g.txt” away"),
        ("Somebody", "opened “g.txt”"),
        ("Ada", "renamed “f.txt” to “g.txt”"),
        ("Ada", "created “f.txt”"),
        ("Ada", "created “deep”"),
        ("Ada", "created “plans”"),
    ]
    Profile.objects.filter(person=ada).update(name="Ada L.")
    answer = client.get(f"/api/v1/cloud/nodes/{folder.id}/activity", headers={"Accept-Language": "zh-CN"}).json()
    assert (answer["items"][0]["actor"], answer["items"][0]["sentence"]) == ("Ada L.", "将“g.txt”移入回收站")


def test_readings_and_shares_are_for_who_manages() -> None:
    ada, bo, cara = factories.person(), factories.person(), factories.person()
    file = cloud.file(ada, "f.txt")
    for each in (bo, cara):
        cloud.share(file, Role.EDIT, ada, person=each)
        files.do_note_opened(cloud.access(each, file.id))
    link_to(ada, file)
    own = call(signed_in(bo), "GET", f"/cloud/nodes/{file.id}/activity")[1]["items"]
    assert [(each["verb"], each["person"] and each["person"]["id"]) for each in own] == [
        ("opened", str(bo.id)),
        ("created", str(ada.id)),
    ]
    everybodys = call(signed_in(ada), "GET", f"/cloud/nodes/{file.id}/activity")[1]["items"]
    assert [each["verb"] for each in everybodys] == ["shared", "opened", "opened", "created"]
    assert everybodys[0]["sentence"] == "shared “f.txt” with whoever has a link (may view)"
    assert call(signed_in(factories.person()), "GET", f"/cloud/nodes/{file.id}/activity")[0] == 404


def test_the_record_is_read_a_page_at_a_time() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt")
    Activity.objects.bulk_create(
        Activity(space=file.space, node_id=file.id, person=ada, verb=Verb.UPLOADED, name="f.txt") for _ in range(70)
    )
    client, seen, cursor = signed_in(ada), [], ""
    while True:
        page = call(client, "GET", f"/cloud/nodes/{file.id}/activity{cursor}")[1]
        seen += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"?cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 71 and seen == sorted(seen, reverse=True)
    assert call(client, "GET", f"/cloud/nodes/{file.id}/activity?cursor=x")[0] == 422


def test_every_act_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Verb)


def test_usage_adds_up() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "pictures")
    cloud.file(ada, "a.jpg", b"x" * 10, folder)
    cloud.file(ada, "a.jpg", b"x" * 7, folder)
    cloud.file(ada, "film.mp4", b"x" * 50, cloud.folder(ada, "films", folder))
    cloud.file(ada, "notes.pdf", b"x" * 5)
    cloud.file(ada, "all.zip", b"x" * 3)
    bin_ = cloud.folder(ada, "old")
    cloud.file(ada, "b.jpg", b"x" * 20, bin_)
    cloud.file(ada, "b.jpg", b"x" * 4, bin_)
    trash.do_trash(cloud.access(ada, bin_.id))
    trash.do_trash(cloud.access(ada, cloud.file(ada, "c.txt", b"x" * 2).id))
    status, usage = call(signed_in(ada), "GET", f"/cloud/spaces/{folder.space_id}/usage")
    assert status == 200
    assert [(each["kind"], each["bytes"], each["files"]) for each in usage["kinds"]] == [
        ("video", 50, 1),
        ("picture", 7, 1),
        ("document", 5, 1),
        ("archive", 3, 1),
    ]
    assert (usage["versions_bytes"], usage["trash_bytes"], usage["used_bytes"]) == (10, 26, 101)
    assert [each["name"] for each in usage["files"]] == ["film.mp4", "a.jpg", "notes.pdf", "all.zip"]
    assert [(each["name"], each["bytes"], each["files"]) for each in usage["folders"]] == [
        ("pictures", 57, 2),
        ("films", 50, 1),
    ]
    assert call(signed_in(factories.person()), "GET", f"/cloud/spaces/{folder.space_id}/usage")[0] == 404


def test_usage_takes_as_many_questions_however_many_files() -> None:
    ada = factories.person()
    root = cloud.root_of(ada)

    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            usage_of(root)
        return len(context)

    cloud.file(ada, "f.txt", b"x", cloud.folder(ada, "first"))
    before = asked()
    for folder in [cloud.folder(ada, f"folder {number}") for number in range(5)]:
        Node.objects.bulk_create(
            Node(space=folder.space, parent=folder, name=uuid.uuid4().hex, is_folder=False, size=9) for _ in range(50)
        )
    assert asked() == before
