"""Organisations, the spaces of one person, and that outsiders learn nothing: F05, F18, C15."""

from __future__ import annotations

import re
import uuid
from typing import Any

from egret.accounts import synthetic as people
from egret.kernel.installation import Installation, Reply, Visitor
from egret.kernel.promises import Finding, promise
from egret.organizations import queries, synthetic
from egret.organizations.actions.organization import do_create
from egret.organizations.synthetic import Founded


def admit(organization: Founded, visitor: Visitor, department: str | None = None) -> str:
    """Bring a visitor in by an invitation link; the id of their membership."""
    link = organization.owner.post(f"{organization.path}/invitations", {"department": department}).body["link"]
    visitor.post(f"/api/v1/invitations/{link.rsplit('/', 1)[1]}/accept", {})
    membership: str = visitor.get(organization.path).body.get("membership", "")
    return membership


def probe_create_and_join(installation: Installation) -> Finding:
    """Over HTTP: found an organisation, a department and a group, join by a link, be put into the group, leave."""
    with synthetic.founded(installation) as organization, people.signed_up(installation) as newcomer:
        owner, path = organization.owner, organization.path
        department = owner.post(f"{path}/departments", {"name": "Probe department"}).body["id"]
        group = owner.post(f"{path}/groups", {"name": "Probe group"}).body["id"]
        member = admit(organization, newcomer, department)
        owner.request("PUT", f"{path}/groups/{group}/people/{member}")
        found = {
            narrowed: [each["id"] for each in newcomer.get(f"{path}/people?{narrowed}={value}").items]
            for narrowed, value in (("department", department), ("group", group))
        }
        last_owner = owner.post(f"{path}/leave", {}).status
        left = newcomer.post(f"{path}/leave", {}).status
        afterwards = newcomer.get(path).status
    kept = found == {"department": [member], "group": [member]} and (last_owner, left, afterwards) == (409, 204, 404)
    return Finding(
        kept,
        f"joined by a link, and found in department and group: {bool(member) and found}; the last owner leaving: "
        f"{last_owner}; the member leaving: {left}, and looking in again: {afterwards}",
    )


def probe_editions(installation: Installation) -> Finding:
    """One person with a personal space and two organisations: nothing of one is in another's answers."""
    with synthetic.founded(installation) as first, synthetic.founded(installation) as second:
        person = first.owner
        admit(second, person)
        spaces: dict[str, str | None] = {"personal": None, "first": str(first.id), "second": str(second.id)}
        made = {
            space: person.post("/api/v1/meetings", {"organization": key}).body["id"] for space, key in spaces.items()
        }
        listed = {space: _ids(person.get(_meetings(key))) for space, key in spaces.items()}
        roles = {space: person.get(f"/api/v1/organizations/{key}").body["role"] for space, key in spaces.items() if key}
        seen = {
            space: {each["person"] for each in person.get(f"/api/v1/organizations/{key}/people").items}
            for space, key in spaces.items()
            if key
        }
        stranger = second.owner.get("/api/v1/session").body["person"]["id"]
    separate = listed == {space: [meeting] for space, meeting in made.items()}
    kept = separate and roles == {"first": "owner", "second": "member"} and stranger not in seen["first"]
    return Finding(
        kept,
        f"each of three spaces lists its own meeting and no other: {separate}; roles in two organisations: {roles}; "
        f"somebody of one in the other's directory: {stranger in seen['first']}",
    )


def probe_outsider(installation: Installation) -> Finding:
    """Every address below an organisation gives an outsider the very 404 that an unknown organisation gives."""
    with synthetic.founded(installation) as organization, people.signed_up(installation) as outsider:
        owner, path = organization.owner, organization.path
        known = {
            "member": owner.get(path).body["membership"],
            "department": owner.post(f"{path}/departments", {"name": "Probe department"}).body["id"],
            "group": owner.post(f"{path}/groups", {"name": "Probe group"}).body["id"],
        }
        document = outsider.get("/api/v1/openapi.json").body
        differing = []
        addresses = sorted(_addresses(document))
        for address in addresses:
            asked = [_fill(address, str(id_), known) for id_ in (organization.id, uuid.uuid4())]
            real, unknown = (_seen(outsider.get(each)) for each in asked)
            if real != unknown or real[0] != 404:
                differing.append(f"{address}: {real[0]} and {unknown[0]}")
        inside = owner.get(f"{path}/people").status
    return Finding(
        not differing and inside == 200 and len(addresses) > 5,
        f"{len(addresses)} addresses asked as an outsider, of a real and of an unknown organisation; answers that "
        f"differ or are no 404: {differing}; the owner's own answer: {inside}",
    )


def _ids(reply: Reply) -> list[str]:
    return [each["id"] for each in reply.items]


def _meetings(organization_id: str | None) -> str:
    return "/api/v1/meetings" + (f"?organization={organization_id}" if organization_id else "")


def _addresses(document: dict[str, Any]) -> list[str]:
    """What can be read of an organisation, as the live document says."""
    below = [path for path in document["paths"] if path.startswith("/api/v1/organizations/{")]
    readable = [path for path in below if "get" in document["paths"][path]]
    return [*readable, "/api/v1/controllers/{organization_id}", "/api/v1/meetings?organization={organization_id}"]


def _fill(address: str, organization_id: str, known: dict[str, str]) -> str:
    """With the ids that this organisation really has, where the address names more than it."""
    elsewhere = str(uuid.UUID(int=0))

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return organization_id if name.startswith("organization") else known.get(name.removesuffix("_id"), elsewhere)

    return re.sub(r"\{(\w+)\}", value, address)


def _seen(reply: Reply) -> tuple[int, Any, str | None]:
    return reply.status, reply.body, reply.headers.get("content-type")


promise("F05", control=do_create, probe=probe_create_and_join)
promise("F18", control=queries.controller_of, probe=probe_editions)
promise("C15", control=queries.access_membership, probe=probe_outsider)
