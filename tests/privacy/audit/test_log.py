"""The log: written with its act, numbered and signed; every way to change it afterwards is found, and named."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.fixtures import Settings

from egret.accounts.models import Person
from egret.kernel import audit, clock
from egret.kernel.text import Text
from egret.kernel.vault import Owner, destroy_key, pseudonyms
from egret.privacy.audit import actions, checks, entries, heads, merkle, queries, reading
from egret.privacy.audit.errors import AboutUnusable
from egret.privacy.audit.models import Entry, Node, Tree
from egret.privacy.audit.verifying import Kind

pytestmark = pytest.mark.django_db
TESTED = audit.act("tests.done", Text("did something", "做了某事"))


@pytest.fixture(autouse=True)
def heads_file() -> Iterator[Path]:
    path = settings.INSTANCE.audit_heads
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def write(count: int) -> None:
    for number in range(count):
        audit.record(TESTED, about=f"thing {number}")


def faults() -> list[tuple[Kind, int, int]]:
    return [(fault.kind, fault.first, fault.last) for fault in reading.verify_log().faults]


@pytest.fixture
def log() -> None:
    """Five, then five more, each under a head."""
    for _ in range(2):
        write(5)
        actions.do_sign()


def test_entries_are_numbered_without_a_gap_and_signed(log: None, heads_file: Path) -> None:
    assert list(Entry.objects.order_by("id").values_list("number", flat=True)) == list(range(10))
    assert [head.size for head in heads.read(heads_file)] == [5, 10]
    assert heads_file.stat().st_mode & 0o777 == 0o600
    assert settings.INSTANCE.signing_key.stat().st_mode & 0o777 == 0o600
    assert settings.INSTANCE.knows(heads_file) and settings.INSTANCE.knows(settings.INSTANCE.signing_key)
    report = reading.verify_log()
    assert (report.entries, report.heads, report.faults) == (10, 2, [])


def test_an_entry_goes_with_an_act_that_was_taken_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        audit.record(TESTED)
        raise ZeroDivisionError
    assert not Entry.objects.exists()


def test_nothing_is_signed_twice_while_nothing_happens(log: None, heads_file: Path) -> None:
    assert actions.do_sign() is None
    with clock.travel(timedelta(days=2)):
        assert actions.do_sign() is not None
    assert [head.size for head in heads.read(heads_file)] == [5, 10, 10]
    assert faults() == []


def alter(number: int = 3) -> None:
    Entry.objects.filter(number=number).update(act="tests.forged")


def test_altered(log: None) -> None:
    alter()
    assert faults() == [(Kind.ALTERED, 3, 3)]


def test_another_time(log: None) -> None:
    entry = Entry.objects.get(number=7)
    Entry.objects.filter(number=7).update(at=entry.at - 1)
    assert faults() == [(Kind.ALTERED, 7, 7)]


def test_dropped(log: None) -> None:
    Entry.objects.filter(number__in=(3, 4, 8)).delete()
    assert faults() == [(Kind.MISSING, 3, 4), (Kind.MISSING, 8, 8)]


def test_dropped_and_closed_up(log: None) -> None:
    """Whoever drops one moves those behind it up: each of them is not where it was written."""
    Entry.objects.filter(number=2).delete()
    for number in range(3, 10):
        Entry.objects.filter(number=number).update(number=number - 1)
    assert (Kind.ALTERED, 2, 8) in faults()
    assert (Kind.MISSING, 9, 9) in faults()


def test_reordered(log: None) -> None:
    Entry.objects.filter(number=2).update(number=100)
    Entry.objects.filter(number=6).update(number=2)
    Entry.objects.filter(number=100).update(number=6)
    found = faults()
    assert {(Kind.ALTERED, 2, 2), (Kind.ALTERED, 6, 6), (Kind.REWRITTEN, 0, 4)} == set(found)


def test_truncated(log: None) -> None:
    Entry.objects.filter(number__gte=6).delete()
    assert faults() == [(Kind.MISSING, 6, 9)]


def test_truncated_with_its_tree(log: None) -> None:
    """The tree's row made to fit: the heads still know."""
    Entry.objects.filter(number__gte=5).delete()
    edge = merkle.Edge()
    for leaf in Entry.objects.order_by("number").values_list("leaf", flat=True):
        edge.add(bytes(leaf or b""))
    Tree.objects.update(size=5, edge=b"".join(edge.hashes), signed_size=5)
    assert faults() == [(Kind.MISSING, 5, 9)]


