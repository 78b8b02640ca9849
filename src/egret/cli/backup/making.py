"""`egret backup DIR --keyring DIR`: rows, contents, keys apart, while the installation runs.

Each run makes one folder that is whole by itself. Contents are written once and never change: those that an earlier
folder holds are linked, not copied, so that a daily backup costs what is new.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from egret.cli.backup import manifest
from egret.cli.backup.manifest import Manifest
from egret.cli.options import Parser
from egret.cli.terminal import Problem, language, say
from egret.kernel import clock, journal
from egret.kernel.errors import EgretError
from egret.kernel.objects import OBJECT, ObjectMissing, Store, Stored, StoreFull, StoreUnavailable, open_store
from egret.kernel.text import Text
from egret.project.instance import DATA_VARIABLE, Instance, write_private

# Keys of people who are gone must not live on in copies: a keyring's backup is there for a broken disk, not for years.
KEYRING_DAYS = 7
# Fetches from a bucket, and puts into one, at the same time.
AT_ONCE = 8
STAMP = "%Y-%m-%dT%H%M%SZ"
UNFINISHED = ".unfinished"

ABOUT = Text("Back up this installation while it runs.", "在运行中备份本实例。")
WHERE = Text("folder of backups, kept as long as you like", "备份文件夹，可长期保留")
KEYRING = Text(
    "another folder for keys and secrets; copies older than {days} days are removed there",
    "另一个文件夹，存放密钥；其中早于 {days} 天的副本会被删除",
)
DATA = Text("data directory (default: $EGRET_DATA, else ./data)", "数据目录（默认：$EGRET_DATA，否则 ./data）")
NOTHING = Text("There is no installation in {data}.", "{data} 中没有实例。")
NAME_IT = Text("name its data directory with --data.", "请用 --data 指定数据目录。")
SAME = Text("Keys and data must not lie in one folder.", "密钥与数据不能放在同一文件夹。")
APART = Text(
    "give --keyring a folder on another disk or machine, outside the folder of backups.",
    "请为 --keyring 指定备份文件夹之外、另一磁盘或机器上的文件夹。",
)
FAILED = Text("The backup could not be made: {error}.", "无法完成备份：{error}。")
MEND = Text("nothing was left half done; put that right and run it again.", "未留下不完整的备份；请修复后重新运行。")
MADE = Text(
    "✓ {folder}: {blobs} contents ({new} new), {size} bytes; keys in {keys}.",
    "✓ {folder}：{blobs} 个内容（新增 {new} 个），共 {size} 字节；密钥在 {keys}。",
)
MASTER = Text(
    "  The master key is in neither of them: keep {path} somewhere of its own.",
    "  主密钥不在其中：请另行妥善保管 {path}。",
)
MISSED = Text(
    "  {count} contents were deleted while the backup was made, and are not in it.",
    "  {count} 个内容在备份期间被删除，未包含在内。",
)


# What may go wrong meanwhile: disk, databases and their programs, the bucket and its address, the journal.
FAILURES = (
    OSError,
    sqlite3.Error,
    subprocess.SubprocessError,
    ImproperlyConfigured,
    StoreFull,
    StoreUnavailable,
    journal.JournalDamaged,
)


@dataclass(frozen=True)
class Copied:
    new: int
    gone: int


def backup(arguments: Sequence[str]) -> int:
    spoken = language()
    parser = Parser(prog="egret backup", description=ABOUT.say(spoken), allow_abbrev=False)
    parser.add_argument("folder", type=Path, metavar="DIR", help=WHERE.say(spoken))
    parser.add_argument(
        "--keyring", type=Path, required=True, metavar="DIR", help=KEYRING.say(spoken, days=KEYRING_DAYS)
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help=DATA.say(spoken))
    given = parser.parse_args(arguments)
    instance = Instance(given.data.resolve()) if given.data else Instance.from_environment()
    os.environ[DATA_VARIABLE] = str(instance.data)
    make(instance, given.folder.resolve(), given.keyring.resolve())
    return 0


def make(instance: Instance, place: Path, keys: Path) -> Path:
    """One backup; returns its folder. Raises Problem."""
    if not (instance.data / "secrets.json").exists():
        raise Problem(NOTHING, NAME_IT, data=instance.data)
    if keys == place or place in keys.parents or keys in place.parents:
        raise Problem(SAME, APART)
    stamp = clock.now().strftime(STAMP)
    try:
        with _whole(place, stamp) as folder, _whole(keys, stamp) as key_folder:
            known = journal.begin(instance)
            # Rows first: what they refer to is copied after it, and what is stored meanwhile belongs to the next one.
            engine = _copy_rows(instance, folder)
            _copy_keys(instance, key_folder)
            journal.copy(journal.path_of(instance), folder / journal.NAME)
            copied = _copy_blobs(instance, folder, _latest(place))
            count, size, names = manifest.listing(folder / "blobs")
            made = Manifest(
                format=manifest.FORMAT,
                made_at=clock.now().isoformat(),
                engine=engine,
                migrations=_migrations(folder, engine),
                journal=known.id,
                journal_lines=len(journal.read(folder / journal.NAME).entries),
                # The journal's lines vouch for each other, and a newer copy may take its place.
                files=[
                    manifest.describe(folder, each.name)
                    for each in sorted(folder.iterdir())
                    if each.is_file() and each.name != journal.NAME
                ],
                blob_count=count,
                blob_bytes=size,
                blob_names=names,
            )
            write_private(folder / manifest.NAME, made.written())
            key_files = [manifest.describe(key_folder, each.name) for each in sorted(key_folder.iterdir())]
            write_private(
                key_folder / manifest.NAME,
                Manifest(
                    manifest.FORMAT, made.made_at, engine, [], known.id, made.journal_lines, key_files, 0, 0, ""
                ).written(),
            )
    except FAILURES as error:
        raise Problem(FAILED, MEND, error=_said(error)) from error
    _remove_old_keys(keys)
    journal.remember_place(instance, place)
    journal.share(instance)
    say(MADE, folder=place / stamp, blobs=count, new=copied.new, size=size, keys=keys / stamp)
    if copied.gone:
        say(MISSED, count=copied.gone)
    if instance.master_key.exists():
        say(MASTER, path=instance.master_key)
    return place / stamp


@contextlib.contextmanager
def _whole(place: Path, stamp: str) -> Iterator[Path]:
    """A private folder that appears under its name when all of it is there, or not at all."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in place.glob(f"*{UNFINISHED}"):
        shutil.rmtree(left)
    draft = place / f"{stamp}{UNFINISHED}"
    draft.mkdir(mode=0o700)
    try:
        yield draft
        for path in (*(each for each in draft.iterdir() if each.is_file()), draft):
            _sync(path)
        draft.rename(place / stamp)
        _sync(place)
    finally:
        if draft.exists():
            shutil.rmtree(draft)


