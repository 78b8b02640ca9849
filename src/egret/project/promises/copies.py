"""Whoever asks gets a copy of everything, takes it elsewhere, and corrects what is wrong: C67, C68, C73."""

from __future__ import annotations

import io
import json
import secrets
import time
import uuid
import zipfile
from typing import Any

from egret.accounts import synthetic
from egret.accounts.promises.profile import PICTURE, PROFILE, noise
from egret.accounts.queries import person_by_phone
from egret.cloud import queries as drive
from egret.cloud.actions import files, marks, spaces, trash, tree
from egret.cloud.models import Conflict, Role
from egret.kernel import blobs, correcting
from egret.kernel.api import Viewer
from egret.kernel.installation import Installation, Visitor, tables_holding
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import running, under
from egret.meetings.models import Meeting, Participant
from egret.organizations.synthetic import dissolve
from egret.privacy.copies import archives, arriving, building, documents
from egret.privacy.copies.personal import PURPOSE

COPIES, ARRIVALS = "/api/v1/privacy/copies", "/api/v1/privacy/arrivals"
# Another worker of the installation may have taken it; it is looked for this often, and not for ever.
PATIENCE_SECONDS, PAUSE_SECONDS = 4.0, 0.1


def probe_copy_holds_everything(installation: Installation) -> Finding:
    """Made-up words in profile, drive, trash and a meeting: all are in the copy, and nothing that opens the account."""
    phone = synthetic.new_phone()
    with synthetic.signed_up(installation, phone) as visitor:
        canaries = _plant(visitor, phone)
        reply = _copy(visitor)
        readable = _members(reply)
        cookies = [value for value in visitor.cookies.values() if len(value) > 20]
        stranger = installation.visitor().get(f"{COPIES}/{uuid.uuid4()}/content").status
    data = "\n".join(text for name, text in readable.items() if name.startswith(("data/", "files/", "trash/")))
    pages = "\n".join(text for name, text in readable.items() if name.endswith(".html"))
    lost = [name for name, canary in canaries.items() if canary not in data]
    unreadable = [name for name, canary in canaries.items() if canary not in pages and not name.startswith("content")]
    told = [cookie for cookie in cookies if cookie in data or cookie in pages]
    described = documents.SCHEMA in readable
    return Finding(
        bool(readable) and not lost and not unreadable and not told and described and stranger == 401,
        f"planted: {len(canaries)}; not in the copy's data: {lost}, not on its pages: {unreadable}; secrets of the "
        f"session in it: {len(told)}; its format described: {described}; fetched by somebody not signed in: {stranger}",
    )


def probe_taken_elsewhere(installation: Installation) -> Finding:
    """One made-up person's copy is taken in by another; the other's copy then holds the same, ids aside."""
    phones = [synthetic.new_phone(), synthetic.new_phone()]
    while phones[0] == phones[1]:
        phones[1] = synthetic.new_phone()
    with synthetic.signed_up(installation, phones[0]) as first, synthetic.signed_up(installation, phones[1]) as second:
        _plant(first, phones[0])
        content = _copy(first)
        arrival = second.request("POST", ARRIVALS, content, {"Content-Type": "application/zip"}).body
        doubted = _taken_in(second, arrival["id"])["state"]
        second.post(f"{ARRIVALS}/{arrival['id']}/confirm", {})
        done = _taken_in(second, arrival["id"])
        failed = [line["what"] for line in done["report"] if line["outcome"] == "failed"]
        before, after = essence(content), essence(_copy(second))
    lost = [name for name in before if before[name] != after.get(name)]
    return Finding(
        bool(before) and not lost and not failed and (doubted, done["state"]) == ("doubtful", "done"),
        f"taken in under another number only once confirmed: {doubted}, then {done['state']}; compared: "
        f"{', '.join(before)}; different afterwards: {lost}; not restored: {failed}",
    )


def probe_corrected_everywhere(installation: Installation) -> Finding:
    """A made-up name in profile, directory and a meeting is corrected once, and found nowhere any more."""
    phone, old, new = synthetic.new_phone(), f"Canary {secrets.token_hex(6)}", f"Canary {secrets.token_hex(6)}"
    with synthetic.signed_up(installation, phone) as visitor:
        visitor.request("PATCH", PROFILE, {"name": old})
        organization = _in_a_meeting_and_an_organization(visitor, phone, old)
        before = tables_holding(old)
        visitor.request("PATCH", PROFILE, {"name": new})
        left, now = tables_holding(old), tables_holding(new)
        if organization is not None:
            dissolve(organization)
    kept = not left and set(now) >= set(before) and len(before) >= 3
    return Finding(kept, f"held by {before}; after the correction the old value is in {left}, the new one in {now}")


