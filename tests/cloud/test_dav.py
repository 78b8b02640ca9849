"""WebDAV at /dav/: who may, what becomes of files, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.http import StreamingHttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from egret.accounts.actions.tokens import WRONG_PER_ADDRESS
from egret.accounts.models import Person
from egret.cloud.actions import marks
from egret.cloud.dav import server
from egret.cloud.dav.answers import Refused
from egret.cloud.dav.listing import PAGE
from egret.cloud.dav.paths import destination_of, parse_path
from egret.cloud.models import Activity, DavLock, DavProperty, FileVersion, Node, Role, Space, Verb
from egret.kernel.models import Blob
from egret.organizations.models import Organization
from tests import factories
from tests.accounts.visitors import signed_up
from tests.cloud.dav import LOCK, Dav
from tests.factories import cloud, organizations

pytestmark = pytest.mark.django_db

PROP = (
    '<D:propertyupdate xmlns:D="DAV:" xmlns:x="urn:x"><D:{verb}><D:prop>'
    "<x:colour>{value}</x:colour></D:prop></D:{verb}></D:propertyupdate>"
)
ASK = b'<D:propfind xmlns:D="DAV:" xmlns:x="urn:x"><D:prop><x:colour/><D:quota-available-bytes/></D:prop></D:propfind>'


@pytest.fixture
def ada() -> Dav:
    return Dav(factories.person())


def test_only_an_app_password_for_webdav_opens_it(ada: Dav) -> None:
    assert ada.status("PROPFIND", "/", depth="0") == 207
    ada.name = ada.person.phone or ""
    assert ada.status("PROPFIND", "/", depth="0") == 207
    calendar = Dav(ada.person, "calendar")
    assert calendar.status("PROPFIND", "/", depth="0") == 401
    for wrong in (
        "",
        "Basic",
        "Basic !",
        "Basic " + "eA==",
        "Bearer egret_x",
        ada.authorization[:-4],
        "Basic " + "A" * 5000,
    ):
        response = ada("PROPFIND", "/", authorization=wrong)
        assert response.status_code == 401, wrong
        assert response["WWW-Authenticate"].startswith("Basic ")
    browser = Client()
    signed_up(browser)
    assert browser.generic("PROPFIND", "/dav/").status_code == 401, "a session opens nothing here"
    assert browser.get("/dav/x").status_code == 401


def test_put_makes_a_file_then_versions_of_it(ada: Dav) -> None:
    made = ada("PUT", "/f.txt", b"one", x_oc_mtime="1600000000")
    assert made.status_code == 201
    assert made["X-OC-Mtime"] == "accepted"
    node = Node.objects.get(name="f.txt")
    assert node.modified_at == datetime.fromtimestamp(1_600_000_000, UTC)
    assert node.version_id is not None
    assert made["ETag"] == f'"{node.version_id.hex}"'
    again = ada("PUT", "/f.txt", b"three")
    assert again.status_code == 204
    assert again["ETag"] != made["ETag"]
    assert ada.read("/f.txt") == b"three"
    assert FileVersion.objects.filter(node=node).count() == 2
    assert ada.read("/f.txt", range="bytes=1-2") == b"hr"
    assert ada.status("GET", "/f.txt", if_none_match=again["ETag"]) == 304
    assert ada.status("GET", "/f.txt", if_match=made["ETag"]) == 412
    assert ada.status("PUT", "/f.txt", b"x", if_match=made["ETag"]) == 412
    assert ada.status("PUT", "/f.txt", b"x", if_none_match="*") == 412
    assert ada.status("PUT", "/new", b"x", if_match="*") == 412
    assert ada.status("PUT", "/missing/f.txt", b"x") == 409
    assert ada.status("PUT", "/f.txt/below", b"x") == 409
    assert ada.status("PUT", "/f.txt", b"x", content_range="bytes 0-0/5") == 400
    assert ada.status("PUT", "/f.txt", b"x", x_oc_mtime="nan") == 400
    assert ada.read("/f.txt") == b"three"
    assert Activity.objects.filter(node_id=node.id, verb=Verb.OPENED).exists()


def test_a_body_that_breaks_off_leaves_nothing(ada: Dav) -> None:
    ada("PUT", "/f", b"old")
    broken: dict[str, Any] = {"wsgi.input": BytesIO(b"short")}
    response = ada.client.generic(
        "PUT",
        "/dav/f",
        b"short",
        HTTP_AUTHORIZATION=ada.authorization,
        CONTENT_LENGTH="4000",
        **broken,
    )
    assert response.status_code == 400
    assert ada.read("/f") == b"old"
    assert Blob.objects.count() == 1
    assert Space.objects.get(person=ada.person).used_bytes == 3


@pytest.mark.parametrize("announced, status", [({}, 507), ({"HTTP_X_EXPECTED_ENTITY_LENGTH": "5"}, 400)])
def test_a_chunked_body_is_read_no_further_than_it_may_be(
    ada: Dav, settings: Settings, announced: dict[str, str], status: int
) -> None:
    settings.EGRET_QUOTA_PERSON = 100_000
    source = BytesIO(bytes(5_000_000))
    chunked: dict[str, Any] = {"wsgi.input": source, "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    chunked |= announced
    response = ada.client.generic("PUT", "/dav/f", HTTP_AUTHORIZATION=ada.authorization, **chunked)
    assert response.status_code == status
    assert source.tell() < 1_000_000
    assert not Blob.objects.exists()
    assert Space.objects.get(person=ada.person).used_bytes == 0


def test_a_full_space_says_so(ada: Dav, settings: Settings) -> None:
    settings.EGRET_QUOTA_PERSON = 10
    assert ada.status("PUT", "/a", b"12345678") == 201
    assert ada.status("PUT", "/b", b"12345678") == 507
    assert ada.status("COPY", "/a", destination="/dav/b") == 507
    body = ada("PROPFIND", "/", ASK, depth="0").content  # type: ignore[attr-defined]  # never streamed
    assert b"quota-available-bytes>2<" in body
    assert Blob.objects.count() == 1


def test_delete_is_the_trash_and_its_name_is_free(ada: Dav) -> None:
    ada("MKCOL", "/d")
    ada("PUT", "/d/f", b"x")
    assert ada.status("DELETE", "/d", depth="0") == 400
    assert ada.status("DELETE", "/d") == 204
    assert ada.status("GET", "/d/f") == 404
    assert Node.objects.get(name="d").trashed_at is not None
    assert ada.status("MKCOL", "/d") == 201
    assert ada.status("MKCOL", "/d") == 405
    assert ada.status("DELETE", "/") == 403


def test_a_file_moved_over_a_file_is_its_new_version(ada: Dav) -> None:
    """How office suites save: a temporary file, then a move onto the real one."""
    ada("PUT", "/report.docx", b"old")
    node = Node.objects.get(name="report.docx")
    ada("PUT", "/~$tmp.docx", b"new")
    ada("PROPPATCH", "/~$tmp.docx", PROP.format(verb="set", value="red").encode())
    assert ada.status("MOVE", "/~$tmp.docx", destination="/dav/report.docx", overwrite="F") == 412
    assert ada.status("MOVE", "/~$tmp.docx", destination="http://testserver/dav/report.docx") == 204
    assert ada.read("/report.docx") == b"new"
    assert FileVersion.objects.filter(node=node).count() == 2
    assert ada.status("GET", "/~$tmp.docx") == 404
    assert DavProperty.objects.filter(node=node).count() == 1


def test_what_a_folder_is_moved_over_is_in_the_trash(ada: Dav) -> None:
    for path in ("/a", "/b", "/a/x"):
        ada("MKCOL", path)
    ada("PUT", "/a/x/f", b"a")
    ada("PUT", "/b/only", b"b")
    ada("PROPPATCH", "/a/x/f", PROP.format(verb="set", value="blue").encode())
    assert ada.status("COPY", "/a", destination="/dav/a/x/y") == 403
    assert ada.status("COPY", "/a/x", destination="/dav/a") == 403
    assert ada.status("COPY", "/a", destination="/dav/b") == 204
    assert ada.read("/b/x/f") == b"a"
    assert Node.objects.get(name="b", trashed_at__isnull=False).children.get().name == "only"
    assert DavProperty.objects.count() == 2
    assert ada.status("MOVE", "/a", destination="/dav/c?d") == 201
    assert ada.status("COPY", "/b", destination="/dav/e%3Ff%23;g", depth="0") == 201
    assert "/dav/e%3Ff%23%3Bg/" in ada.listing("/")
    assert list(ada.listing("/e%3Ff%23;g")) == ["/dav/e%3Ff%23%3Bg/"]
    assert ada.status("MOVE", "/b", destination="http://elsewhere.example/dav/z") == 502
    assert ada.status("MOVE", "/b", destination="/api/z") == 502
    assert ada.status("MOVE", "/b") == 400
    assert ada.status("MOVE", "/b", destination="/dav/none/z") == 409


def test_viewers_write_nothing_and_strangers_find_nothing(ada: Dav) -> None:
    ada("MKCOL", "/plans")
    ada("PUT", "/plans/f", b"x")
    node = Node.objects.get(name="plans")
    ben, eve = Dav(factories.person()), Dav(factories.person())
    cloud.share(node, Role.VIEW, ada.person, person=ben.person)
    assert "/dav/@shared/plans/" in ben.listing("/@shared")
    assert ben.read("/@shared/plans/f") == b"x"
    tried: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("PUT", "/f", {}),
        ("PUT", "/new", {}),
        ("DELETE", "/f", {}),
        ("DELETE", "", {}),
        ("MKCOL", "/new", {}),
        ("MOVE", "/f", {"destination": "/dav/mine"}),
        ("COPY", "/f", {"destination": "/dav/@shared/plans/g"}),
        ("PROPPATCH", "/f", {}),
        ("LOCK", "/f", {}),
        ("LOCK", "/new", {}),
    )
    for method, path, headers in tried:
        body = {"PROPPATCH": PROP.format(verb="set", value="1").encode(), "LOCK": LOCK, "PUT": b"y"}.get(method, b"")
        assert ben.status(method, f"/@shared/plans{path}", body, **headers) == 403, method
        assert eve.status(method, f"/@shared/plans{path}", body, **headers) in (404, 409), method
    assert ben.status("COPY", "/@shared/plans/f", destination="/dav/mine") == 201, "reading is copying"
    assert ben.read("/mine") == b"x"
    assert ada.read("/plans/f") == b"x"
    for path in ("/@shared", "/@spaces"):
        for method in ("PUT", "MKCOL", "DELETE", "LOCK", "PROPPATCH"):
            assert 400 <= ben.status(method, path, LOCK if method == "LOCK" else b"") < 500
            assert 400 <= ben.status(method, f"{path}/new", LOCK if method == "LOCK" else b"") < 500


def test_what_was_hidden_is_not_listed_and_opens_as_before(ada: Dav) -> None:
    ada("MKCOL", "/plans")
    ada("PUT", "/plans/f", b"x")
    node, ben = Node.objects.get(name="plans"), Dav(factories.person())
    cloud.share(node, Role.VIEW, ada.person, person=ben.person)
    marks.do_hide(cloud.access(ben.person, node.id))
    assert set(ben.listing("/@shared")) == {"/dav/@shared/"}
    assert ben.read("/@shared/plans/f") == b"x"


def test_a_file_shared_by_itself_is_written_by_who_may_edit_it(ada: Dav) -> None:
    ada("PUT", "/list", b"milk")
    ben = Dav(factories.person())
    cloud.share(Node.objects.get(name="list"), Role.EDIT, ada.person, person=ben.person)
    token = ada.lock("/list")
    assert ben.status("PUT", "/@shared/list", b"eggs") == 423, "a lock holds on whatever path one comes"
    assert ada.status("UNLOCK", "/list", lock_token=token) == 204
    assert ben.status("PUT", "/@shared/list", b"eggs") == 204
    assert ada.read("/list") == b"eggs"


def test_organizations_have_their_spaces(ada: Dav) -> None:
    organization: Organization = organizations.organization(ada.person, name="Egret/Heron")
    assert organization is not None
    assert ada.status("PUT", "/@spaces/Egret_Heron/minutes", b"x") == 201
    assert Node.objects.get(name="minutes").space.organization == organization
    assert "/dav/@spaces/Egret_Heron/" in ada.listing("/@spaces")
    assert ada.status("MOVE", "/@spaces/Egret_Heron/minutes", destination="/dav/minutes") == 201
    assert ada.read("/minutes") == b"x"
    assert not any("@" in href for href in ada.listing("/"))


def test_locks_keep_others_out_until_they_end(ada: Dav, settings: Settings) -> None:
    ada("MKCOL", "/d")
    token = ada.lock("/d")
    assert ada.status("PUT", "/d/f", b"x") == 423
    assert ada.status("PUT", "/d/f", b"x", **{"if": f"({token})"}) == 201
    assert ada.status("PUT", "/d/f", b"x", **{"if": f"<http://testserver/dav/d/f> ({token})"}) == 204
    assert ada.status("PUT", "/d/f", b"x", **{"if": "<http://testserver/dav/d/f> (<opaquelocktoken:none>)"}) == 412
    assert ada.status("LOCK", "/d/f", LOCK) == 423
    assert ada.status("DELETE", "/d") == 423
    assert ada.status("MOVE", "/d", destination="/dav/e") == 423
    shown = ada.listing("/d")["/dav/d/f"]
    assert shown.findtext(".//{DAV:}lockroot/{DAV:}href") == "/dav/d/"
    refreshed = ada("LOCK", "/d", b"", timeout="Second-1200", **{"if": f"({token})"})
    assert b"Second-1" in refreshed.content  # type: ignore[attr-defined]  # never streamed
    DavLock.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert ada.status("PUT", "/d/f", b"y") == 204
    made = ada("LOCK", "/free", LOCK)
    assert made.status_code == 201
    assert ada.read("/free") == b""


def test_properties_stay_with_the_file(ada: Dav) -> None:
    ada("PUT", "/f", b"x")
    assert ada.status("PROPPATCH", "/f", PROP.format(verb="set", value="<a/>&lt;红").encode()) == 207
    ada("MOVE", "/f", destination="/dav/g")
    body = ada("PROPFIND", "/g", ASK, depth="0").content.decode()  # type: ignore[attr-defined]  # never streamed
    assert "&lt;红" in body
    ada("PROPPATCH", "/g", PROP.format(verb="remove", value="").encode())
    assert not DavProperty.objects.exists()
    protected = (
        b'<D:propertyupdate xmlns:D="DAV:"><D:set><D:prop><D:getetag>x</D:getetag></D:prop></D:set></D:propertyupdate>'
    )
    assert b"403" in ada("PROPPATCH", "/g", protected).content  # type: ignore[attr-defined]  # never streamed
    long = ada("PROPPATCH", "/g", PROP.format(verb="set", value="x" * 70_000).encode())
    assert b"507" in long.content  # type: ignore[attr-defined]  # never streamed


@pytest.mark.parametrize(("count", "size"), [(101, 1), (20, 1_000)])
def test_of_too_many_properties_none_is_kept(ada: Dav, count: int, size: int) -> None:
    ada("PUT", "/f", b"x")
    several = "".join(f"<x:p{number}>{'v' * size}</x:p{number}>" for number in range(count))
    body = (
        f'<D:propertyupdate xmlns:D="DAV:" xmlns:x="urn:x"><D:set><D:prop>{several}</D:prop></D:set></D:propertyupdate>'
    )
    answered = ada("PROPPATCH", "/f", body.encode()).content  # type: ignore[attr-defined]  # never streamed
    assert b"507" in answered and b"424" in answered and b"200" not in answered
    assert not DavProperty.objects.exists()


@pytest.mark.parametrize("several", ["<a/>" * 65, "<a>" * 600 + "</a>" * 600])
def test_a_question_for_too_much_is_refused(ada: Dav, several: str) -> None:
    body = f'<D:propfind xmlns:D="DAV:"><D:prop>{several}</D:prop></D:propfind>'
    assert ada.status("PROPFIND", "/", body.encode(), depth="1") == 400


def test_whoever_may_write_keeps_nobody_elses_lock_alive(ada: Dav) -> None:
    bo = Dav(factories.person())
    cloud.share(cloud.folder(ada.person, "shared"), Role.EDIT, ada.person, person=bo.person)
    token = ada.lock("/shared")
    before = DavLock.objects.get().expires_at
    shown = {"timeout": "Second-40000", "if": f"({token})"}
    assert bo.status("LOCK", "/@shared/shared", b"", **shown) == 412
    assert DavLock.objects.get().expires_at == before
    assert ada.status("LOCK", "/shared", b"", timeout="Second-" + "9" * 5000, **{"if": f"({token})"}) == 400
    assert ada.status("LOCK", "/shared", b"", **shown) == 200
    assert DavLock.objects.get().expires_at > before


BOMB = (
    b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<propfind xmlns="DAV:"><prop><x>&b;</x></prop></propfind>'
)


@pytest.mark.parametrize(
    "body",
    [
        BOMB,
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><propfind xmlns="DAV:"><allprop/></propfind>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><propfind xmlns="DAV:"><allprop/>&e;</propfind>',
        b"<propfind",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a/>",
    ],
)
@pytest.mark.parametrize("method", ["PROPFIND", "PROPPATCH", "LOCK"])
def test_xml_that_harms_is_refused(ada: Dav, method: str, body: bytes) -> None:
    ada("PUT", "/f", b"x")
    response = ada(method, "/f", body, depth="0")
    assert response.status_code == 400
    assert b"root:" not in response.content  # type: ignore[attr-defined]  # never streamed


def test_long_xml_and_endless_listings_are_refused(ada: Dav) -> None:
    assert ada.status("PROPFIND", "/", b" " * (server.MAXIMUM_XML + 1), depth="0") == 413
    for headers in ({"depth": "infinity"}, {}):
        response = ada("PROPFIND", "/", b"", **headers)
        assert response.status_code == 403
        assert b"propfind-finite-depth" in response.content  # type: ignore[attr-defined]  # never streamed
    assert ada.status("PROPFIND", "/", depth="2") == 400


@pytest.mark.parametrize(
    "name", ["._foo", ".DS_Store", "~$x.docx", "foo.tmp", "a;b", "a%23b", "100%25", "%F0%9F%90%A6", "#"[1:] + "é"]
)
def test_names_that_clients_send_work(ada: Dav, name: str) -> None:
    assert ada.status("PUT", f"/{name}", b"x") == 201
    assert ada.read(f"/{name}") == b"x"


@pytest.mark.parametrize("name", ["a%5Cb", "dots.", "space%20", "CON", "a%0Ab", "x" * 256, "%E2%80%AEtxt"])
def test_names_that_no_file_can_have_are_refused(ada: Dav, name: str) -> None:
    assert ada.status("PUT", f"/{name}", b"x") == 400
    assert ada.status("MKCOL", f"/{name}") == 400
    ada("PUT", "/f", b"x")
    assert ada.status("MOVE", "/f", destination=f"/dav/{name}") == 400


def test_a_folder_is_not_a_page(ada: Dav) -> None:
    response = ada("GET", "/")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    for method, path in (("GET", "/none"), ("BREW", "/"), ("POST", "/"), ("PROPFIND", "/none")):
        refused = ada(method, path, depth="0")
        text = refused.content.decode() + str(refused.headers)  # type: ignore[attr-defined]  # never streamed
        assert 400 <= refused.status_code < 500
        assert "WsgiDAV" not in text
        assert "Python" not in text
    assert ada("OPTIONS", "/")["DAV"] == "1,2"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.one_of(
        st.text('()<>[]"NotW/ :*ab1\\', max_size=60),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=80),
    )
)
def test_no_if_header_breaks_the_server(header: str) -> None:
    ada = _fuzzer()
    for method in ("PUT", "PROPFIND", "LOCK"):
        response = ada(method, "/f", LOCK if method == "LOCK" else b"", depth="0", **{"if": header})
        assert response.status_code < 500, (method, header)


_made: dict[str, Dav] = {}


def _fuzzer() -> Dav:
    person = Person.objects.first() or factories.person()
    dav = _made.get(str(person.id))
    if dav is None:
        dav = _made[str(person.id)] = Dav(person)
    return dav


@given(st.text(max_size=40))
def test_paths_and_destinations_never_break(text: str) -> None:
    for parse in (
        partial(parse_path, text.encode("utf-8", "surrogatepass")),
        partial(destination_of, text, "host"),
        partial(destination_of, f"/dav/{text}", "host"),
    ):
        try:
            names = parse()
        except Refused:
            continue
        assert all(name and name not in (".", "..") and "/" not in name for name in names)


def test_guesses_are_limited_by_address() -> None:
    client = Client()
    statuses = {
        client.generic("PROPFIND", "/dav/", HTTP_AUTHORIZATION="Basic YTpi").status_code
        for _ in range(WRONG_PER_ADDRESS.count + 1)
    }
    assert statuses == {401, 429}


def test_a_large_folder_is_answered_as_it_is_read(ada: Dav, django_assert_max_num_queries: Any) -> None:
    ada("MKCOL", "/big")
    folder = Node.objects.get(name="big")
    count = 2 * PAGE + 7
    Node.objects.bulk_create(
        Node(
            space=folder.space, parent=folder, name=f"文件 {number:05} &<.txt", is_folder=False, media_type="text/plain"
        )
        for number in range(count)
    )
    last = Node.objects.get(name__startswith=f"文件 {count - 1:05}")
    assert ada.status("PROPPATCH", f"/big/{last.name}", PROP.format(verb="set", value="red").encode()) == 207
    response = ada("PROPFIND", "/big", depth="1")
    assert isinstance(response, StreamingHttpResponse)
    pieces = iter(response)
    first = next(pieces)
    assert first.count(b"<D:response>") == PAGE + 1
    with django_assert_max_num_queries(6):
        rest = list(pieces)
    root = fromstring(b"".join((first, *rest)))
    names = [found.findtext(".//{DAV:}displayname") for found in root]
    assert len(set(names)) == len(names) == count + 1, "each once"
    assert root[-1].findtext(".//{urn:x}colour") == "red"


@pytest.mark.parametrize(
    "body, there, missing",
    [
        (b"", {"getetag", "lockdiscovery", "colour"}, set()),
        (b'<D:propfind xmlns:D="DAV:"><D:allprop/></D:propfind>', {"getetag", "resourcetype", "colour"}, set()),
        (
            b'<D:propfind xmlns:D="DAV:"><D:allprop/><D:include><D:quota-used-bytes/></D:include></D:propfind>',
            {"getetag", "colour"},
            {"quota-used-bytes"},
        ),
        (b'<D:propfind xmlns:D="DAV:"><D:propname/></D:propfind>', {"getetag", "colour"}, set()),
        (
            b'<D:propfind xmlns:D="DAV:"><D:prop><D:getetag/><a xmlns=""/><D:getetag/></D:prop></D:propfind>',
            {"getetag"},
            {"a"},
        ),
        (b'<D:propfind xmlns:D="DAV:"><D:prop/></D:propfind>', set(), set()),
    ],
)
def test_what_is_asked_for_is_answered(ada: Dav, body: bytes, there: set[str], missing: set[str]) -> None:
    ada("PUT", "/f", b"x")
    ada("PROPPATCH", "/f", PROP.format(verb="set", value="red").encode())
    response = ada("PROPFIND", "/f", body, depth="1")
    (found,) = fromstring(response.content)  # type: ignore[attr-defined]  # never streamed
    stats = {each.findtext("{DAV:}status"): each for each in found.iter("{DAV:}propstat")}

    def names(status: str) -> list[str]:
        return [each.tag.rpartition("}")[2] for each in stats[status].find("{DAV:}prop")] if status in stats else []

    assert there <= set(names("HTTP/1.1 200 OK"))
    assert set(names("HTTP/1.1 404 Not Found")) == missing
    assert len(names("HTTP/1.1 200 OK")) == len(set(names("HTTP/1.1 200 OK")))
    if b"propname" in body:
        assert not any(each.text or len(each) for each in found.iter("{DAV:}getetag"))


def test_what_xml_cannot_hold_breaks_no_listing(ada: Dav) -> None:
    ada("PUT", "/f", b"x")
    mixed = PROP.format(verb="set", value="red").replace("</x:colour>", "</x:colour>junk").encode()
    assert ada.status("PROPPATCH", "/f", mixed) == 207
    Node.objects.filter(name="f").update(name="f\ufffe", media_type="a/\uffff")
    (found,) = (each for href, each in ada.listing("/").items() if href != "/dav/")
    assert found.findtext(".//{DAV:}displayname") == "f\ufffd"
    assert found.findtext(".//{urn:x}colour") == "red"
    assert ada.status("PUT", "/g%EF%BF%BF", b"x") == 400
