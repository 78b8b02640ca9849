"""A meeting, its host, and people who come to it over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from egret.accounts.models import Person
from egret.kernel import policy
from egret.meetings.models import Meeting, Participant
from tests import factories
from tests.meetings.scheduling.support import Caller


@dataclass
class Comer:
    """Somebody in the meeting or at its door."""

    caller: Caller
    id: str
    answer: dict[str, Any]

    @property
    def participant(self) -> Participant:
        return Participant.objects.get(id=self.id)


@dataclass
class Held:
    person: Person = field(default_factory=factories.person)

    def __post_init__(self) -> None:
        self.meeting: Meeting = factories.meeting(self.person)
        self.host = Caller(self.person)

    @property
    def path(self) -> str:
        return f"/meetings/{self.meeting.code}"

    def join(self, nickname: str, caller: Caller | None = None, status: int = 200) -> Comer:
        caller = caller or Caller()
        body = {"nickname": nickname, "policy_version": policy.version()}
        answer = caller.post(f"{self.path}/join", body, status)
        return Comer(caller, answer.get("participant", {}).get("id", ""), answer)

    def rules(self, **rules: Any) -> Any:
        return self.host.patch(f"{self.path}/conduct", rules)

    def do(self, who: Comer, what: str, body: object = None, *, by: Caller | None = None, status: int = 204) -> Any:
        return (by or self.host).post(f"{self.path}/participants/{who.id}/{what}", body, status)

    def appoint(self, who: Comer, role: str = "cohost", *, by: Caller | None = None, status: int = 204) -> Any:
        return (by or self.host).put(f"{self.path}/participants/{who.id}/role", {"role": role}, status)
