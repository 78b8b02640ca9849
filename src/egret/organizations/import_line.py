"""What one line of a people's list means: who is expected, as what, or why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from egret.accounts.errors import PhoneMalformed
from egret.accounts.phone import parse_phone
from egret.kernel.sheets import FORMULA
from egret.organizations.csv_reader import Column, Line
from egret.organizations.errors import NameUnusable
from egret.organizations.models import ImportLine, Role
from egret.organizations.names import DEPARTMENT_LENGTH, MEMBER_LENGTH, parse_name, parse_optional

# As long as ImportLine.department_path.
PATH_LENGTH = 300
SEPARATOR = " / "
ROLES = {
    "": Role.MEMBER,
    "owner": Role.OWNER,
    "所有者": Role.OWNER,
    "admin": Role.ADMIN,
    "administrator": Role.ADMIN,
    "管理员": Role.ADMIN,
    "member": Role.MEMBER,
    "成员": Role.MEMBER,
    "guest": Role.GUEST,
    "访客": Role.GUEST,
}


class Fault(StrEnum):
    """What keeps a readable line out; those of an unreadable one are `csv_reader.Fault`."""

    PHONE = "phone"
    DUPLICATE = "duplicate"  # the number stands in an earlier line
    ALREADY = "already"  # a member, or expected
    ROLE = "role"  # no such role
    GRANT = "grant"  # a role that an import does not give
    NAME = "name"
    DEPARTMENT = "department"
    FORMULA = "formula"


@dataclass(frozen=True)
class Rules:
    """What the organisation and whoever imports bring to each line."""

    country: str  # ISO 3166-1 alpha-2: where a number without a country code is from
    guests: bool  # whether this administrator may invite them


def read_line(line: Line, rules: Rules) -> ImportLine:
    """The row to keep of a line; with a fault, as much as can be kept of what stood there."""
    cells = {column: _cell(line.cells.get(column, "")) for column in Column}
    row = ImportLine(
        number=line.number,
        phone=_kept(cells[Column.PHONE], 40),
        name=_kept(cells[Column.NAME], MEMBER_LENGTH),
        department_path=_kept(cells[Column.DEPARTMENT], PATH_LENGTH),
        fault=line.fault or "",
    )
    if line.fault is None:
        row.fault = _interpret(row, cells, rules) or ""
    return row


def _interpret(row: ImportLine, cells: dict[Column, str], rules: Rules) -> Fault | None:
    """Fill the row with what the cells mean; the first fault, if there is one."""
    try:
        row.phone = phone_of(cells[Column.PHONE], rules.country)
    except PhoneMalformed:
        return Fault.PHONE
    role = ROLES.get(cells[Column.ROLE].casefold())
    if role is None:
        return Fault.ROLE
    row.role = role
    if role == Role.OWNER or (role == Role.GUEST and not rules.guests):
        return Fault.GRANT
    names = cells[Column.DEPARTMENT].replace("／", "/").split("/") if cells[Column.DEPARTMENT] else []
    if any(each.strip().startswith(FORMULA) for each in (cells[Column.NAME], *names)):
        return Fault.FORMULA
    try:
        row.name = parse_optional(cells[Column.NAME], MEMBER_LENGTH, "name")
    except NameUnusable:
        return Fault.NAME
    try:
        path = SEPARATOR.join(parse_name(each, DEPARTMENT_LENGTH, "department") for each in names)
    except NameUnusable:
        return Fault.DEPARTMENT
    if len(path) > PATH_LENGTH:
        return Fault.DEPARTMENT
    row.department_path = path
    return None


def phone_of(typed: str, country: str) -> str:
    """The number in E.164; one without a country code is of `country`. Raises PhoneMalformed."""
    if typed.startswith(("+", "＋", "00")):
        return parse_phone(typed)
    if len(typed) > 40:
        raise PhoneMalformed(field="phone")
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        raise PhoneMalformed(field="phone") from None
    if number.extension:
        raise PhoneMalformed(field="phone")
    return parse_phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _cell(text: str) -> str:
    """Without the apostrophe by which spreadsheets, and our own list of faults, keep a cell from being a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _kept(text: str, length: int) -> str:
    """Text that every database can hold."""
    return "".join(char if char.isprintable() else " " for char in text)[:length].strip()
