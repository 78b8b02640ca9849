"""What can go wrong with people's accounts, one file per subject."""

from egret.accounts.errors.profile import (
    DescriptionUnusable,
    NameUnusable,
    PictureUnknown,
    TimeZoneUnknown,
)
from egret.accounts.errors.sign_in import (
    BirthDateImpossible,
    CodeAttemptsExhausted,
    CodeExpired,
    CodeNotConfirmed,
    CodeNotSent,
    CodeUsed,
    CodeWrong,
    FlowUnknown,
    PhoneMalformed,
    TooManyCodes,
    UnderAge,
)

__all__ = [
    "BirthDateImpossible",
    "CodeAttemptsExhausted",
    "CodeExpired",
    "CodeNotConfirmed",
    "CodeNotSent",
    "CodeUsed",
    "CodeWrong",
    "DescriptionUnusable",
    "FlowUnknown",
    "NameUnusable",
    "PhoneMalformed",
    "PictureUnknown",
    "TimeZoneUnknown",
    "TooManyCodes",
    "UnderAge",
]
