"""The clauses that WeChat sign-in keeps: F02, C25.

A probe cannot scan a code with a telephone, and most installations have no app at WeChat. So it brings a WeChat of its
own on loopback, and goes the product's way with it: exchange, what is kept, sign-in, and over HTTP the age gate.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings

from egret.accounts import actions, synthetic
from egret.accounts.actions.wechat import do_prove_by_wechat
from egret.accounts.models import SignInFlow
from egret.accounts.wechat.loopback import wechat_answering
from egret.accounts.wechat.provider import Wechat, keep_uid_only
from egret.kernel import policy
from egret.kernel.installation import Installation, Reply, Visitor, tables_holding
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under


def probe_wechat_sign_in(installation: Installation) -> Finding:
    """Sign up by WeChat, out, and in again; and the live page offers WeChat exactly where it is set up."""
    uid = f"probe-{uuid.uuid4().hex}"
    with (
        _forgotten_afterwards() as flows,
        wechat_answering({"access_token": "t", "openid": uid, "unionid": uid}) as wechat,
    ):
        visitor = installation.visitor()
        signed_up = _register(visitor, _come_back(visitor, wechat, flows))
        visitor.request("DELETE", "/api/v1/session")
        flow = _come_back(visitor, wechat, flows)
        back = visitor.post(f"/api/v1/sign-in/{flow.id}/continue", {})
        state = back.body.get("state")
        same = state == "signed_in" and back.body["person"]["id"] == signed_up.body["person"]["id"]
    offered = installation.visitor().get("/api/v1/sign-in/ways").body["wechat"]
    begun = installation.visitor().post("/api/v1/sign-in/wechat", {"policy_version": policy.version()})
    leads = urlsplit(begun.body.get("location", "")).netloc or begun.status
    return Finding(
        signed_up.status == 201 and same and begun.status == (200 if offered else 404),
        f"with a WeChat on loopback: signed up {signed_up.status}, again {state}, the same person: {same}; "
        f"offered here: {offered}, setting out leads to {leads}",
    )


def probe_uid_alone(installation: Installation) -> Finding:
    """WeChat answers with a canary in every field but the UID; of the answer the UID alone is in the tables."""
    canary, uid = uuid.uuid4().hex, f"probe-{uuid.uuid4().hex}"
    answer: dict[str, object] = {
        field: f"{text}{canary}"
        for field, text in {
            "access_token": "token-",
            "refresh_token": "token-",
            "openid": "openid-",
            "scope": "snsapi_",
            "nickname": "张三·",
            "province": "广东",
            "city": "广州",
            "country": "中国",
            "headimgurl": "https://thirdwx.qlogo.cn/",
        }.items()
    }
    answer |= {"unionid": uid, "expires_in": 7200, "sex": 1, "privilege": [canary], f"new-{canary}": {"of": canary}}
    with _forgotten_afterwards() as flows, wechat_answering(answer) as wechat:
        visitor = installation.visitor()
        flow = _come_back(visitor, wechat, flows)
        waiting = tables_holding(canary)
        registered = _register(visitor, flow).status
        kept, leaked = tables_holding(uid), sorted({*waiting, *tables_holding(canary)})
    return Finding(
        registered == 201 and kept == ["accounts.Identity.uid"] and not leaked,
        f"signed up: {registered}; the UID is in {kept}; of {len(answer) - 1} other fields, found in {leaked}",
    )


@under("accounts.sign_in")
def _come_back(visitor: Visitor, wechat: Wechat, flows: list[uuid.UUID]) -> SignInFlow:
    """The visitor comes back from WeChat with a code: what the callback does, in this process."""
    from egret.accounts.api.sign_in import FLOW

    flow = do_prove_by_wechat(
        wechat, "code", accepted_policy=policy.version(), language="en", address=f"probe {uuid.uuid4()}"
    )
    flows.append(flow.id)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[FLOW] = str(flow.id)
    session.create()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return flow


def _register(visitor: Visitor, flow: SignInFlow) -> Reply:
    return visitor.post(f"/api/v1/sign-in/{flow.id}/register", {"birth_date": synthetic.ADULT_BIRTH_DATE})


@contextmanager
def _forgotten_afterwards() -> Iterator[list[uuid.UUID]]:
    """The sign-ins whose ids the block notes are removed, and whom they signed in, whatever was stored of the UID."""
    noted: list[uuid.UUID] = []
    try:
        yield noted
    finally:
        for flow in SignInFlow.objects.select_related("person").filter(id__in=noted):
            if flow.person is not None:
                actions.do_delete_person(flow.person)
        SignInFlow.objects.filter(id__in=noted).delete()


promise("F02", control=do_prove_by_wechat, probe=probe_wechat_sign_in)
promise("C25", control=keep_uid_only, probe=probe_uid_alone)
