"""What people prefer, over HTTP."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.accounts import actions, queries
from egret.accounts.errors import TimeZoneUnknown
from egret.accounts.models import Preferences
from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.kernel.text import Language

router = Router(tags=["profile"])

Theme = Literal["light", "dark"]


class PreferencesOut(Output):
    """null: never chosen, so the browser's or the system's own holds."""

    language: str | None
    theme: str | None
    time_zone: str | None = Field(description="an IANA name; not asked before a meeting is scheduled")


class PreferencesIn(Input):
    """Only what is sent changes; null goes back to not chosen."""

    language: Annotated[Language | None, Category.PREFERENCES] = None
    theme: Annotated[Theme | None, Category.PREFERENCES] = None
    time_zone: Annotated[str | None, Category.PREFERENCES] = Field(None, max_length=64)


@router.get("/preferences", auth=signed_in, response={200: PreferencesOut, **problems(SignInRequired)})
@under("accounts.profile")
def read_preferences(request: HttpRequest) -> HttpResponse:
    """What I chose."""
    return _answer(queries.preferences_of(viewer_of(request).person_id))


@router.patch(
    "/preferences",
    auth=signed_in,
    response={200: PreferencesOut, **problems(CrossSiteRequest, SignInRequired, TimeZoneUnknown)},
)
@under("accounts.profile")
def change_preferences(request: HttpRequest, body: PreferencesIn) -> HttpResponse:
    """Choose, or take a choice back."""
    viewer = viewer_of(request)
    chosen = {field: getattr(body, field) or "" for field in body.model_fields_set}
    return _answer(actions.do_change_preferences(viewer.person_id, **chosen))


def _answer(preferences: Preferences) -> HttpResponse:
    return answer(
        PreferencesOut(
            language=preferences.language or None,
            theme=preferences.theme or None,
            time_zone=preferences.time_zone or None,
        )
    )
