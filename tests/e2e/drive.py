"""Files for the drive's tests: put there by the API, from within a signed-in page."""

from __future__ import annotations

import base64

from playwright.sync_api import Page

from tests.e2e.installation import Egret

UPLOAD = """async ([origin, parent, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  const encode = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const metadata = Object.entries({filename: name, filetype: type, parent})
    .map(([key, value]) => `${key} ${encode(value)}`).join(",");
  const answer = await fetch(`${origin}/api/v1/cloud/uploads`, {
    method: "POST",
    headers: {
      "Tus-Resumable": "1.0.0", "Upload-Length": String(bytes.length), "Upload-Metadata": metadata,
      "Content-Type": "application/offset+octet-stream",
    },
    body: bytes,
  });
  return [answer.status, answer.headers.get("Egret-Node"), await answer.text()];
}"""
ASK = """async ([address, body]) => {
  const answer = await fetch(address, body === null ? {} : {
    method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
  });
  return [answer.status, await answer.json()];
}"""


def ask(page: Page, egret: Egret, path: str, body: object = None) -> dict[str, object]:
    """A request of the API by whoever is signed in on this page."""
    status, answer = page.evaluate(ASK, [f"{egret.origin}/api/v1/cloud/{path}", body])
    assert status in (200, 201), answer
    found: dict[str, object] = answer
    return found


def own_root(page: Page, egret: Egret) -> str:
    spaces = ask(page, egret, "spaces")["items"]
    assert isinstance(spaces, list)
    return str(next(each["root"] for each in spaces if each["kind"] == "person"))


def put(page: Page, egret: Egret, parent: str, name: str, media_type: str, content: bytes) -> str:
    """A file in a folder; its id."""
    data = base64.b64encode(content).decode()
    status, node, text = page.evaluate(UPLOAD, [egret.origin, parent, name, media_type, data])
    assert status == 201 and node, text
    return str(node)
