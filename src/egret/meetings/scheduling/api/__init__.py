"""Meetings set for a time, over HTTP."""

from egret.meetings.scheduling.api import agenda, feed, guests, notices, occurrences, schedules

ROUTERS = [schedules.router, occurrences.router, agenda.router, guests.router, feed.router, notices.router]