def _plant(visitor: Visitor, phone: str) -> dict[str, str]:
    person = person_by_phone(phone)
    assert person is not None
    word = secrets.token_hex(6)
    canaries = {name: f"Canary {name} {word}" for name in ("name", "description", "file", "thrown away", "nickname")}
    visitor.request("PATCH", PROFILE, {"name": canaries["name"], "description": canaries["description"]})
    visitor.request("PUT", PICTURE, noise())
    contents = {"content": f"Canary 鹭 {word} 1", "content of what was thrown away": f"Canary 鹭 {word} 2"}
    with running("cloud.keep"):
        door = drive.Door(Viewer(person.id, second_factor=False))
        root = drive.access_space(door, spaces.personal_space(person.id).id, Role.EDIT)
        folder = drive.access_node(door, tree.do_create_folder(root, "Canary").id, Role.EDIT)
        for place, name, content in (
            (folder, canaries["file"], f"earlier {word}"),
            (folder, canaries["file"], contents["content"]),
            (root, canaries["thrown away"], contents["content of what was thrown away"]),
        ):
            draft = blobs.draft(drive.owner_of(root.space), "cloud.file")
            draft.write(content.encode())
            draft.finish()
            version = files.do_store(place, name, draft, conflict=Conflict.REPLACE)
            thrown = version.node_id if version is not None else None
        assert thrown is not None
        marks.do_mark_favourite(drive.access_node(door, folder.node.id))
        trash.do_trash(drive.access_node(door, thrown, Role.EDIT))
    with running("meetings.hold"):
        meeting = Meeting.objects.create(host=person)
        Participant.objects.create(meeting=meeting, person=person, nickname=canaries["nickname"][:40])
    canaries["nickname"] = canaries["nickname"][:40]
    return {**canaries, **contents, "phone": phone}


def _copy(visitor: Visitor) -> bytes:
    """Ordered over HTTP, built by whoever comes first, and fetched; nothing where that fails."""
    ordered = visitor.post(COPIES, {})
    if ordered.status not in (200, 201):
        return b""
    _build(uuid.UUID(ordered.body["id"]))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while visitor.get(f"{COPIES}/{ordered.body['id']}").body["state"] in ("ordered", "building"):
        if time.monotonic() > deadline:
            return b""
        time.sleep(PAUSE_SECONDS)
    reply = visitor.get(f"{COPIES}/{ordered.body['id']}/content")
    return reply.content if reply.status == 200 else b""


@under(PURPOSE)
def _build(copy_id: uuid.UUID) -> None:
    building.build(copy_id)


def _taken_in(visitor: Visitor, arrival_id: str) -> Any:
    with running(PURPOSE):
        arriving.take_in(uuid.UUID(arrival_id))
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := visitor.get(f"{ARRIVALS}/{arrival_id}").body)["state"] in ("waiting", "running"):
        if time.monotonic() > deadline:
            break
        time.sleep(PAUSE_SECONDS)
    return found


def _members(content: bytes) -> dict[str, str]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}
    except zipfile.BadZipFile:
        return {}


def essence(content: bytes) -> dict[str, Any]:
    """What of a copy must be the same after it was taken elsewhere."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        return {}

    def rows(model: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(archive.read(f"data/{model}.json"))["rows"]
        return found

    nodes = {row["id"]: row for row in rows("cloud.node")}
    marked = {row["node"] for row in rows("cloud.favourite")}
    paths = {each["row"]: each["path"] for each in json.loads(archive.read(documents.CONTENTS))["contents"]}

    def path(node: dict[str, Any]) -> str:
        parent = nodes.get(node["parent"])
        return f"{path(parent)}/{node['name']}" if parent else str(node["name"])

    def where(version: dict[str, Any]) -> list[Any]:
        node = nodes[version["node"]]
        current, member = node["version"] == version["id"], archive.getinfo(paths[version["id"]])
        return [path(node), current, version["label"], version["media_type"], member.CRC, member.file_size]

    return {
        "profile": [[row["name"], row["description"]] for row in rows("accounts.profile")],
        "settings": [[row["language"], row["theme"], row["time_zone"]] for row in rows("accounts.preferences")],
        "picture": "pictures/profile-picture.webp" in archive.namelist(),
        "tree": sorted([path(each), bool(each["trashed_at"]), each["id"] in marked] for each in nodes.values()),
        "contents": sorted(where(each) for each in rows("cloud.fileversion")),
        "meetings": sorted([row["title"], row["note"]] for row in rows("meetings.schedule")),
        "times": sorted([row["zone"], row["start"], row["minutes"], row["rule"]] for row in rows("meetings.series")),
    }


def _in_a_meeting_and_an_organization(visitor: Visitor, phone: str, name: str) -> uuid.UUID | None:
    """Where a name is copied to; the organisation's id, to be dissolved again."""
    person = person_by_phone(phone)
    assert person is not None
    with running("meetings.hold"):
        Participant.objects.create(meeting=Meeting.objects.create(host=person), person=person, nickname=name)
    title = f"Probe {secrets.token_hex(4)}"
    contact = {"country": "GB", "language": "en", "contact_name": "Probe", "contact_email": "probe@egret.invalid"}
    founded = visitor.post("/api/v1/organizations", {"name": title, "legal_name": title, **contact})
    return uuid.UUID(founded.body["id"]) if founded.status == 201 else None


promise("C67", control=building.build_wanted, probe=probe_copy_holds_everything)
promise("C68", control=correcting.corrected, probe=probe_corrected_everywhere)
promise("C73", control=archives.StoredArchive, probe=probe_taken_elsewhere)
