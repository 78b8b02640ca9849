"""The clauses that accounts keep, one file per subject; importing one binds them."""

from egret.accounts.promises import children, factors, preferences, profile, sign_up, wechat

__all__ = ["children", "factors", "preferences", "profile", "sign_up", "wechat"]
