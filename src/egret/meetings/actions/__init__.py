"""Writes: the meeting's life, and what the engine reports of presence."""

from egret.meetings.actions.lifecycle import Comer, do_end, do_join, do_start, end_abandoned
from egret.meetings.actions.presence import do_reconcile, do_record_presence

__all__ = ["Comer", "do_end", "do_join", "do_reconcile", "do_record_presence", "do_start", "end_abandoned"]
