"""Recordings over HTTP. docs/recording.md tells the order of things."""

from egret.meetings.recordings.api import contents, live, managing, mine
from egret.meetings.recordings.api.doors import router

__all__ = ["contents", "live", "managing", "mine", "router"]
