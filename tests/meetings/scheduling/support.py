"""People who set meetings and are invited to them, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from egret.accounts.models import Person
from egret.kernel import clock
from egret.meetings.models import Meeting
from tests import factories

LONDON = "Europe/London"


class Caller:
    """Somebody signed in (or, without a person, nobody), and what they ask."""

    def __init__(self, person: Person | None = None, **headers: str) -> None:
        self.person = person
        self.client = Client(headers=headers)
        if person is not None:
            self.client.force_login(person)

    def ask(self, method: str, path: str, body: object = None, status: int = 200, **headers: str) -> Any:
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        answer = getattr(self.client, method)(f"/api/v1{path}", **given, headers=headers)
        assert answer.status_code == status, (method, path, answer.status_code, answer.content[:600])
        kind = answer.headers.get("Content-Type", "")
        return answer.json() if "json" in kind and answer.content else answer.content

    def get(self, path: str, status: int = 200) -> Any:
        return self.ask("get", path, None, status)

    def post(self, path: str, body: object = None, status: int = 200, **headers: str) -> Any:
        return self.ask("post", path, {} if body is None else body, status, **headers)

    def put(self, path: str, body: object, status: int = 200) -> Any:
        return self.ask("put", path, body, status)

    def patch(self, path: str, body: object, status: int = 200) -> Any:
        return self.ask("patch", path, body, status)


def somebody(**headers: str) -> Caller:
    return Caller(factories.person(), **headers)


def comes(meeting: Meeting, nickname: str) -> Caller:
    """Somebody with an account who is in the meeting."""
    caller = somebody()
    assert caller.person is not None
    factories.participant(meeting, nickname, caller.person)
    return caller


def tomorrow(hour: int = 9, days: int = 1, zone: str = LONDON) -> str:
    day = clock.now().astimezone(ZoneInfo(zone)) + timedelta(days=days)
    return f"{day:%Y-%m-%d}T{hour:02}:00"


def times(start: str | None = None, rule: str | None = None, minutes: int = 60, zone: str = LONDON) -> dict[str, Any]:
    return {"zone": zone, "start": start or tomorrow(), "minutes": minutes, "rule": rule}


def set_meeting(host: Caller, *, status: int = 201, **given: Any) -> Any:
    return host.post("/schedules", {"title": "Marsh survey", **times(), **given}, status)


def agenda(who: Caller, days: int = 60, **query: str) -> list[dict[str, Any]]:
    since = clock.now()
    more = "".join(f"&{name}={value}" for name, value in query.items())
    until = (since + timedelta(days=days)).isoformat().replace("+", "%2B")
    items: list[dict[str, Any]] = who.get(f"/agenda?since={since.isoformat().replace('+', '%2B')}&until={until}{more}")[
        "items"
    ]
    return items


def which(one: dict[str, Any], scope: str = "this") -> dict[str, Any]:
    return {"series": one["series"], "occurrence": one["occurrence"], "scope": scope}
