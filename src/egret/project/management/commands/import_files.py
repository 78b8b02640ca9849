"""`egret import SOURCE --to PHONE`: a folder, WebDAV (Nextcloud) or a ZIP, into somebody's space."""

from __future__ import annotations

import getpass
import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.accounts.phone import parse_phone
from egret.accounts.queries import person_by_phone
from egret.cloud import queries
from egret.cloud.actions import spaces, tree
from egret.cloud.importing.run import Importer, Report
from egret.cloud.importing.sources import Entry, LocalFolder, Source, SourceFailed
from egret.cloud.importing.webdav import WebDav
from egret.cloud.importing.zips import ZipFile
from egret.cloud.models import Role
from egret.kernel.api import Viewer
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under

REPORT_SECONDS = 1.0
INCOMPLETE = 1


class Command(BaseCommand):
    help = "Import files from a folder, from WebDAV (such as Nextcloud), or from a ZIP. Run it again to go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", help="a folder, a .zip, or https://user@host/remote.php/dav/files/user/")
        parser.add_argument("--to", required=True, metavar="PHONE", help="whose space, for example +447700900123")
        parser.add_argument("--folder", metavar="NAME", help="a folder of that space; made where it is missing")
        parser.add_argument(
            "--password-file", type=Path, metavar="FILE", help="WebDAV: where the password is (a prompt)"
        )

    @under("cloud.keep")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            door, target = _target(options["to"], options["folder"])
            source = _source(options["source"], options["password_file"])
            total = sum(
                content.size or 0 for each in source.walk() if isinstance(each, Entry) for content in each.versions
            )
            progress = Progress(self, total)
            report = Importer(door, target, progress.show).run(source)
        except EgretError as error:
            raise CommandError(
                f"{error.title.say('en', **error.facts)} {error.detail.say('en', **error.facts)}"
            ) from error
        except SourceFailed as error:
            raise CommandError(str(error)) from error
        self._say(report)

    def _say(self, report: Report) -> None:
        for note in report.notes:
            self.stdout.write(f"note: {note}")
        for failure in report.failures:
            self.stderr.write(f"failed: {failure}")
        self.stdout.write(
            f"{report.files} files ({report.bytes:,} bytes) and {report.folders} folders imported, "
            f"{report.skipped} were there already, {len(report.failures)} failed."
        )
        if report.stopped:
            raise CommandError(
                f"Stopped at {report.stopped} Run the same command again to go on.", returncode=INCOMPLETE
            )
        if not report.complete:
            raise CommandError(
                "Not everything was imported; run the same command again to try it.", returncode=INCOMPLETE
            )


class Progress:
    """How far it is, once a second: bytes of all, the rate, and the time left."""

    def __init__(self, command: BaseCommand, total: int) -> None:
        self._command, self._total = command, total
        self._started = self._shown = time.monotonic()

    def show(self, report: Report) -> None:
        now = time.monotonic()
        if now - self._shown < REPORT_SECONDS:
            return
        self._shown = now
        rate = report.bytes / (now - self._started)
        left = f", {max(0, self._total - report.bytes) / rate:,.0f} s left at most" if rate and self._total else ""
        self._command.stderr.write(
            f"{report.files} files, {report.bytes / 1e6:,.0f} of {self._total / 1e6:,.0f} MB, "
            f"{rate / 1e6:.1f} MB/s{left}"
        )


def _target(phone: str, folder: str | None) -> tuple[queries.Door, queries.Access]:
    person = person_by_phone(parse_phone(phone))
    if person is None:
        raise CommandError("No account has this number: whose files they are to be must sign up first.")
    door = queries.Door(Viewer(person.id, second_factor=False))
    root = queries.access_space(door, spaces.personal_space(person.id).id, Role.EDIT)
    if not folder:
        return door, root
    node = queries.child_of(root.node, folder) or tree.do_create_folder(root, folder)
    if not node.is_folder:
        raise CommandError(f"{folder} is a file there: name another folder.")
    return door, queries.access_node(door, node.id, Role.EDIT)


def _source(text: str, password_file: Path | None) -> Source:
    if "://" in text:
        return WebDav(text, _password(text, password_file))
    path = Path(text)
    return LocalFolder(path) if path.is_dir() else ZipFile(path)


def _password(url: str, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text().rstrip("\r\n")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    if "@" not in url.partition("://")[2].partition("/")[0]:
        return ""
    return getpass.getpass(f"Password for {url}: ") if os.isatty(0) else input()
