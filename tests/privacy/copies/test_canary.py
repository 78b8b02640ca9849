"""A person with something unique in every declared field and content: all of it is in their copy, no secret is."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from egret.kernel import copying
from egret.kernel.blobs.kinds import KINDS
from egret.privacy.copies import actions, building, presenting
from tests import factories
from tests.privacy.planting import plant

pytestmark = pytest.mark.django_db


def test_all_but_secrets_are_in_the_copy() -> None:
    person = factories.person()
    garden = plant(person)
    copy, _ = actions.do_order(person.id, "zh-Hans")
    assert building.build_wanted() == 1
    _, reader = actions.do_open(person.id, copy.id, note=False)
    archive = zipfile.ZipFile(io.BytesIO(reader.read(0, reader.size)))
    data = {name: archive.read(name).decode() for name in archive.namelist() if name.startswith("data/")}
    everything = b"".join(archive.read(name) for name in archive.namelist())
    tables = presenting.tables()
    for each in garden.plants:
        if each.model in copying.PASSED_OVER:
            continue
        hidden = each.field in tables[each.model].hidden
        if not each.canary:
            continue
        if hidden:
            assert each.canary.encode() not in everything, f"a secret is in the copy: {each}"
        else:
            assert each.canary in data[f"data/{each.model}.json"], f"not in the copy: {each}"
    for kind, content in garden.contents:
        assert content in everything, f"a content is not in the copy: {kind}"
    # A stranger's copy has nothing of it.
    stranger = factories.person()
    other, _ = actions.do_order(stranger.id, "en")
    building.build_wanted()
    _, reader = actions.do_open(stranger.id, other.id, note=False)
    theirs = reader.read(0, reader.size)
    assert not [each for each in garden.plants if each.canary and each.canary.encode() in theirs]


def test_every_kind_of_content_is_copied_or_left_out_in_words() -> None:
    assert {kind for kind in KINDS if not kind.startswith("tests.")} == set(copying.CONTENTS) | set(copying.NOT_COPIED)


def test_every_table_has_a_name() -> None:
    unnamed = [table.label for table in presenting.tables().values() if table.label.lower() not in copying.NAMES]
    assert not unnamed, f"say copying.name(…) in the domain's copying.py: {unnamed}"


def test_what_is_shown_over_http() -> None:
    person = factories.person()
    garden = plant(person)
    client = Client()
    # A second factor was planted too.
    client.force_login(person)
    categories = {each["id"]: each for each in client.get("/api/v1/privacy/mine").json()["categories"]}
    assert categories["content"]["bytes"] > 0 and categories["contact"]["count"] >= 1
    for category, each in categories.items():
        seen, cursor, pages = [], "", 0
        while True:
            response = client.get(f"/api/v1/privacy/mine/{category}", {"cursor": cursor})
            page = response.json()
            hidden = presenting.tables()
            for secret in garden.plants:
                if secret.canary and secret.model in hidden and secret.field in hidden[secret.model].hidden:
                    assert secret.canary not in response.content.decode()
            seen += [(item["what"], item["id"]) for item in page["items"]]
            cursor, pages = page["next"], pages + 1
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == each["count"], category
    assert client.get("/api/v1/privacy/mine/nothing").status_code == 404
    assert client.get("/api/v1/privacy/mine/content?cursor=nonsense").status_code == 422
