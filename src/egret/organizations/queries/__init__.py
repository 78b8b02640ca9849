"""Reads of organisations; each begins with who may read."""

from egret.organizations.queries.access import (
    access_administration,
    access_membership,
    require_may_record,
    require_member,
    require_second_factor,
)
from egret.organizations.queries.controller import Controller, controller_of, desk_for, operator, register_for
from egret.organizations.queries.mine import MyPlace, memberships_of, places_of

__all__ = [
    "Controller",
    "MyPlace",
    "access_administration",
    "access_membership",
    "controller_of",
    "desk_for",
    "memberships_of",
    "operator",
    "places_of",
    "register_for",
    "require_may_record",
    "require_member",
    "require_second_factor",
]
