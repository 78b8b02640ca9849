"""Versions, trash, and content over HTTP."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from egret.accounts.models import Person
from egret.cloud.actions import files, trash, versions
from egret.cloud.actions.locked import free_name
from egret.cloud.errors import NameTaken, NodeUnknown, VersionUnknown
from egret.cloud.models import Activity, Conflict, FileVersion, Node, Space, Verb
from egret.cloud.names import numbered
from egret.kernel import clock
from egret.kernel import pictures as decoder
from egret.kernel.models import Blob
from tests import factories
from tests.accounts.visitors import call, signed_up
from tests.factories import cloud, pictures
from tests.organizations.test_every_address import document

pytestmark = pytest.mark.django_db


def test_a_second_content_is_a_version() -> None:
    ada = factories.person()
    node = cloud.file(ada, "f.txt", b"one")
    cloud.file(ada, "f.txt", b"three")
    first, second = FileVersion.objects.filter(node=node).order_by("id")
    assert cloud.content_of(ada, node) == b"three"
    assert cloud.content_of(ada, node, first) == b"one"
    assert Space.objects.get(person=ada).used_bytes == 8
    files.do_revert(cloud.access(ada, node.id), first.id)
    assert cloud.content_of(ada, node) == b"one"
    assert FileVersion.objects.filter(node=node).count() == 3
    with pytest.raises(VersionUnknown):
        files.do_delete_version(cloud.access(ada, node.id), Node.objects.get(id=node.id).version_id or second.id)
    files.do_delete_version(cloud.access(ada, node.id), first.id)
    assert cloud.content_of(ada, node) == b"one", "the newest version shares its content"


def test_a_taken_name_is_asked_about_kept_beside_or_skipped() -> None:
    ada = factories.person()
    cloud.file(ada, "f.txt", b"one")
    with pytest.raises(NameTaken):
        cloud.file(ada, "f.txt", b"two", conflict=Conflict.ASK)
    assert cloud.file(ada, "f.txt", b"two", conflict=Conflict.KEEP_BOTH).name == "f (2).txt"


def test_what_is_thrown_away_comes_back_under_a_free_name() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "folder")
    inner = cloud.file(ada, "f.txt", b"one", folder)
    trash.do_trash(cloud.access(ada, folder.id))
    with pytest.raises(NodeUnknown):
        cloud.access(ada, inner.id)
    cloud.folder(ada, "folder")
    restored = trash.do_restore(cloud.access(ada, folder.id, trashed=True))
    assert restored.name == "folder (2)"
    assert cloud.content_of(ada, inner) == b"one"


def test_what_lay_in_a_folder_that_is_gone_comes_back_to_the_root() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "folder")
    inner = cloud.file(ada, "f.txt", b"one", folder)
    trash.do_trash(cloud.access(ada, inner.id))
    trash.do_trash(cloud.access(ada, folder.id))
    assert trash.do_restore(cloud.access(ada, inner.id, trashed=True)).parent_id == cloud.root_of(ada).node.id


@pytest.mark.django_db(transaction=True)
def test_deleting_for_ever_leaves_nothing() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "folder")
    for number in range(5):
        folder = cloud.folder(ada, f"level {number}", folder)
        cloud.file(ada, "f.txt", b"content", folder)
    top = Node.objects.get(name="folder")
    trash.do_trash(cloud.access(ada, top.id))
    assert trash.do_empty_trash(cloud.root_of(ada)) == 1
    trash.finish_purges()
    assert Node.objects.filter(space__person=ada).count() == 1
    assert Space.objects.get(person=ada).used_bytes == 0
    assert not Blob.objects.exclude(state=Blob.State.DOOMED).exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_that_goes_takes_its_files_and_their_key_along() -> None:
    from egret.accounts.actions import do_delete_person
    from egret.cloud.queries import owner_of
    from egret.kernel import vault

    ada = factories.person()
    folder = cloud.folder(ada, "folder")
    cloud.file(ada, "f.txt", b"content", folder)
    owner = owner_of(cloud.space_of(ada))
    do_delete_person(ada)
    assert not Space.objects.exists() and not Node.objects.exists()
    assert vault.is_destroyed(owner)


def file_for(client: Client, content: bytes, name: str = "f.bin") -> tuple[Person, Node]:
    person = signed_up(client)
    return person, cloud.file(person, name, content)


def get(client: Client, node: Node, **headers: str) -> Any:
    return client.get(f"/api/v1/cloud/nodes/{node.id}/content", headers=headers)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        ("bytes=0-0", 206, (0, 1)),
        ("bytes=2-5", 206, (2, 6)),
        ("bytes=5-", 206, (5, 10)),
        ("bytes=-3", 206, (7, 10)),
        ("bytes=-99", 206, (0, 10)),
        ("bytes=8-99", 206, (8, 10)),
        ("bytes=10-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=5-2", 200, (0, 10)),
        ("bytes=0-1,4-5", 200, (0, 10)),
        ("lines=0-1", 200, (0, 10)),
        ("bytes=a-b", 200, (0, 10)),
        ("bytes=0-99999999999999999999999", 206, (0, 10)),
        ("bytes=-99999999999999999999999", 206, (0, 10)),
        ("bytes=99999999999999999999999-", 416, None),
        ("BYTES=2-5", 206, (2, 6)),
        ("bytes=0-0,-1", 200, (0, 10)),
        ("bytes=--1", 200, (0, 10)),
        ("bytes=-", 200, (0, 10)),
    ],
)
def test_ranges(client: Client, asked: str, status: int, span: tuple[int, int] | None) -> None:
    content = b"0123456789"
    _, node = file_for(client, content)
    response = get(client, node, range=asked)
    assert response.status_code == status
    if span is None:
        assert response.headers["Content-Range"] == "bytes */10"
        return
    assert body(response) == content[slice(*span)]
    assert response.headers["Content-Length"] == str(span[1] - span[0])
    if status == 206:
        assert response.headers["Content-Range"] == f"bytes {span[0]}-{span[1] - 1}/10"


def test_what_is_known_is_not_sent_again(client: Client) -> None:
    person, node = file_for(client, b"one")
    etag = get(client, node).headers["ETag"]
    assert get(client, node, **{"if-none-match": etag}).status_code == 304
    assert get(client, node, **{"if-range": etag, "range": "bytes=1-"}).status_code == 206
    cloud.file(person, "f.bin", b"other")
    assert get(client, node, **{"if-none-match": etag}).status_code == 200
    assert get(client, node, **{"if-range": etag, "range": "bytes=1-"}).status_code == 200


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "feed.xml", "page.xhtml", "script.js"])
def test_what_could_run_is_never_shown_in_our_origin(client: Client, name: str) -> None:
    _, node = file_for(client, b"<script>alert(1)</script>", name)
    response = client.get(f"/api/v1/cloud/nodes/{node.id}/content?disposition=inline")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "html" not in response.headers["Content-Type"] and "svg" not in response.headers["Content-Type"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_an_uploaded_script_is_none_that_our_pages_could_load(client: Client) -> None:
    """`script-src 'self'` asks for the origin and the type, not for how it is to be shown."""
    _, node = file_for(client, b"alert(1)", "script.bin")
    for media_type in ("application/javascript", "text/javascript", "application/x-ecmascript"):
        FileVersion.objects.filter(node=node).update(media_type=media_type)
        for disposition in ("inline", "attachment"):
            response = client.get(f"/api/v1/cloud/nodes/{node.id}/content?disposition={disposition}")
            assert "script" not in response.headers["Content-Type"]


@pytest.mark.parametrize("media_type", ["audio/svg+xml", "video/x+xml", "image/svg+xml", "application/xslt+xml"])
def test_xml_of_any_name_is_not_shown(client: Client, media_type: str) -> None:
    """Browsers read whatever ends in +xml as XML, with its style sheets."""
    _, node = file_for(client, b"<x/>", "x.bin")
    FileVersion.objects.filter(node=node).update(media_type=media_type)
    response = client.get(f"/api/v1/cloud/nodes/{node.id}/content?disposition=inline")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "xml" not in response.headers["Content-Type"]


def test_the_document_names_what_a_reading_answers() -> None:
    paths = document()["paths"]
    contents = [each for address, each in paths.items() if "/cloud/" in address and address.endswith("/content")]
    assert len(contents) == 2
    for methods in contents:
        assert all({200, 206, 304, 416} <= set(operation["responses"]) for operation in methods.values())


def test_each_reading_is_recorded_once(client: Client) -> None:
    person, node = file_for(client, b"0123456789")
    for start in range(4):
        get(client, node, range=f"bytes={start}-")
    assert Activity.objects.filter(node_id=node.id, verb=Verb.OPENED, person=person).count() == 1


def test_a_folder_is_listed_page_by_page(client: Client) -> None:
    person = signed_up(client)
    for name in ("b.txt", "a.txt", "c.txt"):
        cloud.file(person, name)
    cloud.folder(person, "z")
    root = cloud.root_of(person).node.id
    seen, cursor = [], None
    while True:
        query = "limit=2" + (f"&cursor={cursor}" if cursor else "")
        status, page = call(client, "GET", f"/cloud/nodes/{root}/children?{query}")
        assert status == 200, page
        seen += [entry["name"] for entry in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ["z", "a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("cursor", ["x", "W10", "eyJhIjogMX0", "bnVsbA", "WzEsMiwzXQ"])
def test_a_cursor_of_somebody_elses_is_refused(client: Client, cursor: str) -> None:
    person = signed_up(client)
    status, _ = call(client, "GET", f"/cloud/nodes/{cloud.root_of(person).node.id}/children?cursor={cursor}")
    assert status == 422


def test_a_stranger_gets_404_at_every_address(client: Client) -> None:
    owner = factories.person()
    folder = cloud.folder(owner, "private")
    node = cloud.file(owner, "f.txt", b"x", folder)
    stranger = signed_up(client)
    mine = str(cloud.root_of(stranger).node.id)
    version = str(Node.objects.get(id=node.id).version_id)
    for method, path, sent in (
        ("GET", f"/cloud/nodes/{node.id}", None),
        ("GET", f"/cloud/nodes/{folder.id}/children", None),
        ("GET", f"/cloud/nodes/{node.id}/content", None),
        ("GET", f"/cloud/nodes/{node.id}/versions", None),
        ("POST", f"/cloud/nodes/{folder.id}/folders", {"name": "x"}),
        ("PATCH", f"/cloud/nodes/{node.id}", {"name": "x"}),
        ("POST", f"/cloud/nodes/{node.id}/move", {"parent": mine}),
        ("POST", f"/cloud/nodes/{node.id}/copy", {"parent": mine}),
        ("DELETE", f"/cloud/nodes/{node.id}", None),
        ("DELETE", f"/cloud/nodes/{node.id}/forever", None),
        ("POST", f"/cloud/nodes/{node.id}/restore", {}),
        ("PUT", f"/cloud/nodes/{node.id}/favourite", None),
        ("POST", f"/cloud/nodes/{node.id}/versions/{version}/restore", None),
        ("PATCH", f"/cloud/nodes/{node.id}/versions/{version}", {"label": "x"}),
        ("DELETE", f"/cloud/nodes/{node.id}/versions/{version}", None),
        ("GET", f"/cloud/spaces/{node.space_id}/trash", None),
        ("POST", f"/cloud/spaces/{node.space_id}/trash/empty", None),
    ):
        response = client.generic(
            method, f"/api/v1{path}", json.dumps(sent) if sent is not None else b"", "application/json"
        )
        assert response.status_code == 404, (method, path, response.content)


def test_storing_a_new_file_takes_few_statements(django_assert_max_num_queries: Any) -> None:
    """Each is a round trip while the space is held: an import of a million files waits for them a million times."""
    ada = factories.person()
    cloud.file(ada, "before.txt")
    root = cloud.root_of(ada)
    with django_assert_max_num_queries(16):
        cloud.stored(root, "f.txt", b"x")


def test_a_picture_is_drawn_for_the_list_and_for_browsers_that_cannot_read_it() -> None:
    client = Client()
    ada = signed_up(client)
    photo = cloud.file(ada, "photo.heic", pictures.HEIC_WITH_PLACE.read_bytes())
    address = f"/api/v1/cloud/nodes/{photo.id}/picture"
    tile, page = client.get(address), client.get(address, {"size": "page"})
    with Image.open(BytesIO(tile.content)) as small, Image.open(BytesIO(page.content)) as large:
        assert small.format == large.format == "JPEG"
        assert max(small.size) == 240 <= max(large.size)
        assert not small.getexif(), "no place and no serial number"
    assert client.get(address, headers={"If-None-Match": tile["ETag"]}).status_code == 304
    opened = Activity.objects.filter(node_id=photo.id, verb=Verb.OPENED)
    assert opened.count() == 1, "a page that is looked at is written down, a tile is not"
    stranger = Client()
    signed_up(stranger)
    assert stranger.get(address).status_code == 404


def test_what_is_no_picture_is_refused_and_a_busy_decoder_asks_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    ada = signed_up(client)
    text = cloud.file(ada, "notes.png", b"no picture at all")
    assert client.get(f"/api/v1/cloud/nodes/{text.id}/picture").status_code == 415
    damaged = cloud.file(ada, "cut.jpg", pictures.truncated_jpeg())
    assert client.get(f"/api/v1/cloud/nodes/{damaged.id}/picture").status_code == 422
    monkeypatch.setattr(files, "PICTURE_PATIENCE", 0)
    with decoder.turn(0):
        assert client.get(f"/api/v1/cloud/nodes/{damaged.id}/picture").status_code == 503


def test_a_version_goes_a_while_after_it_was_replaced_however_old_it_is() -> None:
    ada = factories.person()
    node = cloud.file(ada, "deed.txt", b"as it was for a year")
    FileVersion.objects.update(created_at=clock.now() - timedelta(days=365))
    assert versions.expire_versions() == 0
    cloud.file(ada, "deed.txt", b"spoilt")
    assert versions.expire_versions() == 0
    first, _ = FileVersion.objects.filter(node=node).order_by("id")
    assert cloud.content_of(ada, node, first) == b"as it was for a year"
    client = Client()
    client.force_login(ada)
    _, seen = call(client, "GET", f"/cloud/nodes/{node.id}/versions")
    (goes_at,) = (datetime.fromisoformat(each["goes_at"]) for each in seen["items"] if each["goes_at"])
    assert goes_at > clock.now() + timedelta(days=89)
    with clock.travel(timedelta(days=91)):
        assert versions.expire_versions() == 1
        assert versions.expire_versions() == 0
    assert cloud.content_of(ada, node) == b"spoilt"


def test_a_free_name_among_thousands_is_found_at_once(django_assert_max_num_queries: Any) -> None:
    ada = factories.person()
    root = cloud.root_of(ada).node
    long = "名" * 84 + ".jpg"
    for name in ("image.jpg", long):
        Node.objects.bulk_create(
            Node(space=root.space, parent=root, name=numbered(name, number), is_folder=False)
            for number in range(1, 3000)
            if number != 1007
        )
        with django_assert_max_num_queries(2):
            assert free_name(root, name) == numbered(name, 1007)
    assert free_name(root, "imag_.jpg") == "imag_.jpg"
