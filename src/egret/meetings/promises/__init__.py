"""The clauses that meetings keep: F08 (core), F11, F16 (first half), C29, C34."""

from egret.meetings.promises import calls, devices

__all__ = ["calls", "devices"]
