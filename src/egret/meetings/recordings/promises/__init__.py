"""The clauses that recordings keep: F10, C18, C28, and their half of C30, which `project.promises.readings` binds."""

from egret.meetings.recordings.promises import fields, people

__all__ = ["fields", "people"]
