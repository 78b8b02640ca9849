"""Organisations and all that hangs on one."""

from egret.organizations.models.audit import AdministrativeAct
from egret.organizations.models.joining import ExpectedMember, Import, ImportLine, Invitation, JoinRequest
from egret.organizations.models.organization import Domain, LegalEntity, Organization, Rule
from egret.organizations.models.people import Department, Group, GroupMember, Membership, Role, Source
from egret.organizations.models.provisioning import ScimToken, SsoAttempt, SsoConnection, SsoGroup

__all__ = [
    "AdministrativeAct",
    "Department",
    "Domain",
    "ExpectedMember",
    "Group",
    "GroupMember",
    "Import",
    "ImportLine",
    "Invitation",
    "JoinRequest",
    "LegalEntity",
    "Membership",
    "Organization",
    "Role",
    "Rule",
    "ScimToken",
    "Source",
    "SsoAttempt",
    "SsoConnection",
    "SsoGroup",
]
