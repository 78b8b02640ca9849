"""A meeting with people in it who really send, and the processes that record it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from egret.accounts.models import Person
from egret.kernel import policy
from egret.meetings import actions as meetings
from egret.meetings.models import Meeting
from egret.meetings.recordings import watch
from egret.meetings.recordings.models import Recording
from tests import factories
from tests.media import publisher
from tests.media.publisher import Act

ACT = Act(width=320, height=180)


def wait_for(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """The condition's value once it is true; the worker's beat goes on meanwhile."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        watch.watch()
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


@dataclass
class Guest:
    """Somebody in the meeting: their browser and their media."""

    client: Client
    id: str
    token: str


@dataclass
class Scene:
    engine: str
    host: Person = field(default_factory=factories.person)
    sending: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.meeting: Meeting = factories.meeting(self.host)
        self.hosting = Client()
        self.hosting.force_login(self.host)

    @property
    def url(self) -> str:
        return f"/api/v1/meetings/{self.meeting.code}"

    def join(self, nickname: str, client: Client | None = None) -> Guest:
        client = client or Client()
        body = {"nickname": nickname, "policy_version": policy.version()}
        joined = client.post(f"{self.url}/join", body, "application/json").json()
        return Guest(client, joined["participant"]["id"], joined["token"])

    def send(self, guest: Guest, act: Act = ACT) -> None:
        self.sending.append(publisher.start(self.engine, guest.token, act))
        # No webhook comes here: the engine is asked.
        meetings.do_reconcile()

    def leave(self) -> None:
        for process in self.sending:
            publisher.stop(process)
        self.sending.clear()

    def start(self) -> Recording:
        answer = self.hosting.post(f"{self.url}/recording", {}, "application/json")
        assert answer.status_code == 201, answer.json()
        return Recording.objects.get(id=answer.json()["id"])

    def told(self, guest: Guest, recording: Recording) -> dict[str, Any]:
        answer = guest.client.post(f"{self.url}/recording/{recording.id}/notice", {}, "application/json")
        assert answer.status_code == 200, answer.json()
        found: dict[str, Any] = answer.json()
        return found

    def stop(self, recording: Recording) -> None:
        answer = self.hosting.post(f"{self.url}/recording/{recording.id}/stop", {}, "application/json")
        assert answer.json()["state"] == "stopped"

    def film(self, recording: Recording, seconds: float = 180) -> bytes:
        """The film's bytes, once it is made: at a low priority, so that a busy machine takes long."""

        def made() -> bool:
            return Recording.objects.filter(id=recording.id, composition__progress="done").exists()

        wait_for(made, seconds, "the film")
        answer = self.hosting.get(f"{self.url}/recordings/{recording.id}/film?download=true")
        assert answer.status_code == 200
        return answer.getvalue()
