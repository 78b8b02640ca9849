"""SCIM filters (RFC 7644 §3.4.2.2) as database queries: the library reads them, the database answers them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Left, Length, Right, StrIndex
from django.db.models.lookups import Exact, GreaterThan
from scim2_models import Group, InvalidFilterException, Resource, ScimFilter
from scim2_models.path import (
    AttributeBinding,
    AttrPath,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
    coerce_value,
)

from egret.organizations.models import GroupMember
from egret.organizations.scim.resources import AnyUser

# Directories ask for one or two attributes. What is longer would nest deeper than SQLite's expressions may (1,000).
LONGEST_FILTER = 2000

ALL = ~Q(pk__in=[])
NONE = Q(pk__in=[])
ORDER = {
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}
SUBSTRING = {CompareOperator.co: "contains", CompareOperator.sw: "startswith", CompareOperator.ew: "endswith"}


@dataclass(frozen=True)
class Text:
    """A column of text; "" and null are no value. `known` narrows it to the rows where it counts."""

    column: str
    exact: bool = False
    known: Q = ALL

    def present(self) -> Q:
        return self.known & ~Q(**{self.column: ""}) & Q(**{f"{self.column}__isnull": False})

    def holds(self, op: CompareOperator, value: Any) -> Q:
        if not isinstance(value, str):
            return NONE
        if op in SUBSTRING and self.exact:
            return self.present() & Q(_part(self.column, op, value))
        if op in SUBSTRING:
            return self.present() & Q(**{f"{self.column}__i{SUBSTRING[op]}": value})
        if op in ORDER:
            return self.present() & Q(**{f"{self.column}__{ORDER[op]}": value})
        return self.present() & Q(**{f"{self.column}__{'' if self.exact else 'i'}exact": value})


def _part(column: str, op: CompareOperator, value: str) -> Exact | GreaterThan:
    """Part of a text, upper and lower case told apart: SQLite's LIKE, which `contains` is there, does not."""
    if op is CompareOperator.co:
        return GreaterThan(StrIndex(F(column), Value(value)), 0)
    side = Left if op is CompareOperator.sw else Right
    return Exact(side(F(column), Length(Value(value))), value)


@dataclass(frozen=True)
class Word:
    """An attribute that is always the same where it is at all."""

    value: Any
    known: Q

    def present(self) -> Q:
        return self.known

    def holds(self, op: CompareOperator, value: Any) -> Q:
        if op is CompareOperator.eq:
            same = str(value).lower() == str(self.value).lower()
        else:
            same = op in SUBSTRING and str(value).lower() in str(self.value).lower()
        return self.known if same else NONE


@dataclass(frozen=True)
class Flag:
    column: str

    def present(self) -> Q:
        return ALL

    def holds(self, op: CompareOperator, value: Any) -> Q:
        return Q(**{self.column: value}) if isinstance(value, bool) and op is CompareOperator.eq else NONE


@dataclass(frozen=True)
class Time:
    column: str

    def present(self) -> Q:
        return ALL

    def holds(self, op: CompareOperator, value: Any) -> Q:
        # A moment without a zone is no moment.
        if not isinstance(value, datetime) or value.tzinfo is None or op in SUBSTRING:
            return NONE
        return Q(**{f"{self.column}__{ORDER.get(op, 'exact')}": value})


@dataclass(frozen=True)
class Key:
    """An identifier of ours; with `through`, one of several: its rows hold `column`, and lead back by `through`."""

    column: str
    through: str = ""

    def present(self) -> Q:
        return Q(pk__in=GroupMember.objects.values(self.through)) if self.through else ALL

    def holds(self, op: CompareOperator, value: Any) -> Q:
        try:
            key = uuid.UUID(value) if isinstance(value, str) and op is CompareOperator.eq else None
        except ValueError:
            key = None
        if key is None:
            return NONE
        if self.through:
            return Q(pk__in=GroupMember.objects.filter(**{self.column: key}).values(self.through))
        return Q(**{self.column: key})


