"""Uploads by tus 1.0: from the first byte to the file, and all that can be wrong with a request."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from egret.accounts.models import Person
from egret.cloud.actions import trash, uploads
from egret.cloud.errors.uploads import UploadBusy, UploadUnknown
from egret.cloud.models import Conflict, FileVersion, Node, Role, Space, Upload
from egret.cloud.uploads.protocol import ADDRESS
from egret.kernel import blobs, clock
from egret.kernel.models import Blob, Part
from tests import factories
from tests.accounts.visitors import call, signed_up
from tests.cloud.tus import OCTETS, CutBody, begun, create, offset_of, patch, send, sha256
from tests.factories import cloud

pytestmark = pytest.mark.django_db

PART = blobs.PART_SIZE


@pytest.fixture
def ada(client: Client) -> Person:
    return signed_up(client)


def node_of(response: Any) -> Node:
    return Node.objects.get(id=response.headers["Egret-Node"])


def slug(response: Any) -> str:
    assert response.headers["Content-Type"] == "application/problem+json", response.headers
    assert response.headers["Tus-Resumable"] == "1.0.0"
    return str(response.json()["type"].removeprefix("urn:egret:"))


def nothing_left() -> None:
    assert not Upload.objects.exists()
    assert not Blob.objects.exclude(state=Blob.State.DOOMED).exists()


def test_what_the_server_can_is_told_to_everybody(client: Client) -> None:
    response = client.options(ADDRESS)
    assert response.status_code == 204
    assert response.headers["Tus-Version"] == "1.0.0"
    assert "concatenation" in response.headers["Tus-Extension"].split(",")
    assert set(response.headers["Tus-Checksum-Algorithm"].split(",")) == {"sha1", "sha256", "md5"}
    assert int(response.headers["Tus-Max-Size"]) == 2**53 - 1


def test_a_file_in_three_requests(client: Client, ada: Person) -> None:
    content = bytes(range(256)) * 40
    address = begun(client, "report.pdf", len(content), filetype="application/pdf", lastModified="1700000000123")
    assert offset_of(client, address) == 0
    first = patch(client, address, 0, content[:1000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "1000")
    assert "Egret-Node" not in first.headers and "Upload-Expires" in first.headers
    last = patch(client, address, 1000, content[1000:])
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(content)))
    node = node_of(last)
    assert (node.name, node.media_type, node.size) == ("report.pdf", "application/pdf", len(content))
    assert node.modified_at.isoformat() == "2023-11-14T22:13:20.123000+00:00"
    assert str(node.version_id) == last.headers["Egret-Version"]
    assert cloud.content_of(ada, node) == content
    assert Space.objects.get(person=ada).used_bytes == len(content)
    again = send(client, "HEAD", address)
    assert (again.headers["Upload-Offset"], again.headers["Egret-Node"]) == (str(len(content)), str(node.id))
    assert patch(client, address, len(content), b"").status_code == 204, "the last answer may have been lost"
    assert patch(client, address, len(content), b"x").status_code == 413


def test_more_than_a_part(client: Client, ada: Person) -> None:
    content = b"egret" * (PART // 3)
    address = begun(client, length=len(content))
    response = patch(client, address, 0, content)
    assert cloud.content_of(ada, node_of(response)) == content
    assert Part.objects.count() == 2


@pytest.mark.parametrize("content", [b"", b"small", b"p" * PART])
def test_a_small_file_is_one_request(client: Client, ada: Person, content: bytes) -> None:
    response = create(client, "f.txt", len(content), content)
    assert response.status_code == 201
    node = node_of(response)
    assert (cloud.content_of(ada, node), node.media_type) == (content, "text/plain")
    assert offset_of(client, response.headers["Location"]) == len(content)


def test_creation_may_bring_a_first_piece(client: Client, ada: Person) -> None:
    content = b"a" * (PART + 10)
    response = create(client, length=len(content), content=content[:PART])
    assert (response.status_code, response.headers["Upload-Offset"]) == (201, str(PART))
    done = patch(client, response.headers["Location"], PART, content[PART:])
    assert cloud.content_of(ada, node_of(done)) == content


def test_creation_whose_connection_is_lost_leaves_nothing(client: Client, ada: Person) -> None:
    create(client, length=1000, content=b"a" * 400, announced=1000)
    create(client, length=PART + 1000, content=b"a" * 400, announced=PART + 1000)
    nothing_left()


def test_a_length_said_later(client: Client, ada: Person) -> None:
    address = begun(client, length=None)
    assert send(client, "HEAD", address).headers["Upload-Defer-Length"] == "1"
    assert patch(client, address, 0, b"one").status_code == 204
    assert patch(client, address, 3, b"", Upload_Length=2).status_code == 400
    done = patch(client, address, 3, b"two", Upload_Length=6)
    assert cloud.content_of(ada, node_of(done)) == b"onetwo"


def test_bytes_with_a_checksum_are_read_no_further_than_there_is_room(
    client: Client, ada: Person, settings: Settings
) -> None:
    settings.EGRET_QUOTA_PERSON = PART
    address = begun(client, length=None)
    content = bytes(20 * PART)
    source = CutBody(content)
    chunked: dict[str, Any] = {"wsgi.input": source, "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Upload-Checksum": sha256(content)}
    refused = client.generic("PATCH", address, b"", OCTETS, headers=headers, **chunked, CONTENT_TYPE=OCTETS)
    assert refused.status_code == 507
    # Those on their way when the first one did not fit were read.
    assert source.tell() < 10 * PART
    nothing_left()


def test_a_length_said_when_all_is_here(client: Client, ada: Person) -> None:
    address = begun(client, length=None)
    patch(client, address, 0, b"one")
    done = patch(client, address, 3, b"", Upload_Length=3)
    assert cloud.content_of(ada, node_of(done)) == b"one"


def test_a_chunked_body_has_no_length(client: Client, ada: Person) -> None:
    content = b"c" * (PART + 5)
    address = begun(client, length=len(content))
    done = patch(client, address, 0, content, chunked=True)
    assert cloud.content_of(ada, node_of(done)) == content


def test_a_small_file_in_chunks(client: Client, ada: Person) -> None:
    for content in (b"", b"one"):
        done = create(client, f"{len(content)}.bin", len(content), content, chunked=True)
        assert done.status_code == 201
        assert cloud.content_of(ada, node_of(done)) == content
    assert create(client, "2.bin", 0, b"one", chunked=True).status_code == 413
    assert Upload.objects.filter(version=None).count() == 0


@pytest.mark.parametrize("length", [5, PART])
def test_a_chunked_body_that_is_too_long_is_no_file(client: Client, ada: Person, length: int) -> None:
    address = begun(client, length=length)
    assert slug(patch(client, address, 0, b"d" * (length + 1), chunked=True)) == "upload-too-long"
    assert offset_of(client, address) == 0
    assert not FileVersion.objects.exists()


def test_a_lost_connection_keeps_what_came(client: Client, ada: Person) -> None:
    content = bytes(range(250)) * ((PART * 2) // 200)
    address = begun(client, length=len(content))
    patch(client, address, 0, content[: PART + 777], announced=len(content))
    assert offset_of(client, address) == PART + 777
    done = patch(client, address, PART + 777, content[PART + 777 :])
    assert cloud.content_of(ada, node_of(done)) == content


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_checksums(client: Client, ada: Person, algorithm: str) -> None:
    import base64
    import hashlib

    def of(content: bytes) -> str:
        return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"

    content = b"sum" * (PART // 2)
    address = begun(client, length=len(content))
    wrong = patch(client, address, 0, content, Upload_Checksum=of(b"other"))
    assert (wrong.status_code, slug(wrong)) == (460, "upload-checksum-wrong")
    assert offset_of(client, address) == 0
    assert not Part.objects.exists()
    done = patch(client, address, 0, content, Upload_Checksum=of(content))
    assert cloud.content_of(ada, node_of(done)) == content


def test_a_checksum_in_a_small_creation(client: Client, ada: Person) -> None:
    assert create(client, length=3, content=b"one", Upload_Checksum=sha256(b"two")).status_code == 460
    nothing_left()
    assert create(client, length=3, content=b"one", Upload_Checksum=sha256(b"one")).status_code == 201


def test_a_cut_body_with_a_checksum_keeps_nothing(client: Client, ada: Person) -> None:
    address = begun(client, length=10)
    patch(client, address, 0, b"abc", announced=10, Upload_Checksum=sha256(b"abcdefghij"))
    assert offset_of(client, address) == 0


def test_termination(client: Client, ada: Person) -> None:
    address = begun(client, length=10)
    patch(client, address, 0, b"abc")
    assert send(client, "DELETE", address).status_code == 204
    assert send(client, "HEAD", address).status_code == 404
    nothing_left()


def test_expiration(client: Client, ada: Person) -> None:
    address = begun(client, length=10)
    patch(client, address, 0, b"abc")
    fresh = begun(client, "g.bin", length=10)
    Upload.objects.filter(name="f.bin").update(expires_at=clock.now() - timedelta(seconds=1))
    assert slug(patch(client, address, 3, b"d")) == "upload-expired"
    assert uploads.expire_uploads() == 1
    assert slug(patch(client, address, 3, b"d")) == "upload-unknown"
    assert offset_of(client, fresh) == 0
    assert Blob.objects.exclude(state=Blob.State.DOOMED).count() == 1


def test_what_a_purged_folder_leaves_of_an_upload_is_removed(client: Client, ada: Person) -> None:
    folder = cloud.folder(ada, "folder")
    address = begun(client, length=10, parent=folder.id)
    trash.do_trash(cloud.access(ada, folder.id))
    assert slug(patch(client, address, 0, b"abc")) == "file-unknown"
    trash.do_empty_trash(cloud.root_of(ada))
    trash.finish_purges()
    uploads.expire_uploads()
    nothing_left()


def test_pieces_are_put_together(client: Client, ada: Person) -> None:
    one, two = b"1" * (PART + 3), b"2" * 10
    pieces = [begun(client, "", len(content), Upload_Concat="partial") for content in (one, two)]
    final = f"final;{pieces[0]} http://testserver{pieces[1]}"
    patch(client, pieces[0], 0, one)
    assert slug(create(client, "all.bin", Upload_Concat=final)) == "upload-incomplete"
    patch(client, pieces[1], 0, two)
    assert send(client, "HEAD", pieces[0]).headers["Upload-Concat"] == "partial"
    folder = cloud.folder(ada, "folder")
    done = create(client, "all.bin", Upload_Concat=final, parent=folder.id)
    assert done.status_code == 201
    node = node_of(done)
    assert (node.parent_id, cloud.content_of(ada, node)) == (folder.id, one + two)
    head = send(client, "HEAD", done.headers["Location"])
    assert head.headers["Upload-Concat"] == f"final;{pieces[0]} {pieces[1]}"
    assert head.headers["Upload-Length"] == str(len(one + two))
    assert slug(patch(client, done.headers["Location"], len(one + two), b"")) == "upload-closed"
    assert send(client, "HEAD", pieces[0]).status_code == 404
    assert Blob.objects.exclude(state=Blob.State.DOOMED).count() == 1
    assert slug(create(client, "all.bin", Upload_Concat=final)) == "upload-unknown"


def test_a_whole_upload_is_no_piece(client: Client, ada: Person) -> None:
    address = begun(client, length=3)
    assert slug(create(client, "g.bin", Upload_Concat=f"final;{address}")) == "upload-header-unusable"


def test_a_folder_arrives_as_its_files(client: Client, ada: Person) -> None:
    for name in ("a/b/one.txt", "a/b/two.txt", "a/three.txt"):
        assert create(client, name.rpartition("/")[2], 1, b"x", relativePath=name).status_code == 201
    assert Node.objects.filter(is_folder=True, name__in=("a", "b")).count() == 2
    folder = Node.objects.get(name="b")
    assert set(Node.objects.filter(parent=folder).values_list("name", flat=True)) == {"one.txt", "two.txt"}
    taken = create(client, "x.txt", 1, b"x", relativePath="a/three.txt/x.txt")
    assert slug(taken) == "not-a-folder"


def test_a_taken_name_at_creation(client: Client, ada: Person) -> None:
    there = cloud.file(ada, "f.bin", b"one")
    refused = create(client, "f.bin", PART * 2)
    assert (refused.status_code, slug(refused), refused.json()["free"]) == (409, "file-name-taken", "f (2).bin")
    assert slug(create(client, "f.bin", 3, b"two")) == "file-name-taken"
    assert slug(create(client, "f.bin", 3, b"two", conflict="skip")) == "file-name-taken"
    assert node_of(create(client, "f.bin", 3, b"two", conflict="replace")).id == there.id
    assert node_of(create(client, "f.bin", 3, b"two", conflict="keep_both")).name == "f (2).bin"
    cloud.folder(ada, "folder")
    assert slug(create(client, "folder", PART * 2, conflict="replace")) == "not-a-file"
    assert Blob.objects.exclude(state=Blob.State.DOOMED).count() == 3


@pytest.mark.parametrize("answer", ["replace", "keep_both", "skip", "another name"])
def test_a_name_taken_meanwhile_waits_for_an_answer(client: Client, ada: Person, answer: str) -> None:
    address = begun(client, length=4)
    there = cloud.file(ada, "f.bin", b"old")
    refused = patch(client, address, 0, b"new!")
    assert (refused.status_code, slug(refused)) == (409, "file-name-taken")
    assert send(client, "HEAD", address).status_code == 409, "an offset of all would say that it is stored"
    assert slug(patch(client, address, 4, b"")) == "file-name-taken"
    path = address.removeprefix("/api/v1") + "/finish"
    assert call(client, "POST", path, {"conflict": "ask"})[0] == 409
    body = {"conflict": "ask", "name": "g.bin"} if answer == "another name" else {"conflict": answer}
    status, done = call(client, "POST", path, body)
    assert status == 200, done
    if answer == "skip":
        assert done == {"node": None, "version": None}
        assert cloud.content_of(ada, there) == b"old"
        assert Blob.objects.exclude(state=Blob.State.DOOMED).count() == 1
        return
    node = Node.objects.get(id=done["node"])
    assert cloud.content_of(ada, node) == b"new!"
    assert node.name == {"replace": "f.bin", "keep_both": "f (2).bin", "another name": "g.bin"}[answer]
    assert call(client, "POST", path, body) == (200, done), "an answer may be lost"
    assert offset_of(client, address) == 4


def test_an_unfinished_upload_cannot_be_finished(client: Client, ada: Person) -> None:
    path = begun(client, length=4).removeprefix("/api/v1") + "/finish"
    assert call(client, "POST", path, {"conflict": "replace"})[1]["type"] == "urn:egret:upload-incomplete"
    assert call(client, "POST", f"/cloud/uploads/{uuid.uuid4()}/finish", {"conflict": "replace"})[0] == 404


def test_a_folder_that_went_to_another_owner_takes_its_upload_along(client: Client, ada: Person) -> None:
    """The bytes were encrypted for whom the folder belonged to when they came."""
    from egret.cloud.queries import owner_of
    from egret.kernel.models import BlobKey

    bob = factories.person()
    folder = cloud.folder(bob, "shared")
    cloud.share(folder, Role.EDIT, bob, person=ada)
    address = begun(client, length=6, parent=folder.id)
    assert patch(client, address, 0, b"abc").status_code == 204
    Node.objects.filter(id=folder.id).update(parent=cloud.root_of(ada).node, space=cloud.space_of(ada))
    node = node_of(patch(client, address, 3, b"def"))
    assert cloud.content_of(ada, node) == b"abcdef"
    assert [key.owner for key in BlobKey.objects.all()] == [str(owner_of(cloud.space_of(ada)))]


def test_the_role_is_looked_at_again(client: Client, ada: Person) -> None:
    bob = factories.person()
    folder = cloud.folder(bob, "shared")
    share = cloud.share(folder, Role.VIEW, bob, person=ada)
    assert slug(create(client, length=3, parent=folder.id)) == "not-allowed"
    share.role = Role.EDIT
    share.save()
    address = begun(client, length=3, parent=folder.id)
    share.delete()
    assert slug(patch(client, address, 0, b"abc")) == "file-unknown"


class TestQuota:
    @pytest.fixture(autouse=True)
    def small(self, ada: Person) -> None:
        cloud.file(ada, "there", b"x" * 40)
        Space.objects.update(quota_bytes=100)

    def test_by_the_declared_length(self, client: Client) -> None:
        refused = create(client, length=61)
        assert (refused.status_code, slug(refused)) == (507, "quota-exceeded")
        assert create(client, length=61, content=b"x" * 61).status_code == 507
        begun(client, length=60)

    def test_all_that_is_under_way_together(self, client: Client) -> None:
        begun(client, "one", length=60)
        refused = create(client, "two", length=60)
        assert (refused.status_code, refused.json()["free"]) == (507, 40)

    def test_in_the_middle_nothing_is_left(self, client: Client, ada: Person) -> None:
        address = begun(client, length=None)
        assert patch(client, address, 0, b"x" * 50).status_code == 204
        assert patch(client, address, 50, b"x" * 11).status_code == 507
        assert send(client, "HEAD", address).status_code == 404
        assert not Upload.objects.exists()
        assert Blob.objects.exclude(state=Blob.State.DOOMED).count() == 1

    def test_when_others_took_the_room(self, client: Client, ada: Person) -> None:
        address = begun(client, length=60)
        cloud.file(ada, "other", b"x")
        assert patch(client, address, 0, b"x" * 60).status_code == 507
        assert not Upload.objects.exists()


class TestWriters:
    def test_one_at_a_time(self, client: Client, ada: Person) -> None:
        address = begun(client, length=6)
        upload = Upload.objects.get()
        uploads.do_take(upload, 0)
        busy = patch(client, address, 0, b"abc")
        assert (busy.status_code, slug(busy), busy.headers["Retry-After"]) == (423, "upload-busy", "5")
        assert offset_of(client, address) == 0

    def test_a_silent_one_gives_way_and_comes_back_in_vain(self, client: Client, ada: Person) -> None:
        address = begun(client, length=6)
        silent = Upload.objects.select_related("blob").get()
        uploads.do_take(silent, 0)
        part = uploads.writer_of(silent).store(b"xyz")
        Upload.objects.update(writer_until=clock.now())
        assert patch(client, address, 0, b"abc").status_code == 204
        with pytest.raises(UploadBusy):
            uploads.do_append(cloud.root_of(ada), silent, [part], leave=True)
        with pytest.raises(UploadBusy):
            uploads.do_stay(silent)
        done = patch(client, address, 3, b"def")
        assert cloud.content_of(ada, node_of(done)) == b"abcdef"

    def test_a_terminated_upload_takes_no_more(self, client: Client, ada: Person) -> None:
        begun(client, length=6)
        upload = Upload.objects.select_related("blob").get()
        uploads.do_take(upload, 0)
        part = uploads.writer_of(upload).store(b"xyz")
        uploads.do_terminate(upload)
        with pytest.raises(UploadUnknown):
            uploads.do_append(cloud.root_of(ada), upload, [part], leave=True)


class TestFaults:
    def test_another_version(self, client: Client, ada: Person) -> None:
        for headers in ({}, {"Tus-Resumable": "0.2.2"}):
            response = client.generic("HEAD", f"{ADDRESS}/{uuid.uuid4()}", headers=headers)
            assert (response.status_code, response.headers["Tus-Version"]) == (412, "1.0.0")

    def test_unknown_and_foreign(self, client: Client, ada: Person) -> None:
        address = begun(client, length=3)
        assert slug(patch(client, f"{ADDRESS}/{uuid.uuid4()}", 0, b"")) == "upload-unknown"
        other = Client()
        signed_up(other)
        for method in ("HEAD", "DELETE"):
            assert send(other, method, address).status_code == 404
        assert patch(other, address, 0, b"abc").status_code == 404
        assert slug(create(other, length=3, parent=cloud.root_of(ada).node.id)) == "file-unknown"

    def test_signed_out(self) -> None:
        assert slug(create(Client(), length=3)) == "sign-in-required"

    def test_another_site(self, client: Client, ada: Person) -> None:
        response = client.post(ADDRESS, headers={"Tus-Resumable": "1.0.0", "Sec-Fetch-Site": "cross-site"})
        assert response.json()["type"] == "urn:egret:cross-site-request"

    def test_a_token_needs_the_scope(self, ada: Person) -> None:
        from egret.accounts.actions.tokens import do_make_token
        from egret.accounts.models import TokenKind

        statuses = []
        for scope in ("files:read", "files:write"):
            made = do_make_token(ada.id, TokenKind.API_TOKEN, label="program", scopes=[scope])
            program = Client(headers={"Authorization": f"Bearer {made.secret}"})
            statuses.append(create(program, scope[6:], 0).status_code)
        assert statuses == [403, 201]

    def test_offsets(self, client: Client, ada: Person) -> None:
        address = begun(client, length=10)
        patch(client, address, 0, b"abc")
        for offset in (0, 2, 4):
            response = patch(client, address, offset, b"d")
            assert (response.status_code, response.json()["offset"]) == (409, 3)
        for text in ("-1", "three", "", "³"):
            assert slug(patch(client, address, text, b"d")) == "upload-header-unusable"  # type: ignore[arg-type]

    def test_lengths(self, client: Client, ada: Person) -> None:
        address = begun(client, length=10)
        response = patch(client, address, 0, b"a" * 11)
        assert (response.status_code, response.json()["maximum"]) == (413, 10)
        assert send(client, "POST", Upload_Metadata="filename Zg==").status_code == 400
        both: dict[str, Any] = {"Upload_Length": 1, "Upload_Defer_Length": 1}
        assert send(client, "POST", Upload_Metadata="filename Zg==", **both).status_code == 400
        assert create(client, "g", 2**53).status_code == 413
        assert create(client, "g", 10**40).status_code == 413
        assert patch(client, address, 0, b"", Upload_Length=11).status_code == 400

    def test_content_types(self, client: Client, ada: Person) -> None:
        address = begun(client, length=10)
        assert slug(patch(client, address, 0, b"abc", content_type="application/json")) == "not-upload-content"
        assert slug(create(client, "g", 3, b"abc", content_type="text/plain")) == "not-upload-content"

    @pytest.mark.parametrize("name", ["", "a/b", "..", "con", "x" * 256, "a\u202eb", " a"])
    def test_names(self, client: Client, ada: Person, name: str) -> None:
        assert slug(create(client, name, 3)) == "file-name-unusable"
        if name not in ("", "a/b", "x" * 256):
            assert slug(create(client, "f", 3, relativePath=f"{name}/f")) == "file-name-unusable"

    @pytest.mark.parametrize(
        "metadata",
        [
            "filename ?",
            "filename Zg==,filename Zg==",
            "filename /w==",
            "filename Zg==,parent Zg==",
            "filename Zg==,lastModified Zg==",
            "filename Zg==,lastModified OTk5OTk5OTk5OTk5OTk5",
            "filename Zg==,conflict Zg==",
        ],
    )
    def test_metadata(self, client: Client, ada: Person, metadata: str) -> None:
        assert slug(send(client, "POST", Upload_Length=3, Upload_Metadata=metadata)) == "upload-header-unusable"

    @pytest.mark.parametrize("checksum", ["sha256", "crc32 AAAA", "sha1 AAAA", "md5 ?"])
    def test_checksums(self, client: Client, ada: Person, checksum: str) -> None:
        address = begun(client, length=10)
        assert slug(patch(client, address, 0, b"abc", Upload_Checksum=checksum)) == "upload-header-unusable"

    @pytest.mark.parametrize(
        "concat", ["whole", "final", "final;", "final;/elsewhere/1", "final;http://[", f"final;{ADDRESS}/1"]
    )
    def test_concatenations(self, client: Client, ada: Person, concat: str) -> None:
        assert slug(create(client, "f", Upload_Concat=concat)) == "upload-header-unusable"

    def test_methods(self, client: Client, ada: Person) -> None:
        response = send(client, "PUT", ADDRESS)
        assert (response.status_code, response.headers["Allow"]) == (405, "POST, OPTIONS")
        address = begun(client, length=3)
        done = send(client, "POST", address, b"abc", Upload_Offset=0, X_HTTP_Method_Override="PATCH")
        assert done.status_code == 204
        assert client.get(address, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 405


def test_conflicts_are_the_models(client: Client, ada: Person) -> None:
    address = begun(client, length=3, conflict="keep_both")
    assert "conflict a2VlcF9ib3Ro" in send(client, "HEAD", address).headers["Upload-Metadata"]
    assert Upload.objects.get().conflict == Conflict.KEEP_BOTH


@pytest.mark.django_db(transaction=True)
def test_a_small_file_costs_one_commit(client: Client, ada: Person, django_assert_max_num_queries: Any) -> None:
    """A folder of thousands of small files is as fast as one of them."""
    create(client, "first.txt", 5, b"first", relativePath="a/b/first.txt")
    folder = Node.objects.get(name="a")
    with django_assert_max_num_queries(32) as asked:
        created = create(client, "one.txt", 5, b"small", relativePath="b/one.txt", parent=folder.id)
    assert created.status_code == 201
    assert [query["sql"] for query in asked.captured_queries].count("COMMIT") <= 1
