"""Writes: at the door, in the lobby, rules and roles, what a host does to others, who stands in for the host."""

from egret.meetings.hosting.actions.breakouts import (
    close_all,
    close_due,
    do_broadcast,
    do_close,
    do_move,
    do_open,
    do_return,
)
from egret.meetings.hosting.actions.controls import do_ask_to_unmute, do_mute_all, do_remove, do_stop, do_take_back
from egret.meetings.hosting.actions.handover import do_welcome_back, hand_over
from egret.meetings.hosting.actions.lobby import do_admit, do_deny, do_wait, forget_gone
from egret.meetings.hosting.actions.rules import do_appoint, do_set_rules

__all__ = [
    "close_all",
    "close_due",
    "do_admit",
    "do_appoint",
    "do_ask_to_unmute",
    "do_broadcast",
    "do_close",
    "do_deny",
    "do_move",
    "do_mute_all",
    "do_open",
    "do_remove",
    "do_return",
    "do_set_rules",
    "do_stop",
    "do_take_back",
    "do_wait",
    "do_welcome_back",
    "forget_gone",
    "hand_over",
]
