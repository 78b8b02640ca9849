"""Files are kept and shared as their people say, and each reading of a file is on record: F12; C30 is bound for
files and recordings alike, in `project.promises.readings`."""

from __future__ import annotations

import uuid
from typing import Any

from egret.accounts import synthetic as people
from egret.accounts.queries import person_by_phone
from egret.cloud.actions import files, spaces
from egret.cloud.models import Activity, Conflict, Verb
from egret.cloud.queries import Door, access_node, owner_of
from egret.kernel import blobs
from egret.kernel.api import Viewer
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under

FIRST, SECOND = b"What the probe wrote first.", b"And then it wrote this."


def probe_drive(installation: Installation) -> Finding:
    """A folder, a file in two versions, thrown away and brought back, shared with one person and not with another."""
    phones = distinct_phones(3)
    with (
        people.signed_up(installation, phones[0]) as owner,
        people.signed_up(installation, phones[1]) as reader,
        people.signed_up(installation, phones[2]) as stranger,
    ):
        folder, file = _stored(owner, phones[0])
        path = f"/api/v1/cloud/nodes/{file}"
        listed = [each["name"] for each in owner.get(f"/api/v1/cloud/nodes/{folder}/children").items]
        sizes = [each["size"] for each in owner.get(f"{path}/versions").items]
        away = owner.request("DELETE", path).status, owner.get(path).status
        back = owner.request("POST", f"{path}/restore").status, owner.get(path).status
        shared = _share(owner, folder, phones[1])
        read = reader.request("GET", f"{path}/content").status
        refused = stranger.get(path).status, stranger.request("GET", f"{path}/content").status
        written = reader.request("PATCH", path, {"name": "taken.txt"}).status
    kept = (
        (listed, sizes) == (["probe.txt"], [len(SECOND), len(FIRST)])
        and (away, back) == ((204, 404), (200, 200))
        and (shared, read, refused, written) == (201, 200, (404, 404), 403)
    )
    return Finding(
        kept,
        f"listed: {listed}; versions of {sizes} bytes; thrown away and looked for: {away}; restored and looked for: "
        f"{back}; shared: {shared}; the second person reading: {read}, renaming: {written}; a third looking and "
        f"reading: {refused}",
    )


def probe_readings(installation: Installation) -> Finding:
    """Each way to a file's content, by who may and who may not, and the record of it that its owner sees."""
    phones = distinct_phones(3)
    with (
        people.signed_up(installation, phones[0]) as owner,
        people.signed_up(installation, phones[1]) as reader,
        people.signed_up(installation, phones[2]) as stranger,
    ):
        folder, file = _stored(owner, phones[0])
        content = f"/api/v1/cloud/nodes/{file}/content"
        before = stranger.get(content).status, reader.get(content).status
        _share(owner, folder, phones[1])
        link = owner.post(f"/api/v1/cloud/nodes/{file}/links", {"kind": "view"}).body["address"]
        by_link = f"/api/v1/cloud/links/{link.rpartition('/')[2]}/nodes/{file}/content"
        earlier = owner.get(f"/api/v1/cloud/nodes/{file}/versions").items[1]["id"]
        ways = {
            "a person it is shared with": reader.get(content).status,
            "its owner, an earlier version": owner.get(f"{content}?version={earlier}").status,
            "a link": installation.visitor().get(by_link).status,
            "nobody in particular": installation.visitor().get(content).status,
        }
        rows = _readings(file)
        told = owner.get(f"/api/v1/cloud/nodes/{file}/activity").items
        seen = sum(each["verb"] == "opened" for each in told)
        others = reader.get(f"/api/v1/cloud/nodes/{file}/activity").items
        hidden = sum(each["verb"] == "opened" for each in others)
    kept = before == (404, 404) and list(ways.values()) == [200, 200, 200, 401] and (rows, seen, hidden) == (3, 3, 1)
    return Finding(
        kept,
        f"before it was shared: {before}; then {ways}; rows of the record for these three readings: {rows}, of which "
        f"its owner sees {seen} and who only reads sees {hidden}, their own",
    )


def distinct_phones(count: int) -> list[str]:
    """Numbers for as many synthetic people at one time."""
    found: set[str] = set()
    while len(found) < count:
        found.add(people.new_phone())
    return sorted(found)


def _stored(owner: Visitor, phone: str) -> tuple[str, str]:
    """A folder of the owner's, and a file in it that has two versions."""
    root = next(each for each in owner.get("/api/v1/cloud/spaces").items if each["kind"] == "person")["root"]
    folder: str = owner.post(f"/api/v1/cloud/nodes/{root}/folders", {"name": "Probe"}).body["id"]
    for content in (FIRST, SECOND):
        file = _write(phone, uuid.UUID(folder), content)
    return folder, str(file)


@under("cloud.keep")
def _write(phone: str, folder_id: uuid.UUID, content: bytes) -> uuid.UUID:
    """Through the action that every upload ends in."""
    person = person_by_phone(phone)
    assert person is not None
    place = access_node(Door(Viewer(person.id, second_factor=False)), folder_id)
    draft = blobs.draft(owner_of(spaces.personal_space(person.id)), "cloud.file")
    draft.write(content)
    draft.finish()
    version = files.do_store(place, "probe.txt", draft, conflict=Conflict.REPLACE)
    assert version is not None
    return version.node_id


def _share(owner: Visitor, node: str, phone: str) -> int:
    body: dict[str, Any] = {"kind": "phone", "phone": phone, "role": "view"}
    return owner.post(f"/api/v1/cloud/nodes/{node}/shares", body).status


@under("cloud.activity")
def _readings(node: str) -> int:
    return Activity.objects.filter(node_id=node, verb=Verb.OPENED).count()


promise("F12", control=files.do_store, probe=probe_drive)
