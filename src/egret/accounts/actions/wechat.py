"""Signing in with WeChat, and connecting it to an account that is there already."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction

from egret.accounts.actions.sign_in import do_begin_proved
from egret.accounts.errors.wechat import IdentityUnknown, LastWayIn, TooManyWechatSignIns
from egret.accounts.identities import WECHAT, is_last_way_in
from egret.accounts.models import FlowKind, Identity, Person, SignInFlow
from egret.accounts.wechat.provider import Wechat, WechatProblem, WechatStopped
from egret.kernel import ratelimit
from egret.kernel.ratelimit import Limit
from egret.kernel.text import Language

# An office behind one address signs in on a morning; a script does not make us call WeChat without end.
SIGN_INS_PER_ADDRESS = Limit("wechat sign-ins per address", 200, timedelta(hours=1))


def do_prove_by_wechat(
    wechat: Wechat, code: str, *, accepted_policy: str, language: Language, address: str
) -> SignInFlow:
    """A sign-in proved by WeChat's code: of who connected this UID, else of somebody new. Only the UID is stored (C25).

    Raises WechatStopped, TooManyWechatSignIns, PolicyNotAccepted.
    """
    uid = _uid(wechat, code, address)
    known = Identity.objects.filter(provider=WECHAT, uid=uid).first()
    return do_begin_proved(
        FlowKind.WECHAT,
        person_id=known.person_id if known else None,
        subject=uid,
        accepted_policy=accepted_policy,
        language=language,
    )


def do_connect_wechat(person_id: uuid.UUID, wechat: Wechat, code: str, *, address: str) -> None:
    """Let the person sign in with WeChat too; one that was connected before gives way.

    Raises WechatStopped (also when it is another account's), TooManyWechatSignIns.
    """
    uid = _uid(wechat, code, address)
    try:
        with transaction.atomic():
            Person.objects.select_for_update().get(id=person_id)
            Identity.objects.filter(person_id=person_id, provider=WECHAT).exclude(uid=uid).delete()
            # Of somebody else: the constraint says so, also to two who connect it at once.
            Identity.objects.get_or_create(person_id=person_id, provider=WECHAT, uid=uid)
    except IntegrityError:
        raise WechatStopped(WechatProblem.TAKEN) from None


def do_disconnect(person_id: uuid.UUID, identity_id: uuid.UUID) -> None:
    """Stop signing in with WeChat. Raises IdentityUnknown, LastWayIn.

    An organisation's directory is no choice of the person's: leaving the organisation ends that.
    """
    with transaction.atomic():
        # Locked: of two last ways in, two browsers may not each remove one.
        person = Person.objects.select_for_update().get(id=person_id)
        identity = Identity.objects.filter(id=identity_id, person=person, provider=WECHAT).first()
        if identity is None:
            raise IdentityUnknown
        if is_last_way_in(person, identity.id):
            raise LastWayIn
        identity.delete()


def _uid(wechat: Wechat, code: str, address: str) -> str:
    ratelimit.spend(SIGN_INS_PER_ADDRESS, address, TooManyWechatSignIns)
    return wechat.uid(code)
