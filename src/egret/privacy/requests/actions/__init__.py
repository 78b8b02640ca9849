"""What people and desks do with a request, and what Egret does by itself."""

from egret.privacy.requests.actions.asking import do_submit, do_withdraw
from egret.privacy.requests.actions.deciding import (
    do_answer,
    do_confirm_refusal,
    do_drop_refusal,
    do_extend,
    do_propose_refusal,
    do_start,
)
from egret.privacy.requests.actions.desk import do_add_to_desk, do_check_contact, do_remove_from_desk
from egret.privacy.requests.actions.restricting import do_lift, do_restrict
from egret.privacy.requests.actions.watching import do_escalate

__all__ = [
    "do_add_to_desk",
    "do_answer",
    "do_check_contact",
    "do_confirm_refusal",
    "do_drop_refusal",
    "do_escalate",
    "do_extend",
    "do_lift",
    "do_propose_refusal",
    "do_remove_from_desk",
    "do_restrict",
    "do_start",
    "do_submit",
    "do_withdraw",
]