def rewrite(first: int) -> None:
    """As somebody would who has the program and the database: all hashes made anew."""
    edge = merkle.Edge()
    for number, entry in enumerate(Entry.objects.order_by("number")):
        if number == first:
            entry.act = "tests.forged"
        facts = (entry.at, entry.act, entry.actor, entry.subject, entry.about, entry.salt)
        entry.leaf = entries.leaf_of(number, *facts)
        entry.save()
        edge.add(entry.leaf)
    Tree.objects.update(size=edge.size, edge=b"".join(edge.hashes))


def test_rewritten_with_recomputed_hashes_but_old_heads(log: None) -> None:
    rewrite(7)
    assert faults() == [(Kind.REWRITTEN, 5, 9)]
    rewrite(1)
    assert faults() == [(Kind.REWRITTEN, 0, 4)]


def test_added_behind_the_end(log: None) -> None:
    row = Entry.objects.create(number=10, at=1, act=TESTED, salt="s")
    row.leaf = entries.leaf_of(10, 1, TESTED, "", "", "", "s")
    row.save()
    assert faults() == [(Kind.ADDED, 10, 10)]


def test_emptied_before_its_time(log: None) -> None:
    Entry.objects.filter(number=4).update(act="", actor="", subject="", about="", salt="")
    assert faults() == [(Kind.EMPTIED, 4, 4)]


def test_contents_go_after_their_period_and_the_log_still_holds(log: None) -> None:
    with clock.travel(entries.KEPT + timedelta(days=1)):
        write(3)
        actions.do_sign()
        assert actions.forget_contents() == 10
        assert set(Entry.objects.filter(number__lt=10).values_list("act", "about", "salt")) == {("", "", "")}
        assert faults() == []
        Entry.objects.filter(number=11).update(act="", actor="", subject="", about="", salt="")
        assert faults() == [(Kind.EMPTIED, 11, 11)]


def test_a_head_of_another_key_is_no_head(log: None, heads_file: Path) -> None:
    lines = heads_file.read_text().splitlines()
    forged = json.loads(lines[1]) | {"key": "00" * 32}
    heads_file.write_text(f"{lines[0]}\n{json.dumps(forged)}\n")
    assert set(faults()) == {(Kind.HEAD, 0, 9), (Kind.HEADS_MISSING, 0, 9)}
    changed = json.loads(lines[0]) | {"root": "00" * 32}
    heads_file.write_text(f"{json.dumps(changed)}\n{lines[1]}\n")
    assert faults() == [(Kind.HEAD, 0, 4)]


def test_heads_that_are_gone_are_missed(log: None, heads_file: Path) -> None:
    heads_file.unlink()
    assert faults() == [(Kind.HEADS_MISSING, 0, 9)]


def test_a_line_that_a_crash_tore_is_no_fault_and_a_stranger_s_is(log: None, heads_file: Path) -> None:
    with heads_file.open("a") as file:
        file.write('{"size":11,"root":"ab')
    write(2)
    actions.do_sign()
    assert [head.size for head in heads.read(heads_file)] == [5, 10, 12]
    assert faults() == []
    with heads_file.open("a") as file:
        file.write("hello\n")
    with pytest.raises(heads.HeadUnreadable) as caught:
        faults()
    assert caught.value.line == 5