def _copy_rows(instance: Instance, folder: Path) -> str:
    url = os.environ.get("EGRET_DATABASE_URL")
    return _copy_database(instance.database, url, folder, "egret")


def _copy_keys(instance: Instance, folder: Path) -> None:
    _copy_database(instance.keyring, os.environ.get("EGRET_KEYRING_URL"), folder, "keyring")
    for path in (instance.data / "secrets.json", instance.signing_key):
        if path.exists():
            write_private(folder / path.name, path.read_text())


def _copy_database(file: Path, url: str | None, folder: Path, name: str) -> str:
    """SQLite's own online backup, or PostgreSQL's: both are one moment of a database in use."""
    if url:
        target = folder / f"{name}.pgdump"
        subprocess.run(
            ["pg_dump", "--format=custom", "--no-owner", "--file", str(target), _for_postgres(url)],
            check=True,
            capture_output=True,
        )
        target.chmod(0o600)
        return "postgresql"
    target = folder / f"{name}.sqlite3"
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        # By itself it needs no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    return "sqlite"


def _for_postgres(url: str) -> str:
    """Django's way to write an address has schemes that libpq does not know."""
    return urlsplit(url)._replace(scheme="postgresql").geturl()


def _migrations(folder: Path, engine: str) -> list[list[str]]:
    if engine != "sqlite":
        listed = subprocess.run(
            ["pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(folder / "egret.pgdump")],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        rows = (line.split("\t") for line in listed.splitlines())
        return [row[1:3] for row in rows if len(row) == 4]
    with closing(sqlite3.connect(folder / "egret.sqlite3")) as connection:
        return [list(row) for row in connection.execute("SELECT app, name FROM django_migrations ORDER BY id")]


def _link_blobs(instance: Instance, folder: Path, before: Path | None) -> Copied:
    """Everything in the store now. A link to what the last backup has; else to the store's own file, which is never
    changed, only removed; a copy where that is another disk."""
    new = gone = 0
    (folder / "blobs").mkdir(mode=0o700)
    for shard in sorted(instance.blobs.iterdir()):
        target = folder / "blobs" / shard.name
        target.mkdir(mode=0o700)
        # A name with "#" is being written at this moment, and no row knows it.
        for path in (each for each in shard.iterdir() if "#" not in each.name):
            earlier = before / "blobs" / shard.name / path.name if before else None
            if earlier is not None and earlier.exists():
                os.link(earlier, target / path.name)
                continue
            try:
                _link_or_copy(path, target / path.name)
                new += 1
            except FileNotFoundError:
                gone += 1
    return Copied(new, gone)


def _copy_blobs(instance: Instance, folder: Path, before: Path | None) -> Copied:
    url = os.environ.get("EGRET_BLOBS_URL")
    return _fetch_blobs(url, instance, folder, before) if url else _link_blobs(instance, folder, before)


def _fetch_blobs(url: str, instance: Instance, folder: Path, before: Path | None) -> Copied:
    """Everything in the bucket now: a link to what the last backup has, and the rest fetched, several at once, since
    each waits for the network."""
    source = open_store(url, instance.blobs)
    new = gone = 0
    (folder / "blobs").mkdir(mode=0o700)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="egret-fetch") as together:
        for shard in source.shards():
            names = [found for found in source.objects(shard) if OBJECT.fullmatch(found.name)]
            if not names:
                continue
            (folder / "blobs" / shard).mkdir(mode=0o700)
            wanted = []
            for found in names:
                earlier = before / "blobs" / found.name if before else None
                if earlier is not None and earlier.exists():
                    os.link(earlier, folder / "blobs" / found.name)
                else:
                    wanted.append(found)
            fetched = list(together.map(lambda each: _fetch(source, each, folder / "blobs" / each.name), wanted))
            new, gone = new + fetched.count(True), gone + fetched.count(False)
            _sync(folder / "blobs" / shard)
    return Copied(new, gone)


def _fetch(source: Store, wanted: Stored, target: Path) -> bool:
    """A part is a few MiB. Whether it was still there."""
    try:
        data = source.get_range(wanted.name, 0, wanted.size)
    except ObjectMissing:
        return False
    with target.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return True


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)
        _sync(target)


def _latest(place: Path) -> Path | None:
    return next(iter(sorted(generations(place), reverse=True)), None)


def generations(place: Path) -> list[Path]:
    """The whole backups of a folder, the oldest first."""
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if _moment(path.name) and (path / manifest.NAME).exists())


def _remove_old_keys(keys: Path) -> None:
    """The newest stays, however old."""
    for path in generations(keys)[:-1]:
        made = _moment(path.name)
        if made is not None and made < clock.now() - timedelta(days=KEYRING_DAYS):
            shutil.rmtree(path)


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _said(error: Exception) -> str:
    """Of a program the line that names the error: statements may follow it."""
    if isinstance(error, subprocess.CalledProcessError):
        said = error.stderr.decode(errors="replace") if isinstance(error.stderr, bytes) else str(error.stderr)
        lines = said.strip().splitlines()
        return next((line for line in lines if "error:" in line.lower()), lines[-1] if lines else str(error))
    if isinstance(error, EgretError):
        return error.title.say(language(), **error.facts)
    return str(error)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
