"""Files looked at in the browser: each kind as it should be, and nothing of an uploaded file ever runs."""

from __future__ import annotations

import io
import math
import struct
import wave

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.e2e.drive import own_root, put
from tests.e2e.installation import Egret, wait_until
from tests.e2e.people import new_context, sign_up
from tests.e2e.test_pages import complaints
from tests.factories.pictures import HEIC_WITH_PLACE

# What any markup of an uploaded file would do if it ran.
CANARY = "window.top.ran = true; fetch('/canary-ran')"
MARKUP = f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{CANARY}\"><script>{CANARY}</script></svg>"
HTML = f'<!doctype html><script>{CANARY}</script><img src=x onerror="{CANARY}">'
MARKDOWN = f"# Herons\n\n<script>{CANARY}</script>\n\n[bad](javascript:alert(1)) ![far](https://example.org/p.png)\n"


def pdf(text: str) -> bytes:
    """The smallest PDF with a line of text."""
    content = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % each for each in offsets)
    return out + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def sound(seconds: int) -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(at / 6))) for at in range(8000 * seconds)))
    return held.getvalue()


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (320, 200), (14, 124, 123)).save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="module")
def looker(browser: Browser, egret: Egret) -> tuple[Page, dict[str, str]]:
    """Somebody with one file of each kind."""
    page = new_context(browser).new_page()
    sign_up(page, egret)
    root = own_root(page, egret)
    files = {
        "heron.png": ("image/png", picture()),
        "broken.png": ("image/png", b"no picture at all"),
        "paper.pdf": ("application/pdf", pdf("An egret in still water")),
        "sound.wav": ("audio/wav", sound(30)),
        "page.html": ("text/html", HTML.encode()),
        "mark.svg": ("image/svg+xml", MARKUP.encode()),
        "notes.md": ("text/markdown", MARKDOWN.encode()),
        "birds.csv": ("text/csv", b'name,size\n"Egret, little",65\n'),
        "china.txt": ("text/plain", "白鹭立于静水。".encode("gb18030")),
        "egret.heic": ("image/heic", HEIC_WITH_PLACE.read_bytes()),
        "thing.bin": ("application/octet-stream", bytes(range(256))),
    }
    return page, {name: put(page, egret, root, name, *file) for name, file in files.items()}


def look(page: Page, egret: Egret, node: str) -> None:
    page.goto(f"{egret.origin}/cloud?open={node}")
    expect(page.get_by_test_id("viewer")).to_be_visible()


def test_a_picture_is_enlarged_and_left(looker: tuple[Page, dict[str, str]], egret: Egret) -> None:
    page, files = looker
    look(page, egret, files["heron.png"])
    image = page.get_by_test_id("picture")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") == 320
    page.get_by_test_id("zoom-in").click()
    assert "scale(1.25)" in (image.get_attribute("style") or "")
    page.get_by_test_id("close-viewer").click()
    expect(page.get_by_test_id("viewer")).to_have_count(0)
    assert "open=" not in page.url


def test_a_damaged_picture_says_so_and_offers_its_download(looker: tuple[Page, dict[str, str]], egret: Egret) -> None:
    page, files = looker
    look(page, egret, files["broken.png"])
    expect(page.get_by_test_id("damaged")).to_be_visible()
    expect(page.get_by_test_id("download-instead")).to_be_visible()


def test_a_pdf_shows_its_text_and_nothing_is_refused(looker: tuple[Page, dict[str, str]], egret: Egret) -> None:
    page, files = looker
    heard = complaints(page)
    look(page, egret, files["paper.pdf"])
    expect(page.get_by_test_id("words-1")).to_contain_text("An egret in still water", timeout=20_000)
    assert heard == []


def test_a_recording_is_sought_by_ranges(looker: tuple[Page, dict[str, str]], egret: Egret) -> None:
    page, files = looker
    statuses: list[int] = []
    page.on("response", lambda each: statuses.append(each.status) if files["sound.wav"] in each.url else None)
    look(page, egret, files["sound.wav"])
    media = page.get_by_test_id("media")
    media.evaluate("media => media.readyState > 0 || new Promise(done => { media.onloadedmetadata = done; })")
    assert media.evaluate("media => media.duration") > 29
    media.evaluate("media => new Promise(done => { media.onseeked = done; media.currentTime = 25; })")
    assert media.evaluate("media => media.currentTime") >= 25
    assert 206 in statuses


@pytest.mark.parametrize("name", ["page.html", "mark.svg"])
def test_markup_is_source_and_never_runs(looker: tuple[Page, dict[str, str]], egret: Egret, name: str) -> None:
    page, files = looker
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    look(page, egret, files[name])
    expect(page.get_by_test_id("text")).to_contain_text("canary-ran")
    # Its own address gives it away as a download, whatever is asked for.
    headers = page.evaluate(
        "async (address) => Object.fromEntries((await fetch(address)).headers)",
        f"{egret.origin}/api/v1/cloud/nodes/{files[name]}/content?disposition=inline",
    )
    assert headers["content-disposition"].startswith("attachment")
    assert page.evaluate("window.ran") is None
    assert not [each for each in asked if "/canary-ran" in each]


def test_markdown_is_set_without_scripts_and_pictures_from_elsewhere(
    looker: tuple[Page, dict[str, str]], egret: Egret
) -> None:
    page, files = looker
    look(page, egret, files["notes.md"])
    article = page.get_by_test_id("markdown")
    expect(article.get_by_role("heading", name="Herons")).to_be_visible()
    assert article.locator("script, img, a").count() == 0
    assert page.evaluate("window.ran") is None


def test_tables_texts_and_the_rest(looker: tuple[Page, dict[str, str]], egret: Egret) -> None:
    page, files = looker
    look(page, egret, files["birds.csv"])
    expect(page.get_by_test_id("table").locator("td").first).to_have_text("Egret, little")
    look(page, egret, files["china.txt"])
    expect(page.get_by_test_id("text")).to_have_text("白鹭立于静水。")
    look(page, egret, files["thing.bin"])
    expect(page.get_by_test_id("no-preview")).to_be_visible()


def test_pictures_that_browsers_cannot_read_are_drawn_and_tiles_show_them(
    looker: tuple[Page, dict[str, str]], egret: Egret
) -> None:
    page, files = looker
    look(page, egret, files["egret.heic"])
    shown = page.get_by_test_id("picture")
    wait_until(lambda: shown.evaluate("picture => picture.naturalWidth") == 240, 10, "the picture")
    page.goto(f"{egret.origin}/cloud?layout=grid")
    expect(page.get_by_test_id("thumbnail")).to_have_count(2)


def test_details_say_who_and_what(looker: tuple[Page, dict[str, str]], egret: Egret) -> None:
    page, files = looker
    look(page, egret, files["heron.png"])
    page.get_by_test_id("details").click()
    expect(page.get_by_test_id("version")).to_have_count(1)
    expect(page.get_by_test_id("act").first).to_contain_text("You ")
    # The first Escape is the tooltip's, while the pointer rests on its button.
    page.mouse.move(300, 400)
    expect(page.get_by_role("tooltip")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("details-panel")).to_have_count(0)
    expect(page.get_by_test_id("viewer")).to_be_visible()
