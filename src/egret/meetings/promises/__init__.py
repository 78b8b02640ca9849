"""The clauses that meetings keep: F07, F08, F09, F11, F16 (first half), C34."""

from egret.meetings.promises import calls, devices, scheduling, sharing

__all__ = ["calls", "devices", "scheduling", "sharing"]
