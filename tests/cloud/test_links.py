"""Links: what each kind gives, what ends one, and that nobody gets more out of one than it holds."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from egret.accounts.models import Person
from egret.cloud.actions import links, shares, spaces, trash
from egret.cloud.errors import NodeUnknown
from egret.cloud.errors.sharing import LinkUnknown
from egret.cloud.models import Activity, Conflict, Link, Node, Role, Space, Upload, Verb
from egret.cloud.queries import LinkFacts, access_by_link, owner_of
from egret.kernel import blobs, clock
from egret.kernel.errors import NotAllowed
from egret.kernel.models import Blob
from egret.kernel.purpose import under
from egret.organizations.actions import groups
from egret.organizations.actions.members import do_remove_member
from egret.organizations.actions.organization import do_change_rules
from egret.organizations.models import Role as OrganizationRole
from egret.organizations.models import Rule
from tests import factories
from tests.accounts.visitors import call
from tests.cloud.test_shares import signed_in
from tests.cloud.tus import create
from tests.factories import cloud
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db


def link_to(by: Person, node: Node, kind: str = "view", **terms: Any) -> str:
    """A link's token, made over HTTP."""
    status, made = call(signed_in(by), "POST", f"/cloud/nodes/{node.id}/links", {"kind": kind, **terms})
    assert status == 201, made
    return str(made["address"]).rpartition("/s/")[2]


def opened(token: str, client: Client | None = None) -> int:
    return call(client or Client(), "GET", f"/cloud/links/{token}/open")[0]


def test_whoever_has_it_reads_what_is_below_and_nothing_else() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "plans")
    inner, other = cloud.file(ada, "f.txt", b"hello", folder), cloud.file(ada, "secret.txt", b"no")
    path = f"/cloud/links/{link_to(ada, folder)}"
    visitor = Client()
    assert call(visitor, "GET", f"{path}/open")[1]["name"] == "plans"
    _, entries = call(visitor, "GET", f"{path}/nodes/{folder.id}/children")
    assert [each["name"] for each in entries["items"]] == ["f.txt"]
    response = visitor.get(f"/api/v1{path}/nodes/{inner.id}/content")
    assert b"".join(response.streaming_content) == b"hello"  # type: ignore[attr-defined]  # the test client's wrapper
    assert "private" in response.headers["Cache-Control"] and "noindex" in response.headers["X-Robots-Tag"]
    _, node = call(visitor, "GET", f"{path}/nodes/{inner.id}")
    assert node["creator"] is None and [each["name"] for each in node["path"]] == ["plans", "f.txt"]
    assert call(visitor, "GET", f"{path}/nodes/{other.id}")[0] == 404
    assert call(visitor, "PATCH", f"{path}/nodes/{inner.id}", {"name": "g.txt"})[0] == 403
    assert Activity.objects.get(verb=Verb.OPENED).facts["link"] == str(Link.objects.get().id)


def test_one_answer_for_every_link_that_leads_nowhere() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt", b"hello")
    soon = (clock.now() + timedelta(hours=1)).isoformat()
    expired, spent = link_to(ada, file, expires_at=soon), link_to(ada, file, maximum_downloads=1)
    revoked, trashed = link_to(ada, file), link_to(ada, cloud.file(ada, "g.txt"))
    made = Link.objects.order_by("id")
    assert Client().get(f"/api/v1/cloud/links/{spent}/nodes/{file.id}/content").status_code == 200
    links.do_withdraw_link(cloud.access(ada, file.id, Role.MANAGE), made[2].id)
    trash.do_trash(cloud.access(ada, made[2].node_id))
    assert opened(expired) == 200
    with clock.travel(timedelta(hours=2)):
        answers = [
            call(Client(), "GET", f"/cloud/links/{token}/open") for token in (expired, spent, revoked, trashed, "egl_x")
        ]
    assert [status for status, _ in answers] == [404] * 5
    assert all(body == answers[0][1] for _, body in answers)


