"""The policy: a sentence for each promise in both languages, and tables that cannot forget a field."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from egret.kernel import egress
from egret.kernel.blobs.kinds import KINDS
from egret.kernel.browser_storage import ENTRIES
from egret.kernel.errors import EgretError
from egret.kernel.mail.smtp import register_server
from egret.kernel.objects import declare_destination
from egret.kernel.personal import DECLARATIONS, Field
from egret.kernel.promises import PROMISES
from egret.kernel.purpose import PURPOSES
from egret.kernel.text import LANGUAGES, Language, Text
from egret.privacy import policy
from egret.privacy.catalog import CLAUSES

CHINESE = re.compile("[\u4e00-\u9fff]")
PARAGRAPHS = [*policy.SUMMARY, *(each for section in policy.SECTIONS for each in section.paragraphs)]


def test_every_promise_that_is_kept_has_its_sentence() -> None:
    spoken = {clause for paragraph in PARAGRAPHS for clause in paragraph.clauses}
    assert set(PROMISES) <= spoken <= set(CLAUSES)


def test_the_version_is_the_day_of_its_last_change() -> None:
    assert date.fromisoformat(policy.VERSION)


def subclasses(error: type[EgretError]) -> list[type[EgretError]]:
    return [found for each in error.__subclasses__() for found in (each, *subclasses(each))]


def test_every_text_is_written_in_its_own_language() -> None:
    texts: list[Text] = [paragraph.text for paragraph in PARAGRAPHS]
    texts += [section.title for section in policy.SECTIONS]
    # What only others are made of says nothing itself.
    said = [error for error in subclasses(EgretError) if hasattr(error, "title") or not error.__subclasses__()]
    texts += [text for error in said for text in (error.title, error.detail)]
    texts += [text for entry in ENTRIES.values() for text in (entry.purpose, entry.lifetime)]
    for text in texts:
        assert text.en and not CHINESE.search(text.en), text
        assert CHINESE.search(text.zh), text
        assert set(re.findall(r"{\w+}", text.en)) == set(re.findall(r"{\w+}", text.zh)), text


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tables_hold_every_declared_field_and_every_entry_of_the_browser(
    client: Client, language: Language
) -> None:
    policy = client.get("/api/v1/policy", {"language": language}).json()
    summary = client.get("/api/v1/policy/summary", {"language": language}).json()
    assert summary == {name: policy[name] for name in ("version", "summary")}
    shown = {field for row in policy["data"] for field in row["fields"]}
    declared = {
        field.text.say(language)
        for declaration in DECLARATIONS.values()
        for field in declaration.fields.values()
        if isinstance(field, Field)
    }
    kinds = {kind.text.say(language) for kind in KINDS.values()}
    assert Text("picture", "头像").say(language) in kinds
    assert shown == declared | kinds
    assert all(row["purposes"] and row["retention"] for row in policy["data"])
    purposes = [each for row in policy["data"] for each in row["purposes"]] + policy["everywhere"]
    assert all(each["text"] and each["legal_basis"] for each in purposes)
    assert {row["name"] for row in policy["storage"]} == set(ENTRIES)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_purpose_of_each_table_is_told_with_its_basis(client: Client, language: Language) -> None:
    """Not only the first: whatever the door lets in is in the row, or reaches everything and is told once."""
    policy = client.get("/api/v1/policy", {"language": language}).json()
    everywhere = {each["text"] for each in policy["everywhere"]}
    for declaration in DECLARATIONS.values():
        told = {PURPOSES[each].text.say(language) for each in declaration.purposes}
        for field in declaration.fields.values():
            if isinstance(field, Field):
                rows = [row for row in policy["data"] if field.text.say(language) in row["fields"]]
                assert any(told <= everywhere | {each["text"] for each in row["purposes"]} for row in rows), field
    everywhere_declared = {each.text.say(language) for each in PURPOSES.values() if each.everywhere}
    assert everywhere == everywhere_declared


@pytest.mark.django_db
def test_every_other_host_is_named_with_what_it_gets(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the installation is set up: a bucket elsewhere is a processor, one on this machine is not."""
    monkeypatch.setattr(egress, "DESTINATIONS", dict(egress.DESTINATIONS))
    assert client.get("/api/v1/policy").json()["recipients"] == []
    for endpoint in ("http://127.0.0.1:9000", "http://[::1]:9000", "http://localhost:9000", "http://s3.localhost"):
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        declare_destination("s3://files/prefix")
    egress.register("https://id.example", processor="identity provider", purpose="accounts.sign_in", payload=())
    assert client.get("/api/v1/policy").json()["recipients"] == []
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://s3.example:9000")
    declare_destination("s3://files/prefix")
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    declare_destination("s3://files/prefix")
    for language in LANGUAGES:
        rows = client.get("/api/v1/policy", {"language": language}).json()["recipients"]
        assert [row["host"] for row in rows] == ["s3.eu-central-1.amazonaws.com", "s3.example:9000"]
        assert rows[0]["name"] == Text("Object storage", "对象存储服务").say(language)
        assert rows[0]["purpose"] == PURPOSES["kernel.operation"].text.say(language)
        assert all(row["sends"] for row in rows)


@pytest.mark.django_db
def test_a_mail_server_is_a_recipient(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress, "DESTINATIONS", dict(egress.DESTINATIONS))
    settings.EGRET_MAIL_HOST, settings.EGRET_MAIL_PORT = "mail.example", 587
    settings.EGRET_MAIL_PROCESSOR = "Post Ltd"
    register_server()
    policy = client.get("/api/v1/policy").json()
    (row,) = policy["recipients"]
    assert (row["host"], row["name"]) == ("mail.example:587", "Post Ltd")
    purposes = [each for data in policy["data"] for each in data["purposes"] if each["recipients"]]
    assert {each["text"] for each in purposes} == {row["purpose"]}, "told beside the purpose that it is for"
    assert all(each["recipients"] == ["Post Ltd"] for each in purposes)


@pytest.mark.django_db
def test_the_policy_speaks_the_readers_language_unless_another_is_asked_for(client: Client) -> None:
    chinese = {"accept-language": "zh-CN"}
    assert client.get("/api/v1/policy", headers=chinese).json()["language"] == "zh-Hans"
    assert client.get("/api/v1/policy", {"language": "en"}, headers=chinese).json()["language"] == "en"
    assert client.get("/api/v1/policy", {"language": "fr"}).status_code == 422
