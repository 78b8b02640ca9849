"""The clauses that organisations keep, one file per subject; importing one binds them."""

from egret.organizations.promises import controller, joining, organizations

__all__ = ["controller", "joining", "organizations"]