Kept = Text | Word | Flag | Time | Key
IS_ADDRESS = Q(scim_user_name__contains="@")
# By the library's names of attribute and sub-attribute. What is not here is known to the standard, and never kept.
USERS: Mapping[tuple[str, str | None], Kept] = {
    ("id", None): Key("pk"),
    ("external_id", None): Text("scim_external_id", exact=True),
    ("user_name", None): Text("scim_user_name"),
    ("display_name", None): Text("name"),
    ("name", "formatted"): Text("name"),
    ("active", None): Flag("active"),
    ("emails", "value"): Text("scim_user_name", known=IS_ADDRESS),
    ("emails", "type"): Word("work", known=IS_ADDRESS),
    ("emails", "primary"): Word(True, known=IS_ADDRESS),
    ("groups", "value"): Key("group_id", through="membership_id"),
    ("meta", "created"): Time("joined_at"),
    ("meta", "resource_type"): Word("User", known=ALL),
}
GROUPS: Mapping[tuple[str, str | None], Kept] = {
    ("id", None): Key("pk"),
    ("external_id", None): Text("scim_external_id", exact=True),
    ("display_name", None): Text("name"),
    ("members", "value"): Key("membership_id", through="group_id"),
    ("members", "type"): Word("User", known=Q(pk__in=GroupMember.objects.values("group_id"))),
    ("meta", "resource_type"): Word("Group", known=ALL),
}


def users(expression: str) -> Q:
    """The memberships that the filter matches. Raises InvalidFilterException."""
    return _query(AnyUser, USERS, expression)


def groups(expression: str) -> Q:
    """The groups that the filter matches. Raises InvalidFilterException."""
    return _query(Group, GROUPS, expression)


def _query(model: type[Resource[Any]], kept: Mapping[tuple[str, str | None], Kept], expression: str) -> Q:
    if len(expression) > LONGEST_FILTER:
        raise InvalidFilterException(detail=f"the filter is longer than {LONGEST_FILTER} characters")
    parsed = ScimFilter.__class_getitem__(model)(expression)
    return _ToQuery(parsed, kept).visit(parsed.ast)


class _ToQuery(FilterVisitor[Q]):
    def __init__(self, parsed: ScimFilter[Any], kept: Mapping[tuple[str, str | None], Kept]) -> None:
        self.parsed = parsed
        self.kept = kept
        self.inside: AttrPath | None = None  # the attribute whose values a value filter selects

    def visit_comparison(self, node: Comparison) -> Q:
        resolved = self.parsed.resolve_comparison(self._whole(node.attr_path), strict=True)
        assert resolved is not None  # the filter is bound to a model
        kept = self._kept(resolved)
        value = coerce_value(resolved, node.value, node.op)
        if value is None:
            absent = ~kept.present() if kept else ALL
            return {CompareOperator.eq: absent, CompareOperator.ne: ~absent}.get(node.op, NONE)
        op = CompareOperator.eq if node.op is CompareOperator.ne else node.op
        found = kept.holds(op, value) if kept and _can_be_stored(value) else NONE
        return ~found if node.op is CompareOperator.ne else found

    def visit_present(self, node: Present) -> Q:
        resolved = self.parsed.resolve(self._whole(node.attr_path), strict=True)
        assert resolved is not None
        of_it = [self.kept[key] for key in self.kept if key[0] == resolved.field_name]
        if resolved.sub_field_name is not None:
            of_it = [kept for kept in [self._kept(resolved)] if kept]
        found = NONE
        for kept in of_it:
            found |= kept.present()
        return found

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        first, *others = map(self.visit, node.terms)
        for other in others:
            first = first & other if node.op is LogicalOperator.and_ else first | other
        return first

    def visit_value_path(self, node: ValuePath) -> Q:
        """Each attribute that has values here has one of them, or keys alone: a filter on one value is one on all."""
        self.inside = node.attr_path
        found = self.visit(node.val_filter)
        self.inside = None
        return found

    def _whole(self, path: AttrPath) -> AttrPath:
        return replace(self.inside, sub_attr=path.attr) if self.inside else path

    def _kept(self, resolved: AttributeBinding) -> Kept | None:
        return self.kept.get((resolved.field_name, resolved.sub_field_name))


def _can_be_stored(value: Any) -> bool:
    """PostgreSQL stores no NUL, and half a surrogate pair is no text: no row holds them."""
    if not isinstance(value, str):
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value
