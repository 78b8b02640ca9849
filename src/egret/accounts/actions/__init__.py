"""What changes people and their sign-ins, one file per subject."""

from egret.accounts.actions.preferences import do_change_preferences
from egret.accounts.actions.profile import do_change_profile, do_preview_picture, do_remove_picture, do_set_picture
from egret.accounts.actions.sign_in import do_confirm_code, do_delete_person, do_register, do_send_code

__all__ = [
    "do_change_preferences",
    "do_change_profile",
    "do_confirm_code",
    "do_delete_person",
    "do_preview_picture",
    "do_register",
    "do_remove_picture",
    "do_send_code",
    "do_set_picture",
]
