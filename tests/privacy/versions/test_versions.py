"""Versions: the date is bound to the text, the difference decides, and who is to be told is told."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts.models import PolicyAcceptance
from egret.accounts.sms.memory import MemorySms
from egret.kernel import policy
from egret.privacy.consents import actions as consents
from egret.privacy.consents.models import LedgerEntry
from egret.privacy.consents.personal import MESSAGES
from egret.privacy.versions import actions as telling
from egret.privacy.versions import checks, queries, record, snapshots
from egret.privacy.versions.differences import Need, Op, between, paragraphs, words
from tests import factories

NOTICES = "/api/v1/privacy/notices"


def snapshot(**catalogue: Any) -> snapshots.Snapshot:
    text = {"en": "We keep it.", "zh": "我们会保存。"}
    return {
        "version": "2026-01-01",
        "sections": [{"id": "a", "title": {"en": "A", "zh": "甲"}, "paragraphs": [{"clauses": [], "text": text}]}],
        "catalogue": {
            "purposes": {"x.do": {"basis": "contract", "text": {"en": "to do", "zh": "执行"}}},
            "stored": {"x.Row": row("x.do", "identity", 60)},
            "browser": {},
            **catalogue,
        },
    }


def row(purpose: str, category: str, seconds: int | None) -> dict[str, Any]:
    text = {"en": "a thing", "zh": "某物"}
    return {
        "purpose": purpose,
        "fields": {"f": {"category": category, "text": text}},
        "kept": {"text": {"en": "a while", "zh": "一段时间"}, "seconds": seconds},
    }


def purposes(**more: str) -> dict[str, Any]:
    known = snapshot()["catalogue"]["purposes"]
    text = {"en": "new", "zh": "新"}
    return {**known, **{f"x.{name}": {"basis": basis, "text": text} for name, basis in more.items()}}


@pytest.mark.parametrize(
    ("after", "need", "consents"),
    [
        (snapshot(), Need.NOTHING, ()),
        (snapshot(purposes=purposes(law="legal obligation")), Need.NOTICE, ()),
        (snapshot(purposes=purposes(ask="consent")), Need.NOTICE, ("x.ask",)),
        (snapshot(purposes=purposes(sell="legitimate interests")), Need.ACCEPTANCE, ()),
        (snapshot(purposes={"x.do": {"basis": "consent", "text": {"en": "d", "zh": "新"}}}), Need.ACCEPTANCE, ()),
        (snapshot(stored={"x.Row": row("x.do", "identity", 30)}), Need.NOTICE, ()),
        (snapshot(stored={"x.Row": row("x.do", "identity", 90)}), Need.ACCEPTANCE, ()),
        (snapshot(stored={"x.Row": row("x.do", "identity", None)}), Need.ACCEPTANCE, ()),
        (snapshot(stored={"x.Row": row("x.do", "contact", 60)}), Need.ACCEPTANCE, ()),
        (snapshot(stored={}), Need.NOTHING, ()),
    ],
)
def test_the_difference_decides(after: snapshots.Snapshot, need: Need, consents: tuple[str, ...]) -> None:
    told = between(snapshot(), after)
    assert (told.need, told.consents) == (need, consents)


def test_a_changed_sentence_is_to_be_told_and_shown_word_by_word() -> None:
    after = copy.deepcopy(snapshot())
    after["sections"][0]["paragraphs"][0]["text"] = {"en": "We keep it briefly.", "zh": "我们会短暂保存。"}
    told = between(snapshot(), after)
    assert (told.need, told.sentences) == (Need.NOTICE, 1)
    (english,), (chinese,) = paragraphs(snapshot(), after, "en"), paragraphs(snapshot(), after, "zh-Hans")
    assert english.parts == ((Op.SAME, "We keep "), (Op.REMOVED, "it."), (Op.ADDED, "it briefly."))
    assert chinese.parts == ((Op.SAME, "我们会"), (Op.ADDED, "短暂"), (Op.SAME, "保存。"))


@given(st.text("ab 。，甲乙", max_size=40), st.text("ab 。，甲乙", max_size=40))
def test_both_texts_can_be_read_off_their_difference(before: str, after: str) -> None:
    parts = words(before, after)
    assert "".join(text for op, text in parts if op is not Op.ADDED) == before
    assert "".join(text for op, text in parts if op is not Op.REMOVED) == after


def test_the_record_fits_and_a_changed_word_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_record() == [] == checks.check_assessments()
    changed = copy.deepcopy(snapshots.now())
    changed["sections"][0]["paragraphs"][0]["text"]["zh"] += "也许。"
    monkeypatch.setattr(snapshots, "now", lambda: changed)
    assert [each.id for each in checks.check_record()] == ["egret.E050"]
    (late,) = record.faults({**changed, "version": "2026-11-29"})
    assert "a later version" in late


def test_every_version_on_record_is_what_it_was_hashed_as() -> None:
    for version, known in record.recorded().items():
        was = record.past(version)
        assert was is not None and snapshots.hashes(was) == known.hashes, version


def test_a_date_that_people_have_read_is_not_bound_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(record, "RECORD", tmp_path / "record.json")
    monkeypatch.setattr(record, "PAST", tmp_path / "past")
    old = {**snapshots.now(), "version": "2026-01-01"}
    record.write(old, date(2026, 1, 1))
    changed = copy.deepcopy(old)
    changed["sections"][0]["title"]["en"] = "Shorter"
    monkeypatch.setattr(snapshots, "now", lambda: changed)
    with pytest.raises(CommandError, match="set VERSION"):
        call_command("policy_record")
    assert record.past("2026-01-01") == old


@pytest.mark.django_db
def test_who_accepted_the_version_before_is_told_once_and_locked_out_of_nothing(client: Client) -> None:
    ada = factories.person()
    client.force_login(ada)
    assert client.post(NOTICES).json() == {"notice": None}
    PolicyAcceptance.objects.update(policy_version="2026-11-29")
    notice = client.post(NOTICES).json()["notice"]
    assert (notice["version"], notice["accepted"]) == (policy.version(), "2026-11-29")
    path = f"{NOTICES}/{notice['version']}"
    assert client.post(f"{NOTICES}/2001-01-01/seen").status_code == 404
    assert [client.post(f"{path}/{what}").status_code for what in ("delivered", "delivered", "seen")] == [204] * 3
    after = client.post(NOTICES).json()["notice"]
    assert (after is None) == (notice["need"] == "notice")
    kinds = list(LedgerEntry.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["notice_delivered", "notice_seen", "used_after_notice"]
    assert client.get("/api/v1/session").json()["person"] is not None


@pytest.mark.django_db
def test_more_than_was_accepted_is_asked_for_until_it_is(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = factories.person()
    client.force_login(ada)
    PolicyAcceptance.objects.update(policy_version="2020-01-01")
    notice = client.post(NOTICES).json()["notice"]
    assert notice["need"] == "acceptance", "nobody knows what they accepted"
    client.post(f"{NOTICES}/{notice['version']}/seen")
    assert client.post(NOTICES).json()["notice"] is not None
    assert client.post(f"{NOTICES}/{notice['version']}/accept").status_code == 204
    assert client.post(NOTICES).json()["notice"] is None


def test_an_acceptance_holds_as_long_as_people_are_only_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for need, holds in ((Need.NOTICE, True), (Need.ACCEPTANCE, False)):
        told = type("Told", (), {"need": need})()
        monkeypatch.setattr(queries, "since", lambda *_, told=told: told)
        assert queries.acceptance_still_holds("2026-11-29") is holds
    assert not queries.acceptance_still_holds("2999-01-01")
    with pytest.raises(policy.PolicyNotAccepted):
        policy.require_accepted("2001-01-01")


@pytest.mark.django_db
def test_versions_are_listed_and_read_in_both_languages(client: Client) -> None:
    listed = client.get("/api/v1/policy/versions").json()
    assert listed["items"][0]["current"] and listed["items"][-1]["need"] is None
    assert not listed["review_overdue"]
    for language in ("en", "zh-Hans"):
        one = client.get(f"/api/v1/policy/versions/{policy.version()}", {"language": language}).json()
        assert one["before"] == "2026-11-30" and one["rewritten"] and one["sections"]
    assert client.get("/api/v1/policy/versions/2001-01-01").status_code == 404


@pytest.mark.django_db
def test_who_switched_messages_on_is_told_once() -> None:
    ada, bob = factories.person(), factories.person()
    consents.do_choose(ada.id, MESSAGES, given=True, language="en")
    assert telling.do_tell_by_message() == 0, "they accepted the one in force"
    PolicyAcceptance.objects.update(policy_version="2026-11-29")
    MemorySms.outbox.clear()
    assert (telling.do_tell_by_message(), telling.do_tell_by_message()) == (1, 0)
    ((number, _),) = MemorySms.outbox
    assert number == ada.phone and bob.phone not in {number}
    assert LedgerEntry.objects.get(kind="notice_delivered").manner == "message"