def test_a_password_opens_it_for_who_gives_it() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt", b"hello")
    assert (
        call(signed_in(ada), "POST", f"/cloud/nodes/{file.id}/links", {"kind": "view", "password": "short"})[0] == 422
    )
    path = f"/cloud/links/{link_to(ada, file, password='eight letters')}"
    assert "eight" not in Link.objects.get().password and Link.objects.get().password.startswith("argon2")
    visitor = Client()
    _, locked = call(visitor, "GET", f"{path}/open")
    assert locked["needs_password"] and locked["name"] == "" and locked["node"] is None
    assert call(visitor, "GET", f"{path}/nodes/{file.id}")[0] == 401
    assert call(visitor, "POST", f"{path}/unlock", {"password": "another one"})[0] == 403
    status, unlocked = call(visitor, "POST", f"{path}/unlock", {"password": "eight letters"})
    assert status == 200 and unlocked["name"] == "f.txt"
    assert call(visitor, "GET", f"{path}/nodes/{file.id}")[0] == 200
    assert call(Client(), "GET", f"{path}/nodes/{file.id}")[0] == 401
    header = Client(headers={"Egret-Link-Pass": unlocked["link_pass"]})
    assert call(header, "GET", f"{path}/nodes/{file.id}")[0] == 200
    with clock.travel(timedelta(hours=1)):
        assert call(visitor, "GET", f"{path}/nodes/{file.id}")[0] == 200
    status, _ = call(signed_in(ada), "PATCH", f"/cloud/links/{Link.objects.get().id}", {"password": "nine letters"})
    assert status == 200
    assert call(visitor, "GET", f"{path}/nodes/{file.id}")[0] == 401, "a pass is for the password it was given for"


def test_passwords_and_tokens_are_not_guessed_fast() -> None:
    ada = factories.person()
    token = link_to(ada, cloud.file(ada, "f.txt"), password="eight letters")
    tries = [call(Client(), "POST", f"/cloud/links/{token}/unlock", {"password": "x"})[0] for _ in range(12)]
    assert tries == [403] * 10 + [429] * 2
    unknown = [opened(f"egl_{number}") for number in range(62)]
    assert unknown == [404] * 60 + [429] * 2


def test_a_film_read_in_pieces_is_one_download() -> None:
    ada = factories.person()
    file = cloud.file(ada, "film.mp4", b"0123456789")
    path = f"/api/v1/cloud/links/{link_to(ada, file, maximum_downloads=1)}/nodes/{file.id}/content"
    visitor = Client()
    for start in range(0, 10, 2):
        piece = visitor.get(path, headers={"Range": f"bytes={start}-{start + 1}"})
        assert piece.status_code == 206
    assert Link.objects.get().downloads == 1
    assert Activity.objects.filter(verb=Verb.OPENED).count() == 1
    assert visitor.get(path).status_code == 404, "the whole of it again is another one"
    assert Client().get(path, headers={"Range": "bytes=2-3"}).status_code == 404
    cloud.file(ada, "film.mp4", b"abcdefghij")
    assert visitor.get(path, headers={"Range": "bytes=0-1"}).status_code == 404, "another content is another download"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_no_more_than_are_left() -> None:
    ada = factories.person()
    file = cloud.file(ada, "f.txt", b"hello")
    token = link_to(ada, file, maximum_downloads=3)
    link = Link.objects.get()
    start, served = threading.Barrier(8), []

    def take() -> None:
        start.wait()
        try:
            links.count_download(link)
            served.append(True)
        except LinkUnknown:
            served.append(False)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=under("tests.arrange")(take)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(served) == [False] * 5 + [True] * 3
    assert Link.objects.get().downloads == 3 and opened(token) == 404


def test_editing_goes_below_the_links_own_folder_and_not_to_it() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "plans")
    inner = cloud.file(ada, "f.txt", b"hello", folder)
    path, visitor = f"/cloud/links/{link_to(ada, folder, 'edit')}", Client()
    assert call(visitor, "POST", f"{path}/nodes/{folder.id}/folders", {"name": "new"})[0] == 201
    assert call(visitor, "PATCH", f"{path}/nodes/{inner.id}", {"name": "g.txt"})[0] == 200
    assert call(visitor, "PATCH", f"{path}/nodes/{folder.id}", {"name": "mine"})[0] == 409
    assert call(visitor, "DELETE", f"{path}/nodes/{folder.id}")[0] == 409
    assert call(visitor, "DELETE", f"{path}/nodes/{inner.id}")[0] == 204
    assert sorted(folder.children.filter(trashed_at=None).values_list("name", flat=True)) == ["new"]


