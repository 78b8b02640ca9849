"""A real browser for probes, where the machine has Chromium: driven over its debugging pipe, without a library.

Source: Chrome DevTools Protocol; `--remote-debugging-pipe` speaks NUL-terminated JSON on descriptors 3 and 4.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless=new --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-extensions --mute-audio --use-fake-device-for-media-stream"
)
# A page of ours is there within a second; the rest is for a busy machine.
PATIENCE = 20.0


class BrowserMissing(Exception):
    """No Chromium on this machine."""


class BrowserFailed(Exception):
    """The browser did not do what it was asked."""


class Page:
    """One tab; `evaluate` runs JavaScript in it and returns its JSON value."""

    def __init__(self, send: int, receive: int) -> None:
        self._send, self._receive, self._buffer, self._last, self._session = send, receive, b"", 0, ""
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._call("Page.enable")

    def before_every_script(self, source: str) -> None:
        """Run `source` in each document before its own scripts."""
        self._call("Page.addScriptToEvaluateOnNewDocument", source=source)

    def set_permissions(self, origin: str, answer: str, *permissions: str) -> None:
        """Answer the browser's prompts for devices: "granted" or "denied"."""
        for name in permissions:
            self._call("Browser.setPermission", permission={"name": name}, setting=answer, origin=origin)

    def trust_any_certificate(self) -> None:
        """For our own installation, whose certificate may be its own: what is looked at is the page."""
        self._call("Security.setIgnoreCertificateErrors", ignore=True)

    def give_cookie(self, url: str, name: str, value: str) -> None:
        """Give the browser a cookie of the site, as if the site had set it."""
        self._call("Network.setCookie", url=url, name=name, value=value, httpOnly=True)

    def cookies(self) -> list[str]:
        """The names of all cookies the browser has, those of narrower paths and those hidden from pages too."""
        return [cookie["name"] for cookie in self._call("Storage.getCookies")["cookies"]]

    def send_header(self, name: str, value: str) -> None:
        """Send a header with each request from now on."""
        self._call("Network.enable")
        self._call("Network.setExtraHTTPHeaders", headers={name: value})

    def open(self, url: str) -> None:
        self._call("Page.navigate", url=url)

    def click(self, selector: str) -> None:
        """Click an element as a person does, once it may be. Raises BrowserFailed where it never may."""
        self.wait_for(f"document.querySelector({json.dumps(selector)})?.matches(':not(:disabled)')")
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()", as_a_person=True)

    def type_into(self, selector: str, text: str) -> None:
        """Type into a field."""
        focus = f"document.querySelector({json.dumps(selector)}).focus()"
        self.evaluate(f"{focus}; document.execCommand('insertText', false, {json.dumps(text)})", as_a_person=True)

    def evaluate(self, expression: str, *, as_a_person: bool = False) -> Any:
        """The JSON value of an expression."""
        answer = self._call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=as_a_person
        )
        if "exceptionDetails" in answer:
            raise BrowserFailed(answer["exceptionDetails"].get("text", "a script failed"))
        return answer["result"].get("value")

    def wait_for(self, expression: str) -> Any:
        """The expression's value once it is true. Raises BrowserFailed after PATIENCE."""
        value = self.becomes(expression, PATIENCE)
        if not value:
            raise BrowserFailed(f"the page never came to: {expression}")
        return value

    def becomes(self, expression: str, seconds: float) -> Any:
        """The expression's value as soon as it is true, or what it is when the time is over."""
        deadline = time.monotonic() + seconds
        while True:
            value = self.evaluate(expression)
            if value or time.monotonic() >= deadline:
                return value
            time.sleep(0.1)

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self._session and not method.startswith(("Target.", "Browser.")):
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._last:
                if "error" in answer:
                    raise BrowserFailed(f"{method}: {answer['error'].get('message')}")
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            if not select.select([self._receive], [], [], PATIENCE)[0]:
                raise BrowserFailed("the browser does not answer")
            chunk = os.read(self._receive, 65536)
            if not chunk:
                raise BrowserFailed("the browser ended")
            self._buffer += chunk
        line, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        return message


@contextmanager
def headless() -> Iterator[Page]:
    """A fresh browser with a fake camera and microphone, gone afterwards. Raises BrowserMissing."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise BrowserMissing("install chromium to check what the pages do in a browser")
    # Chromium's sandbox refuses to run as root; the only page it opens is our own.
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    to_browser, to_us = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(prefix="egret-probe-", ignore_cleanup_errors=True) as profile:
        script = f'exec "$0" "$@" 3<&{to_browser[0]} 4>&{to_us[1]}'
        command = [program, *QUIET.split(), *sandbox, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
        process = subprocess.Popen(
            ["/bin/bash", "-c", script, *command],
            pass_fds=(to_browser[0], to_us[1]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser[0])
        os.close(to_us[1])
        try:
            yield Page(to_browser[1], to_us[0])
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            os.close(to_browser[1])
            os.close(to_us[0])
