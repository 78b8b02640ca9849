"""Organisations over HTTP, one router per subject."""

from ninja import Router

from egret.organizations.api.controller import router as controller
from egret.organizations.api.departments import router as departments
from egret.organizations.api.directory import router as directory
from egret.organizations.api.expected import router as expected
from egret.organizations.api.groups import router as groups
from egret.organizations.api.imports import router as imports
from egret.organizations.api.invitations import router as invitations
from egret.organizations.api.members import router as members
from egret.organizations.api.organizations import router as organizations
from egret.organizations.api.requests import router as requests
from egret.organizations.api.scim import router as scim
from egret.organizations.api.sso import router as sso

ROUTERS: list[Router] = [
    organizations,
    controller,
    directory,
    members,
    departments,
    groups,
    sso,
    scim,
    invitations,
    expected,
    requests,
    imports,
]