def test_a_long_log_is_proved_by_few_rows_and_its_stored_hashes_are_looked_at() -> None:
    actions.BATCH, usual = 300, actions.BATCH
    try:
        salt = secrets.token_hex(16)
        Entry.objects.bulk_create([Entry(at=each, act=TESTED, salt=salt) for each in range(1100)])
        actions.do_sign()
    finally:
        actions.BATCH = usual
    assert Node.objects.count() == 4
    leaves = [bytes(each or b"") for each in Entry.objects.order_by("number").values_list("leaf", flat=True)]
    for start, stop in ((0, 1100), (0, 1024), (512, 768), (1024, 1100), (3, 4)):
        assert queries.stored_span(start, stop) == merkle.spans_of(leaves)(start, stop)
    for number in (0, 255, 256, 1099):
        proof = queries.prove(number)
        assert merkle.proves_inclusion(leaves[number], number, 1100, proof.path, proof.head.root)
    write(10)
    actions.do_sign()
    part = reading.verify_log(last=5)
    assert (part.entries, part.sound) == (10, True)
    alter(1102)
    assert [fault.first for fault in reading.verify_log(last=5).faults] == [1102]
    Node.objects.filter(index=1).update(hash=b"x" * 32)
    assert (Kind.STORED, 256, 511) in faults()


def test_people_are_pseudonyms_that_die_with_their_key() -> None:
    actor, subject = Person.objects.create(phone="+447700900001"), Person.objects.create(phone="+447700900002")
    audit.record(TESTED, actor=actor.id, subject=subject.id)
    entry = Entry.objects.get()
    assert pseudonyms.people_behind([entry.actor, entry.subject]) == {
        entry.actor: actor.id,
        entry.subject: subject.id,
    }
    assert entry.subject == pseudonyms.derive(Owner("person", subject.id))
    assert subject.id.hex not in f"{entry.actor}{entry.subject}"
    destroy_key(Owner("person", subject.id))
    assert pseudonyms.people_behind([entry.actor, entry.subject]) == {entry.actor: actor.id}
    audit.record(TESTED, actor=actor.id, subject=subject.id)
    later = Entry.objects.latest("id")
    assert (later.actor, len(later.subject)) == (entry.actor, 32)
    assert later.subject != entry.subject


def test_each_person_of_many_but_who_did_it() -> None:
    people = [Person.objects.create(phone=f"+44770090001{number}").id for number in range(3)]
    audit.record_each(TESTED, actor=people[0], subjects=people)
    subjects = {pseudonyms.people_behind([each])[each] for each in Entry.objects.values_list("subject", flat=True)}
    assert subjects == set(people[1:])


@pytest.mark.parametrize("about", ["two\nlines", "x" * 65])
def test_about_is_a_key(about: str) -> None:
    with pytest.raises(AboutUnusable):
        audit.record(TESTED, about=about)


def test_heads_go_where_the_operator_wants_them(log: None, settings: Settings, tmp_path: Path) -> None:
    settings.EGRET_AUDIT_HEADS = str(tmp_path)
    assert not checks.check_heads()
    actions.deliver()
    write(1)
    actions.do_sign()
    assert [head.size for head in heads.read(tmp_path / "heads.jsonl")] == [10, 11]
    taken = tmp_path / "taken"
    settings.EGRET_AUDIT_HEADS = f"tee -a {taken}"
    assert not checks.check_heads()
    write(1)
    actions.do_sign()
    assert [head.size for head in heads.read(taken)] == [12]


def test_a_head_that_was_not_taken_is_offered_again(
    log: None, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EGRET_AUDIT_HEADS = f"{tmp_path}/away/"
    assert checks.check_heads()
    actions.deliver()
    assert "audit.head_undelivered" in caplog.text
    (tmp_path / "away").mkdir()
    actions.do_sign()
    assert [head.size for head in heads.read(tmp_path / "away" / "heads.jsonl")] == [10]


def command(*arguments: str) -> str:
    output = StringIO()
    call_command("audit", *arguments, stdout=output)
    return output.getvalue()


def test_the_command(log: None) -> None:
    assert "10 entries and 2 signed heads" in command("verify")
    proof = json.loads(command("prove", "4", "--json"))
    assert proof["entry"].splitlines()[:2] == ["egret audit entry v1", "4"]
    assert json.loads(command("head", "--json"))["size"] == 10
    assert "root" in command("prove", "4")
    for wrong in (["prove"], ["head", "3"], ["prove", "10"]):
        with pytest.raises(CommandError):
            command(*wrong)
    alter(4)
    with pytest.raises(CommandError, match="entry 4 is changed"):
        command("verify")
    with pytest.raises(CommandError, match="not what the head"):
        command("prove", "4")
    assert str(uuid.UUID(int=0)) not in proof["entry"]
