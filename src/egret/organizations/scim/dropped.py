"""Attributes of the standard that are never kept: what a directory sends of them is not read, and so never wrong.

A manager who is a bare string, as Entra sends them, would otherwise keep somebody out.
"""

from __future__ import annotations

from typing import Any

from scim2_models import EnterpriseUser, Path, SCIMException

from egret.organizations.scim.resources import AnyUser

KEPT = frozenset({"schemas", "id", "external_id", "meta", "user_name", "name", "display_name", "active"})
# Read by their form, and for what they say of the person's groups: that is changed in Groups (RFC 7643 §4.1.2).
READ = frozenset({"emails", "groups"})


def without_dropped(sent: dict[str, Any]) -> dict[str, Any]:
    """A User, or the value of a PATCH without a path, as far as it is read."""
    return {name: value for name, value in sent.items() if not is_dropped(name)}


def read_operations(operations: list[Any]) -> list[Any]:
    """The operations of a PATCH on a User that change something which is read."""
    read = []
    for operation in operations:
        path, value = _member(operation, "path"), _member(operation, "value")
        if isinstance(path, str) and is_dropped(path):
            continue
        if path is None and isinstance(value, dict) and value:
            left = without_dropped(value)
            if not left:
                continue
            operation = {name: left if name.lower() == "value" else operation[name] for name in operation}
        read.append(operation)
    return read


def is_dropped(path: str) -> bool:
    """Whether it leads to an attribute that the standard knows and nobody keeps here."""
    if path.lower() == str(EnterpriseUser.__schema__).lower():
        return True
    try:
        found = Path.__class_getitem__(AnyUser)(path).resolve()
    except (SCIMException, ValueError):
        # The library says what is wrong with it, where it reads the whole.
        return False
    if found is None:
        return False
    return found.model is EnterpriseUser or found.field_name not in KEPT | READ


def _member(operation: object, name: str) -> Any:
    """Names of members differ by more than their case (RFC 7643 §2.1)."""
    if not isinstance(operation, dict):
        return None
    return next((operation[each] for each in operation if each.lower() == name), None)
