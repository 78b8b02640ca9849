"""Writes of meetings set for a time."""

from egret.meetings.scheduling.actions.feed import do_make_feed, do_remove_feed
from egret.meetings.scheduling.actions.invitations import Wanted, do_answer, do_answer_as_guest
from egret.meetings.scheduling.actions.joining import do_find_by_number, do_join_scheduled
from egret.meetings.scheduling.actions.notices import do_choose_reminders, do_read_notices
from egret.meetings.scheduling.actions.occurrences import do_cancel, do_move, do_restore
from egret.meetings.scheduling.actions.sending import do_remind, do_send_due
from egret.meetings.scheduling.actions.setting import (
    Facts,
    Times,
    do_change,
    do_make_personal_room,
    do_schedule,
    passcode_of,
)

__all__ = [
    "Facts",
    "Times",
    "Wanted",
    "do_answer",
    "do_answer_as_guest",
    "do_cancel",
    "do_change",
    "do_choose_reminders",
    "do_find_by_number",
    "do_join_scheduled",
    "do_make_feed",
    "do_make_personal_room",
    "do_move",
    "do_read_notices",
    "do_remind",
    "do_remove_feed",
    "do_restore",
    "do_schedule",
    "do_send_due",
    "passcode_of",
]
