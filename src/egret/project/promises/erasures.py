"""Deleting an account, from the order to the last copy: C43, C69, C72."""

from __future__ import annotations

import secrets
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from egret.accounts import synthetic
from egret.kernel import certificates, egress, journal, signing
from egret.kernel.installation import Installation, tables_holding
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.kernel.vault import Owner, is_destroyed
from egret.privacy.erasures import actions, notices
from egret.privacy.erasures.models import Erasure, Notice
from egret.privacy.erasures.personal import PURPOSE

ORDERS = "/api/v1/privacy/erasures"
# A reader may hold the database's log for a moment; a probe does not wait longer.
PATIENCE_SECONDS = 3.0
# What is larger is searched table by table, and its log byte by byte: a probe takes seconds.
RAW_BYTES = 128 * 1024 * 1024
PIECE = 4 * 1024 * 1024
# A host that cannot exist (RFC 6761).
COMPANY = "https://processor.invalid"


def probe_erased(installation: Installation) -> Finding:
    """A made-up person with a planted word in profile, meeting and drive deletes the account: the word is in no table,
    not in the database's files, their key is gone, and the certificate is genuine."""
    canary = f"canary{secrets.token_hex(8)}"
    with synthetic.signed_up(installation) as visitor:
        person = visitor.get("/api/v1/session").body["person"]
        visitor.request("PATCH", "/api/v1/profile", {"name": canary, "description": canary})
        code = visitor.post("/api/v1/meetings", {}).body["code"]
        visitor.post(f"/api/v1/meetings/{code}/join", {"nickname": canary})
        planted = tables_holding(canary)
        made = visitor.post(ORDERS, {"at_once": True}).body
        state = _carried_out(uuid.UUID(made["id"]))
        tables = tables_holding(canary) + tables_holding(person["id"])
        files = [path.name for path in _database_files() if _holds(path, canary.encode())]
        signed_out = visitor.get("/api/v1/session").body["person"] is None
        destroyed = is_destroyed(Owner("person", uuid.UUID(person["id"])))
        certificate = installation.visitor().get(f"{ORDERS}/receipts/{made['receipt']}/certificate").content
    verdict, document = certificates.check(certificate, signing.public_key(settings.INSTANCE))
    nameless = canary not in certificate.decode() and person["id"] not in certificate.decode()
    known = journal.of(settings.INSTANCE)
    written = known is not None and known.find(f"person:{person['id']}") is not None
    Erasure.objects.filter(id=made["id"]).delete()
    return Finding(
        bool(planted)
        and state == Erasure.State.DONE
        and not (tables or files)
        and signed_out
        and destroyed
        and written
        and nameless
        and verdict is certificates.Verdict.VALID,
        f"planted in {len(planted)} places; state {state}; afterwards found in tables {tables}, in files {files}; key "
        f"destroyed: {destroyed}; signed out: {signed_out}; in the journal: {written}; certificate: {verdict}, names "
        f"nobody: {nameless}, entries erased: {document.get('erased', {}).get('entries')}",
    )


def probe_deregister(installation: Installation) -> Finding:
    """Both ways: an order within its grace period changes nothing and is cancelled in one step; carried out, it leaves
    no account."""
    name = f"Probe {secrets.token_hex(4)}"
    with synthetic.signed_up(installation) as visitor:
        visitor.request("PATCH", "/api/v1/profile", {"name": name})
        made = visitor.post(ORDERS, {}).body
        early = _carried_out(uuid.UUID(made["id"]), patience=0)
        if early != Erasure.State.PLANNED:
            Erasure.objects.filter(id=made["id"]).delete()
            return Finding(False, f"an order with {actions.GRACE.days} days of grace was carried out at once: {early}")
        kept_name = visitor.get("/api/v1/profile").body["name"] == name
        cancelled = visitor.request("POST", f"{ORDERS}/cancel").status
        after = visitor.get(f"{ORDERS}/mine").body["erasure"]
        still = visitor.get("/api/v1/profile").body["name"] == name
        again = visitor.post(ORDERS, {"at_once": True}).body
        state = _carried_out(uuid.UUID(again["id"]))
        gone = visitor.get("/api/v1/session").body["person"] is None
    Erasure.objects.filter(id__in=(made["id"], again["id"])).delete()
    return Finding(
        (early, kept_name, cancelled, after, still) == (Erasure.State.PLANNED, True, 204, None, True)
        and state == Erasure.State.DONE
        and gone
        and actions.GRACE.days >= 1,
        f"within {actions.GRACE.days} days of grace: {early}, profile as before: {kept_name}; cancelled in one step: "
        f"{cancelled}, profile as before: {still}; carried out: {state}, signed out: {gone}",
    )


@under(PURPOSE)
def probe_told(installation: Installation) -> Finding:
    """A company that gets something of people is told when somebody goes; unanswered, that shows as open, and what the
    company knows them by is kept encrypted until it answers."""
    host = urlsplit(COMPANY).netloc
    with synthetic.signed_up(installation) as visitor:
        person_id = uuid.UUID(visitor.get("/api/v1/session").body["person"]["id"])
        order = actions.do_order(person_id, at_once=False)
        egress.register(COMPANY, processor="made-up company", purpose=PURPOSE, payload=(), sends=Text("nothing", "无"))
        try:
            notices.prepare(order, person_id)
            notice = Notice.objects.filter(erasure=order, host=host).first()
            opened = notice is not None and notices.unanswered().filter(id=notice.id).exists()
            confirmed = False
            if notice is not None:
                confirmed = bool(notices.do_acknowledge(notice.id, actor=None, evidence="probe").acknowledged_at)
            closed = notice is not None and not notices.unanswered().filter(id=notice.id).exists()
            emptied = not Notice.objects.filter(erasure=order, acknowledged_at__isnull=False).exclude(known_as="")
        finally:
            egress.DESTINATIONS.pop(host, None)
            Notice.objects.filter(erasure=order).delete()
            Erasure.objects.filter(id=order.id).delete()
    waiting, late = notices.unanswered().count(), notices.overdue_ones().count()
    return Finding(
        opened and confirmed and closed and emptied,
        f"a made-up company: told and open: {opened}, closed by its confirmation: {confirmed and closed}, its name for "
        f"the person emptied: {bool(emptied)}; of real companies {waiting} have not confirmed, "
        f"{late} of them past their day (/privacy/processors)",
    )


@under(PURPOSE)
def _carried_out(order_id: uuid.UUID, patience: float = PATIENCE_SECONDS) -> str:
    """The worker may be at it, too: whoever comes second finds it done."""
    until = time.monotonic() + patience
    while True:
        state = actions.run(order_id)
        if state == Erasure.State.DONE or time.monotonic() >= until:
            return state
        time.sleep(0.1)


def _database_files() -> list[Path]:
    if connection.vendor != "sqlite":
        return []
    database = Path(str(connection.settings_dict["NAME"]))
    log = database.with_name(database.name + "-wal")
    return [path for path in (database, log) if path.exists() and path.stat().st_size <= RAW_BYTES]


def _holds(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file:
        rest = b""
        while piece := file.read(PIECE):
            if wanted in rest + piece:
                return True
            rest = piece[-len(wanted) :]
    return False


promise("C43", control=notices.prepare, probe=probe_told)
promise("C69", control=actions.run, probe=probe_erased)
promise("C72", control=actions.do_order, probe=probe_deregister)
