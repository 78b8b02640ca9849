"""People, their ways to sign in, their sessions, their profile, and reports about accounts."""

from egret.accounts.models.cases import ChildReport
from egret.accounts.models.factors import Identity, Passkey, RecoveryCode, TotpDevice
from egret.accounts.models.person import Person, PolicyAcceptance, Preferences
from egret.accounts.models.profile import Profile, ProfilePicture
from egret.accounts.models.sessions import Session
from egret.accounts.models.sign_in import Factor, FlowKind, SignInFlow
from egret.accounts.models.sms import SmsDelivery
from egret.accounts.models.tokens import AccessToken, TokenKind

__all__ = [
    "AccessToken",
    "ChildReport",
    "Factor",
    "FlowKind",
    "Identity",
    "Passkey",
    "Person",
    "PolicyAcceptance",
    "Preferences",
    "Profile",
    "ProfilePicture",
    "RecoveryCode",
    "Session",
    "SignInFlow",
    "SmsDelivery",
    "TokenKind",
    "TotpDevice",
]
