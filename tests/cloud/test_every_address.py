"""Every writing address of the drive, tried by each role: whoever must not changes nothing, whoever may is not stopped.

The addresses are those of the OpenAPI document: a new one is tried without being named here.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction
from django.test import Client

from egret.accounts.models import Person
from egret.cloud.actions import spaces, trash
from egret.cloud.models import FileVersion, Link, Node, Role, Share, Space
from egret.organizations.actions.members import do_remove_member
from egret.organizations.models import Role as OrganizationRole
from tests import factories
from tests.cloud.test_links import link_to
from tests.cloud.test_shares import signed_in
from tests.factories import cloud
from tests.factories import organizations as make
from tests.organizations.test_every_address import Address, body_for, document

pytestmark = pytest.mark.django_db

BELOW, BY_LINK = "/api/v1/cloud/", "/api/v1/cloud/links/{token}/"
NODE = f"{BELOW}nodes/{{node_id}}"
# One's own marks, and a copy of what one may read into a place where one may write.
READERS = {("PUT", f"{NODE}/favourite"), ("DELETE", f"{NODE}/favourite")}
MANAGERS = {
    ("POST", f"{NODE}/shares"),
    ("PATCH", f"{BELOW}shares/{{share_id}}"),
    ("DELETE", f"{BELOW}shares/{{share_id}}"),
    ("POST", f"{NODE}/links"),
    ("PATCH", f"{BELOW}links/{{link_id}}"),
    ("DELETE", f"{BELOW}links/{{link_id}}"),
    ("DELETE", f"{NODE}/forever"),
    ("DELETE", f"{NODE}/versions/{{version_id}}"),
    ("POST", f"{BELOW}spaces/{{space_id}}/trash/empty"),
}
EDITORS = {
    ("POST", f"{NODE}/folders"),
    ("PATCH", NODE),
    ("DELETE", NODE),
    ("POST", f"{NODE}/move"),
    ("POST", f"{NODE}/copy"),
    ("POST", f"{NODE}/restore"),
    ("PATCH", f"{NODE}/versions/{{version_id}}"),
    ("POST", f"{NODE}/versions/{{version_id}}/restore"),
}
# What opens a link's password is for whoever has the link.
UNLOCKING = ("POST", f"{BY_LINK}unlock")


def writing(below: str, *, without: str = "\0") -> Iterator[Address]:
    for address, operations in document()["paths"].items():
        if address.startswith(below) and not address.startswith(without):
            for method, operation in operations.items():
                if method not in ("get", "head"):
                    yield method.upper(), address, operation


@dataclass
class Place:
    """A space with one of everything, and who has which role in all of it."""

    owner: Person
    ids: dict[str, str]
    folder: Node
    file: Node
    trashed: Node
    tokens: dict[str, str]

    def url(self, method: str, template: str) -> str:
        gone = template.endswith(("/restore", "/forever")) and "versions" not in template
        onto_folder = template.endswith(("/folders", "/links", "/shares"))
        node = self.trashed if gone else self.folder if onto_folder else self.file
        ids = {**self.ids, "node_id": str(node.id)}
        return re.sub(r"{(\w+)}", lambda found: ids.get(found[1], str(uuid.UUID(int=1))), template)

    def body(self, address: str, operation: dict[str, Any]) -> Any:
        body = body_for(operation)
        if isinstance(body, dict) and "parent" in body:
            body["parent"] = str(self.folder.id)
        if isinstance(body, dict) and address.endswith(("/move", "/copy")):
            body["name"] = "placed.txt"
        if address.endswith("/shares"):
            body |= {"kind": "phone", "phone": "+441632960011"}
        return body

    def ask(self, client: Client, method: str, address: str, operation: dict[str, Any]) -> tuple[int, bool]:
        """The status, and whether anything of the drive changed; it is as before afterwards."""
        body = self.body(address, operation)
        before = everything()
        with transaction.atomic():
            answer = client.generic(method, self.url(method, address), json.dumps(body), "application/json")
            changed = everything() != before
            transaction.set_rollback(True)
        return answer.status_code, changed


def everything() -> str:
    """Every row of the drive but one's own marks, as text."""
    tables = [
        table
        for table in apps.get_app_config("cloud").get_models()
        if table.__name__ not in ("Favourite", "Hidden", "Opened")
    ]
    return "\n".join(serializers.serialize("json", table._base_manager.order_by("pk")) for table in tables)


def place(owner: Person | None = None, root: Node | None = None) -> Place:
    owner = owner or factories.person()
    folder = cloud.folder(owner, "folder", root)
    file = cloud.file(owner, "f.txt", b"one", folder)
    cloud.file(owner, "f.txt", b"two", folder)
    trashed = cloud.file(owner, "gone.txt", b"x", folder)
    trash.do_trash(cloud.access(owner, trashed.id))
    trashed.refresh_from_db()
    share = cloud.share(folder, Role.VIEW, owner, person=factories.person())
    tokens = {kind: link_to(owner, folder, kind) for kind in ("view", "edit", "drop")}
    first = FileVersion.objects.filter(node=file).earliest("id")
    link = Link.objects.filter(node=folder).earliest("id")
    ids = {"space_id": folder.space_id, "share_id": share.id, "link_id": link.id, "version_id": first.id}
    return Place(owner, {name: str(id_) for name, id_ in ids.items()}, folder, file, trashed, tokens)


