"""What is kept in a browser, seen in a real one: F17, C20, C38."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from egret.accounts import synthetic
from egret.kernel import browser_storage
from egret.kernel.browser import Page, headless
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise

# The pages' one door to the browser's stores.
CONTROL = "web/src/ui/storage.ts"

OPEN_TO_ALL = ("/", "/sign-in", "/privacy", "/storage")
SIGNED_IN = (
    "/meetings",
    "/settings/profile",
    "/settings/preferences",
    "/settings/security",
    "/organizations",
    "/storage",
)
DRAWN = "document.querySelector('main') !== null && !document.querySelector('main [aria-busy]')"
STORES = """(async () => {
  const databases = self.indexedDB?.databases ? await indexedDB.databases() : [];
  return [
    ...Object.keys(localStorage).map(name => ["local_storage", name]),
    ...Object.keys(sessionStorage).map(name => ["session_storage", name]),
    ...databases.map(({name}) => ["indexed_db", name]),
    ...(self.caches ? await caches.keys() : []).map(name => ["cache", name]),
  ];
})()"""
SWITCH = '[data-testid="allow-optional"]'
REFUSED = '[data-testid="refused-by-browser"]'
SAYS_NO = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})"
# Seconds in which a page answers a press, on a busy machine too.
REACTION = 5.0

Found = set[tuple[str, str]]


@contextmanager
def _browser_of(visitor: Visitor, installation: Installation) -> Iterator[Page]:
    """A browser that is signed in; loopback is a secure origin whatever the front does."""
    with headless() as page:
        page.give_cookie(installation.web_url, "egret_session", visitor.cookies["egret_session"])
        yield page


def _kept(page: Page) -> Found:
    """Everything the browser holds of ours, as (kind, name)."""
    found = {("cookie", name) for name in page.cookies()}
    return found | {(kind, name) for kind, name in page.evaluate(STORES)}


def _visit(page: Page, installation: Installation, path: str) -> Found:
    page.open(installation.web_url + path)
    page.wait_for(DRAWN)
    return _kept(page)


def _choose(page: Page, menu: str, index: int) -> None:
    """Pick from one of the header's menus."""
    page.click(f'[data-testid="{menu}"]')
    page.click(f"[role=menu] [role=menuitem]:nth-of-type({index})")
    # A menu that is still closing would take the next press.
    page.wait_for("document.querySelector('[role=menu]') === null")


def _names(found: Found) -> list[str]:
    return sorted(f"{kind} {name}" for kind, name in found)


def _registered() -> Found:
    return {(entry.kind.value, entry.name) for entry in browser_storage.ENTRIES.values()}


def _optional() -> Found:
    return {(entry.kind.value, entry.name) for entry in browser_storage.ENTRIES.values() if entry.optional}


def probe_crawl(installation: Installation) -> Finding:
    """With optional entries allowed, through the pages and with every switch used: each name found is registered."""
    found: Found = set()
    with synthetic.signed_up(installation) as visitor, headless() as page:
        for path in OPEN_TO_ALL:
            found |= _visit(page, installation, path)
        page.click(SWITCH)
        _choose(page, "theme", 2)
        _choose(page, "language", 2)
        page.give_cookie(installation.web_url, "egret_session", visitor.cookies["egret_session"])
        code = visitor.post("/api/v1/meetings", {}).body["code"]
        for path in (*SIGNED_IN, f"/meetings/{code}"):
            found |= _visit(page, installation, path)
        page.open(f"{installation.web_url}/m/{code}")
        page.wait_for("document.querySelector('[data-testid=\"nickname\"]') !== null")
        found |= _kept(page)
    return Finding(
        found <= _registered() and bool(found & _optional()),
        f"found: {_names(found)}; not registered: {_names(found - _registered())}",
    )


def probe_refused(installation: Installation) -> Finding:
    """A browser that refuses for its person: the essential pages work, and only necessary entries are there after."""
    with synthetic.signed_up(installation) as visitor, _browser_of(visitor, installation) as page:
        page.before_every_script(SAYS_NO)
        page.send_header("Sec-GPC", "1")
        _visit(page, installation, "/storage")
        told = bool(page.becomes(f"document.querySelector('{REFUSED}') !== null", REACTION))
        _visit(page, installation, "/meetings")
        _choose(page, "language", 2)
        chinese = bool(page.becomes("document.documentElement.lang === 'zh-Hans'", REACTION))
        _choose(page, "theme", 2)
        dark = bool(page.becomes("document.documentElement.dataset.mantineColorScheme === 'dark'", REACTION))
        page.click('[data-testid="start-meeting"]')
        started = bool(page.becomes("document.querySelector('[data-testid=\"nickname\"]') !== null", REACTION))
        code = page.evaluate("location.pathname")
        kept = _kept(page)
    return Finding(
        told and chinese and dark and started and not kept & _optional() and kept <= _registered(),
        f"told of the refusal: {told}; language: {chinese}; theme: {dark}; meeting started: {started} ({code[:3]}…); "
        f"kept afterwards: {_names(kept)}",
    )


def probe_choice(installation: Installation) -> Finding:
    """The registry is served whole, the refusal signal is honoured and said so, and the choice takes effect at once."""
    visitor = installation.visitor()
    served = visitor.request("GET", "/api/v1/storage", headers={"Sec-GPC": "1"}).body
    whole = {(row["kind"], row["name"]) for row in served["entries"]} == _registered()
    gpc = visitor.get("/.well-known/gpc.json").body
    honoured = served["refused_by_browser"] and not visitor.get("/api/v1/storage").body["refused_by_browser"]
    with headless() as page:
        _visit(page, installation, "/storage")
        page.wait_for(f"document.querySelector('{SWITCH}') !== null")
        _choose(page, "theme", 2)
        before = _kept(page)
        page.click(SWITCH)
        allowed = _kept(page)
        page.click(SWITCH)
        refused = _kept(page)
    return Finding(
        whole
        and bool(honoured)
        and isinstance(gpc, dict)
        and gpc.get("gpc") is True
        and not before & _optional()
        and bool(allowed & _optional())
        and not refused,
        f"registry served whole: {whole}; /.well-known/gpc.json: {json.dumps(gpc)}, honoured: {bool(honoured)}; kept "
        f"before a choice: {_names(before)}, allowed: {_names(allowed)}, refused: {_names(refused)}",
    )


promise("F17", control=browser_storage.register, probe=probe_choice)
promise("C20", control=CONTROL, probe=probe_crawl)
promise("C38", control=CONTROL, probe=probe_refused)
