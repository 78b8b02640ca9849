"""What can go wrong around organisations, one file per subject."""

from egret.organizations.errors.departments import (
    DepartmentNotEmpty,
    DepartmentUnderItself,
    DepartmentUnknown,
    GroupUnknown,
    TooManyDepartments,
    TooManyGroups,
)
from egret.organizations.errors.members import LastOwner, MemberUnknown
from egret.organizations.errors.organization import (
    AddressUnusable,
    AttendanceDaysOutOfRange,
    ConfirmationWrong,
    CountryUnknown,
    CursorUnusable,
    DomainTaken,
    DomainUnknown,
    DomainUnusable,
    NameTaken,
    NameUnusable,
    OrganizationUnknown,
    OwnSecondFactorFirst,
    SecondFactorNeeded,
    TooManyDomains,
    TooManyOrganizations,
)

__all__ = [
    "AddressUnusable",
    "AttendanceDaysOutOfRange",
    "ConfirmationWrong",
    "CountryUnknown",
    "CursorUnusable",
    "DepartmentNotEmpty",
    "DepartmentUnderItself",
    "DepartmentUnknown",
    "DomainTaken",
    "DomainUnknown",
    "DomainUnusable",
    "GroupUnknown",
    "LastOwner",
    "MemberUnknown",
    "NameTaken",
    "NameUnusable",
    "OrganizationUnknown",
    "OwnSecondFactorFirst",
    "SecondFactorNeeded",
    "TooManyDepartments",
    "TooManyDomains",
    "TooManyGroups",
    "TooManyOrganizations",
]
