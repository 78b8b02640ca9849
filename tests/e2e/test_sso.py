"""Single sign-on in a real browser, through a real, certified OpenID provider; and out again by SCIM."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from egret.cli.install.paths import OIDC
from tests.e2e.installation import Egret, free_port
from tests.e2e.people import new_context, sign_up

CLIENT_ID, CLIENT_SECRET = "egret", "a secret of the tests"
DOMAIN = "example.com"


@pytest.fixture(scope="module")
def egret(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Egret]:
    """An installation that asks providers on this machine too."""
    running = Egret(tmp_path_factory.mktemp("sso") / "data", EGRET_ALLOW_PRIVATE_ISSUERS="1")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def issuer(egret: Egret) -> Iterator[str]:
    """The provider, which knows this installation and whoever types a name."""
    port = free_port()
    node = shutil.which("node")
    assert node is not None
    redirect_uri = f"{egret.origin}/api/v1/sign-in/sso/callback"
    command: list[str] = [node, str(OIDC / "provider.mjs"), str(port), CLIENT_ID, CLIENT_SECRET, redirect_uri]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as provider:
        assert provider.stdout is not None
        assert "ready" in provider.stdout.readline()
        yield f"http://localhost:{port}"
        provider.terminate()


def request(egret: Egret, page: Page, method: str, path: str, body: object = None) -> Any:
    """A request of the page's own, as its session."""
    answer = page.request.fetch(f"{egret.origin}/api/v1{path}", method=method, data=body)
    assert answer.ok, answer.text()
    return answer.json() if answer.body() else None


def organization_of(egret: Egret, page: Page) -> str:
    """A new organisation of the page's person, its domain verified by the operator."""
    contact = {
        "name": "Reed",
        "country": "GB",
        "language": "en",
        "contact_name": "Ines Okafor",
        "contact_email": "privacy@reed.example",
    }
    made: str = request(egret, page, "POST", "/organizations", contact)["id"]
    request(egret, page, "POST", f"/organizations/{made}/domains", {"name": DOMAIN})
    done = egret.command("manage", "verify_domain", DOMAIN)
    assert done.returncode == 0, done.stderr
    return made


def sign_in_by_organization(page: Page, egret: Egret, name: str) -> None:
    """From Egret's page to the provider's form and back."""
    page.goto(f"{egret.origin}/sign-in")
    page.get_by_test_id("use-organization").click()
    page.get_by_test_id("sso-email").fill(f"{name}@{DOMAIN}")
    page.get_by_test_id("accept-policy").check()
    page.get_by_test_id("begin-sso").click()
    login = page.locator("input[name=login]")
    login.wait_for()
    login.fill(name)
    page.locator("input[name=password]").fill("whatever")
    page.locator("button[type=submit]").click()


def scim(egret: Egret, token: str, method: str, path: str, body: object = None) -> Any:
    asked = urllib.request.Request(
        f"{egret.origin}/scim/v2/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"},
    )
    with urllib.request.urlopen(asked) as answer:
        return json.load(answer)


def test_an_organisation_connects_its_directory_and_its_people_come(
    egret: Egret, issuer: str, browser: Browser
) -> None:
    page = new_context(browser).new_page()
    sign_up(page, egret)
    organization = organization_of(egret, page)
    page.goto(f"{egret.origin}/o/{organization}/provisioning")
    expect(page.get_by_test_id("domains")).to_contain_text(DOMAIN)
    expect(page.get_by_test_id("redirect-uri")).to_have_value(f"{egret.origin}/api/v1/sign-in/sso/callback")
    page.get_by_test_id("issuer").fill(f"{issuer}/nowhere")
    page.get_by_test_id("client-id").fill(CLIENT_ID)
    page.get_by_test_id("client-secret").fill("wrong")
    page.get_by_test_id("save-sso").click()
    expect(page.get_by_text("HTTP 404")).to_be_visible()
    page.get_by_test_id("issuer").fill(issuer)
    page.get_by_test_id("save-sso").click()
    page.get_by_test_id("test-sso").click()
    expect(page.locator("[data-testid=test-steps] [data-passed=false]")).to_have_count(1)
    page.get_by_test_id("client-secret").fill(CLIENT_SECRET)
    page.get_by_test_id("save-sso").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_test_id("test-sso").click()
    expect(page.locator("[data-testid=test-steps] [data-passed=true]")).to_have_count(4)

    visitor = new_context(browser).new_page()
    sign_in_by_organization(visitor, egret, "ada")
    expect(visitor).to_have_url(re.compile(f"/o/{organization}/people"))
    expect(visitor.get_by_text("Ada", exact=True).first).to_be_visible()
    first = request(egret, visitor, "GET", "/session")["person"]["id"]

    again = new_context(browser).new_page()
    sign_in_by_organization(again, egret, "ada")
    expect(again).to_have_url(re.compile(f"/o/{organization}/people"))
    assert request(egret, again, "GET", "/session")["person"]["id"] == first

    # The directory enters somebody, who signs in, and is switched off.
    page.reload()
    page.get_by_test_id("make-token").click()
    page.get_by_test_id("confirm-token").click()
    token = page.get_by_test_id("scim-secret").inner_text()
    page.get_by_test_id("token-done").click()
    expect(page.get_by_test_id("scim-token")).to_have_count(1)
    schema = "urn:ietf:params:scim:schemas:core:2.0:User"
    user = {"schemas": [schema], "userName": f"bob@{DOMAIN}", "displayName": "Bob the Builder"}
    bob = scim(egret, token, "POST", "Users", user)
    visitor = new_context(browser).new_page()
    sign_in_by_organization(visitor, egret, "bob")
    expect(visitor).to_have_url(re.compile(f"/o/{organization}/people"))
    expect(visitor.get_by_text("Bob the Builder").first).to_be_visible()
    scim(egret, token, "PUT", f"Users/{bob['id']}", {**user, "active": False})
    visitor.reload()
    expect(visitor).to_have_url(re.compile("/sign-in"))
    visitor = new_context(browser).new_page()
    sign_in_by_organization(visitor, egret, "bob")
    expect(visitor.get_by_test_id("arrival-problem")).to_be_visible()
    expect(visitor).to_have_url(re.compile("problem=sso-inactive"))
