"""The jobs of requests: deadlines are watched, and people are told."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from egret.kernel import consents, jobs, messages
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.privacy.consents.personal import MESSAGES
from egret.privacy.requests.actions import watching
from egret.privacy.requests.models import EventKind, RequestEvent

SAID = {
    EventKind.ANSWERED: Text(
        "Egret: your privacy request was answered. See Privacy › My privacy.",
        "Egret：您的隐私请求已得到答复，请查看“隐私 › 我的隐私”。",
    ),
    EventKind.READY: Text(
        "Egret: what you ordered under My privacy is ready.", "Egret：您在“我的隐私”中的申请已就绪。"
    ),
    EventKind.REFUSED: Text(
        "Egret: your privacy request was refused. The reason, and how to complain, is under Privacy › My privacy.",
        "Egret：您的隐私请求被拒绝。原因及投诉方式请查看“隐私 › 我的隐私”。",
    ),
    EventKind.EXTENDED: Text(
        "Egret: your privacy request takes longer. The new day and the reason are under Privacy › My privacy.",
        "Egret：您的隐私请求需要更多时间。新的期限及原因请查看“隐私 › 我的隐私”。",
    ),
}


@jobs.periodic(timedelta(minutes=10))
@task()
@under("privacy.requests")
def watch_deadlines() -> None:
    """Remind desks of what is due, and raise an alarm for what is late."""
    watching.do_escalate()


@task()
@under("privacy.messages")
def tell(event_id: int) -> None:
    """A text message, to whoever switched it on; the page says it to everybody anyway."""
    event = RequestEvent.objects.select_related("request").filter(id=event_id).first()
    if event is not None and consents.given(event.request.person_id, MESSAGES):
        messages.send(event.request.person_id, SAID[EventKind(event.kind)])