def test_a_drop_box_takes_and_shows_nothing() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "in-tray")
    inner = cloud.file(ada, "f.txt", b"first", folder)
    token = link_to(ada, folder, "drop")
    path, visitor = f"/cloud/links/{token}", Client()
    assert call(visitor, "GET", f"{path}/open")[0] == 200
    for method, address in [
        ("GET", f"nodes/{folder.id}"),
        ("GET", f"nodes/{folder.id}/children"),
        ("GET", f"nodes/{inner.id}/content"),
        ("DELETE", f"nodes/{inner.id}"),
    ]:
        assert call(visitor, method, f"{path}/{address}")[0] == 404, address
    assert call(visitor, "POST", f"{path}/nodes/{folder.id}/folders", {"name": "x"})[0] == 404
    place = access_by_link(LinkFacts(token, "198.51.100.1"), adding=True)
    for conflict in (Conflict.REPLACE, Conflict.ASK, Conflict.SKIP):
        cloud.stored(place, "f.txt", b"second", conflict)
    assert sorted(folder.children.values_list("name", flat=True)) == ["f (2).txt", "f (3).txt", "f (4).txt", "f.txt"]
    assert cloud.content_of(ada, inner) == b"first"
    with pytest.raises(LinkUnknown):
        access_by_link(LinkFacts(token, "198.51.100.1"), inner.id, adding=True)
    assert call(signed_in(ada), "POST", f"/cloud/nodes/{inner.id}/links", {"kind": "drop"})[0] == 409


def test_a_link_takes_along_what_was_being_uploaded_by_it() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "in-tray")
    link_to(ada, folder, "drop")
    link = Link.objects.get()
    blob = blobs.begin(owner_of(folder.space), "cloud.file")
    Upload.objects.create(
        link=link, parent=folder, blob=blob, name="half.bin", expires_at=clock.now() + timedelta(days=7)
    )
    links.do_withdraw_link(cloud.access(ada, folder.id, Role.MANAGE), link.id)
    assert not Upload.objects.exists()
    assert Blob.objects.get(id=blob.id).state == Blob.State.DOOMED


def test_a_label_is_one_legible_line() -> None:
    ada = factories.person()
    link_to(ada, cloud.folder(ada, "plans"), label="for\tthe\0 press\u202e ")
    assert Link.objects.get().label == "for the press"


def test_a_view_link_takes_nothing() -> None:
    ada = factories.person()
    token = link_to(ada, cloud.folder(ada, "plans"))
    with pytest.raises(NotAllowed):
        access_by_link(LinkFacts(token, "198.51.100.1"), adding=True)


def common_folder(owner: Person, name: str = "common") -> Node:
    """A folder in the space of the owner's organisation."""
    spaces.ensure_spaces(owner.id, cloud.door(owner).belongings)
    space = Space.objects.get(organization__isnull=False)
    return cloud.folder(owner, name, Node.objects.get(space=space, parent=None))


def test_a_link_ends_with_its_makers_role() -> None:
    ada, bo = factories.person(), factories.person()
    of = make.organization(ada)
    member = make.member(of, bo, role=OrganizationRole.ADMIN)
    token = link_to(bo, common_folder(ada))
    assert opened(token) == 200
    do_remove_member(make.owner_of(of), member.id)
    assert opened(token) == 404


def test_a_tightened_rule_ends_what_was_shared_outside() -> None:
    ada, outsider = factories.person(), factories.person()
    of = make.organization(ada)
    folder = common_folder(ada)
    token = link_to(ada, folder)
    status, made = call(
        signed_in(ada),
        "POST",
        f"/cloud/nodes/{folder.id}/shares",
        {"kind": "phone", "phone": outsider.phone, "role": "view"},
    )
    assert status == 201 and made["outside"]
    assert cloud.access(outsider, folder.id).role == Role.VIEW and opened(token) == 200
    do_change_rules(make.owner_of(of), {"who_shares_outside": Rule.NOBODY}, second_factor=False)
    with pytest.raises(NodeUnknown):
        cloud.access(outsider, folder.id)
    assert opened(token) == 404
    _, seen = call(signed_in(ada), "GET", f"/cloud/nodes/{folder.id}/shares")
    assert not seen["may_share_outside"] and [each["served"] for each in seen["items"]] == [True, True, False]
    assert call(signed_in(ada), "GET", f"/cloud/nodes/{folder.id}/links")[1]["items"][0]["state"] == "refused"
    for path, body in (
        ("shares", {"kind": "phone", "phone": factories.new_phone(), "role": "view"}),
        ("links", {"kind": "view"}),
    ):
        assert call(signed_in(ada), "POST", f"/cloud/nodes/{folder.id}/{path}", body)[0] == 403


