"""How much is known about somebody is counted by the database, however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from egret.accounts.models import Person
from egret.cloud.models import FileVersion, Node
from egret.kernel import copying
from egret.kernel.personal import Category
from egret.privacy.copies import queries
from tests import factories
from tests.factories import cloud

pytestmark = pytest.mark.django_db


def with_files(count: int) -> Person:
    person = factories.person()
    for number in range(count):
        cloud.file(person, f"{number}.txt", b"x" * number)
    return person


def statements(person: Person) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queries.summary(person.id, "en")
    return len(captured)


def test_the_sizes_are_those_of_what_a_copy_holds() -> None:
    person = with_files(4)
    Node.objects.filter(name="3.txt").update(purging=True)
    found: dict[str, int] = {}
    for content in queries.contents_of(person.id):
        found[content.blob.kind] = found.get(content.blob.kind, 0) + content.size
    assert copying.sizes_of(person.id) == found == {"cloud.file": 0 + 1 + 2}
    (known,) = [each for each in queries.summary(person.id, "en") if each.id is Category.CONTENT]
    assert known.bytes == 3 and "contents of your files" in known.fields
    assert copying.sizes_of(factories.person().id) == {}


def test_ten_times_the_files_are_no_row_and_no_statement_more() -> None:
    few, many = with_files(1), with_files(10)
    made: list[object] = []

    def count(sender: type, **_: object) -> None:
        if sender in (Node, FileVersion):
            made.append(sender)

    post_init.connect(count)
    try:
        assert statements(few) == statements(many)
    finally:
        post_init.disconnect(count)
    assert not made