def with_role(here: Place, role: Role) -> Client:
    who = factories.person()
    cloud.share(Node.objects.get(space=here.folder.space, parent=None), role, here.owner, person=who)
    return signed_in(who)


def test_the_table_names_what_there_is() -> None:
    known = {(method, address) for method, address, _ in writing(BELOW, without=BY_LINK)}
    assert known >= READERS | MANAGERS | EDITORS
    assert len(list(writing(BY_LINK))) >= 4


def test_a_viewer_changes_nothing() -> None:
    here = place()
    client = with_role(here, Role.VIEW)
    wrong = []
    for method, address, operation in writing(BELOW, without=BY_LINK):
        status, changed = here.ask(client, method, address, operation)
        if changed or ((method, address) in MANAGERS | EDITORS and status not in (403, 404)):
            wrong.append((method, address, status, changed))
    assert wrong == []


def test_an_editor_writes_and_manages_nothing() -> None:
    here = place()
    client = with_role(here, Role.EDIT)
    wrong = []
    for method, address, operation in writing(BELOW, without=BY_LINK):
        status, changed = here.ask(client, method, address, operation)
        if (method, address) in MANAGERS and (changed or status not in (403, 404)):
            wrong.append((method, address, status))
        if (method, address) in EDITORS and not (changed and status < 300):
            wrong.append((method, address, status))
    assert wrong == []


def test_a_manager_may_do_all_of_it() -> None:
    here = place()
    client = with_role(here, Role.MANAGE)
    wrong = []
    for method, address, operation in writing(BELOW, without=BY_LINK):
        status, changed = here.ask(client, method, address, operation)
        # An unchanged share or link changes no row of theirs, but the record.
        if (method, address) in MANAGERS | EDITORS and not (changed and status < 300):
            wrong.append((method, address, status))
    assert wrong == []


@pytest.mark.parametrize("removed", [False, True], ids=["a stranger", "somebody removed"])
def test_who_does_not_belong_finds_nothing(removed: bool) -> None:
    owner = factories.person()
    of = make.organization(owner)
    spaces.ensure_spaces(owner.id, cloud.door(owner).belongings)
    here = place(owner, Node.objects.get(space=Space.objects.get(organization=of), parent=None))
    who = factories.person()
    if removed:
        member = make.member(of, who, role=OrganizationRole.ADMIN)
        assert cloud.access(who, here.file.id).role == Role.MANAGE
        do_remove_member(make.owner_of(of), member.id)
    client = signed_in(who)
    wrong = []
    for method, address, operation in writing(BELOW, without=BY_LINK):
        status, changed = here.ask(client, method, address, operation)
        if changed or ((method, address) in MANAGERS | EDITORS and status != 404):
            wrong.append((method, address, status, changed))
    assert wrong == []


@pytest.mark.parametrize(("kind", "refusal"), [("view", 403), ("drop", 404), ("edit", None), ("unknown", 404)])
def test_visitors_write_what_their_link_lets_them(kind: str, refusal: int | None) -> None:
    here = place()
    here.ids["token"] = here.tokens.get(kind, "egl_unknown")
    wrong = []
    for method, address, operation in writing(BY_LINK):
        if (method, address) == UNLOCKING:
            continue
        status, changed = here.ask(Client(), method, address, operation)
        right = (changed and status < 300) if refusal is None else (not changed and status == refusal)
        if not right:
            wrong.append((method, address, status, changed))
    assert wrong == []


@pytest.mark.parametrize("kind", ["view", "edit", "drop"])
def test_a_link_is_no_account(kind: str) -> None:
    """What a visitor holds opens none of the addresses of people."""
    here = place()
    client = Client(headers={"Egret-Link": here.tokens[kind], "Authorization": f"Bearer {here.tokens[kind]}"})
    wrong = []
    for method, address, operation in writing(BELOW, without=BY_LINK):
        status, changed = here.ask(client, method, address, operation)
        if changed or ((method, address) in MANAGERS | EDITORS and status != 401):
            wrong.append((method, address, status))
    assert wrong == []


def test_what_a_share_names_takes_the_share_along() -> None:
    owner = factories.person()
    of = make.organization(owner)
    department, group = make.department(of), make.group(of)
    folder = cloud.folder(owner, "plans")
    cloud.share(folder, Role.VIEW, owner, department=department)
    cloud.share(folder, Role.VIEW, owner, group=group)
    department.delete()
    group.delete()
    assert not Share.objects.exists() and Node.objects.filter(id=folder.id).exists()