@pytest.mark.django_db(transaction=True)
def test_who_leaves_loses_all_at_once_and_for_good() -> None:
    ada, bo = factories.person(), factories.person()
    of = make.organization(ada)
    member = make.member(of, bo, role=OrganizationRole.GUEST)
    folder = common_folder(ada)
    guests = make.group(of, member)
    cloud.share(folder, Role.EDIT, ada, person=bo)
    cloud.share(folder, Role.MANAGE, ada, group=guests)
    assert cloud.access(bo, folder.id).role == Role.MANAGE
    groups.do_take_from_group(make.owner_of(of), guests.id, member.id)
    assert cloud.access(bo, folder.id).role == Role.EDIT
    do_remove_member(make.owner_of(of), member.id)
    with pytest.raises(NodeUnknown):
        cloud.access(bo, folder.id)
    make.member(of, bo, role=OrganizationRole.GUEST)
    with pytest.raises(NodeUnknown):
        cloud.access(bo, folder.id)


def test_shares_end_when_they_say() -> None:
    ada, bo = factories.person(), factories.person()
    folder = cloud.folder(ada, "plans")
    cloud.share(folder, Role.VIEW, ada, person=bo, expires_at=clock.now() + timedelta(days=1))
    assert cloud.access(bo, folder.id)
    with clock.travel(timedelta(days=2)):
        with pytest.raises(NodeUnknown):
            cloud.access(bo, folder.id)
        assert shares.expire_shares() == 1


def test_a_folder_comes_as_one_archive_and_counts_once() -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "Briefe 鹭")
    inner = cloud.folder(ada, "inner", folder)
    cloud.file(ada, "f.txt", b"hello", inner)
    cloud.file(ada, "secret.txt", b"no")
    path = f"/api/v1/cloud/links/{link_to(ada, folder, maximum_downloads=1)}/nodes/{folder.id}/archive"
    assert Client().head(path).status_code == 200 and Link.objects.get().downloads == 0
    response = Client().get(path)
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # the test client's wrapper
    assert sorted(zipfile.ZipFile(io.BytesIO(body)).namelist()) == [
        "Briefe 鹭/",
        "Briefe 鹭/inner/",
        "Briefe 鹭/inner/f.txt",
    ]
    assert Link.objects.get().downloads == 1
    assert Activity.objects.filter(verb=Verb.OPENED, node_id=folder.id).count() == 1
    assert Client().get(path).status_code == 404, "the one download was this archive"


def test_an_archive_asks_what_its_link_asks() -> None:
    ada = factories.person()
    folder, other = cloud.folder(ada, "plans"), cloud.folder(ada, "other")

    def status(token: str, node: Node = folder) -> int:
        return Client().get(f"/api/v1/cloud/links/{token}/nodes/{node.id}/archive").status_code

    soon = (clock.now() + timedelta(hours=1)).isoformat()
    expiring = link_to(ada, folder, expires_at=soon)
    assert status(expiring) == 200 and status(expiring, other) == 404
    assert status(link_to(ada, folder, password="eight letters")) == 401
    assert status(link_to(ada, folder, "drop")) == 404
    with clock.travel(timedelta(hours=2)):
        assert status(expiring) == 404


@pytest.mark.parametrize("kind", ["edit", "drop"])
def test_folders_dropped_onto_a_link_keep_their_shape(kind: str) -> None:
    ada = factories.person()
    folder = cloud.folder(ada, "letters")
    client = Client(headers={"Egret-Link": link_to(ada, folder, kind)})
    for _ in range(2):
        answer = create(client, "f.txt", parent=folder.id, relativePath="spring/may/f.txt", conflict="keep_both")
        assert answer.status_code == 201, answer.content
    may = Node.objects.get(name="may")
    assert may.parent is not None and may.parent.name == "spring" and may.parent.parent_id == folder.id
    assert sorted(Node.objects.filter(parent=may).values_list("name", flat=True)) == ["f (2).txt", "f.txt"]
