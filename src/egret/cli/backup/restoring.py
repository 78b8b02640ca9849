"""`egret restore DIR --keyring DIR`: into an empty data directory, with the newest journal of erasures there is.

Nothing is served from it before everybody whom the journal names was erased again: a mark in the data directory and
the database's own place in the journal see to that (kernel/gate.py).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from egret.cli.backup import manifest
from egret.cli.backup.making import AT_ONCE, FAILURES, _for_postgres, _link_or_copy, _said, _sync, generations
from egret.cli.options import Parser
from egret.cli.terminal import Problem, language, say
from egret.kernel import clock, journal
from egret.kernel.journal import Journal, JournalDamaged
from egret.kernel.objects import open_store
from egret.kernel.text import Text
from egret.project.instance import DATA_VARIABLE, Instance, write_private

ABOUT = Text("Restore a backup into an empty data directory.", "将备份恢复到空的数据目录。")
WHERE = Text("folder that `egret backup` wrote to", "`egret backup` 写入的文件夹")
KEYRING = Text("folder of its keys", "对应的密钥文件夹")
AT = Text("which one, by its name (default: the newest)", "按名称指定哪一份（默认：最新）")
JOURNAL = Text("a newer copy of the journal of erasures", "更新的删除日志副本")
DATA = Text(
    "data directory to fill (default: $EGRET_DATA, else ./data)", "要填充的数据目录（默认：$EGRET_DATA，否则 ./data）"
)
NOT_EMPTY = Text("{data} is not empty ({name}).", "{data} 不是空目录（{name}）。")
ANOTHER = Text(
    "give an empty directory with --data; what is there now is never overwritten.",
    "请用 --data 指定空目录；现有内容绝不会被覆盖。",
)
NO_BACKUP = Text("{place} holds no whole backup{name}.", "{place} 中没有完整备份{name}。")
NO_JOURNAL = Text(
    "The journal of erasures is missing: it cannot be told who was erased since.",
    "缺少删除日志：无法得知此后删除了哪些人。",
)
GIVE_JOURNAL = Text(
    "give its newest copy with --journal FILE: it is called {name} and lies in the data directory's `journal` folder "
    "and at each backup place.",
    "请用 --journal 文件 指定其最新副本：文件名为 {name}，位于数据目录的 `journal` 文件夹及每个备份位置。",
)
OTHER_JOURNAL = Text("The journal {path} is not this backup's ({reason}).", "日志 {path} 不属于此备份（{reason}）。")
FAILED = Text("The backup could not be restored: {error}.", "无法恢复备份：{error}。")
AGAIN = Text("{data} was emptied again; put that right and run it again.", "{data} 已清空；请修复后重新运行。")
RESTORED = Text(
    "✓ Restored {folder} into {data}. The journal names {count} erasures; `egret up` repeats those that are younger "
    "than the backup before it serves anything.",
    "✓ 已将 {folder} 恢复到 {data}。日志记有 {count} 次删除；`egret up` 会先重新执行备份之后的删除，再提供服务。",
)
MASTER = Text("  Put the master key to {path} (mode 600) first.", "  请先将主密钥放到 {path}（权限 600）。")


def restore(arguments: Sequence[str]) -> int:
    spoken = language()
    parser = Parser(prog="egret restore", description=ABOUT.say(spoken), allow_abbrev=False)
    parser.add_argument("folder", type=Path, metavar="DIR", help=WHERE.say(spoken))
    parser.add_argument("--keyring", type=Path, required=True, metavar="DIR", help=KEYRING.say(spoken))
    parser.add_argument("--at", metavar="NAME", help=AT.say(spoken))
    parser.add_argument("--journal", type=Path, metavar="FILE", help=JOURNAL.say(spoken))
    parser.add_argument("--data", type=Path, metavar="DIR", help=DATA.say(spoken))
    given = parser.parse_args(arguments)
    instance = Instance(given.data.resolve()) if given.data else Instance.from_environment()
    os.environ[DATA_VARIABLE] = str(instance.data)
    put_back(instance, given.folder.resolve(), given.keyring.resolve(), at=given.at, given=given.journal)
    return 0


def put_back(instance: Instance, place: Path, keys: Path, *, at: str | None = None, given: Path | None = None) -> None:
    """Raises Problem before anything is written, or with the directory as empty as it was."""
    again = _require_empty(instance)
    folder, key_folder = _chosen(place, at), _chosen(keys, None)
    made = manifest.read(folder)
    manifest.require_not_newer(made)
    manifest.require_whole(folder, made.files)
    manifest.require_blobs(folder, made)
    key_manifest = manifest.read(key_folder)
    manifest.require_whole(key_folder, key_manifest.files)
    newest, known = _newest_journal(instance, folder, place, made, given)
    try:
        _fill(instance, folder, key_folder, newest, again=again)
    except FAILURES as error:
        _empty(instance)
        raise Problem(FAILED, AGAIN, error=_said(error), data=instance.data) from error
    say(RESTORED, folder=folder, data=instance.data, count=len(known.entries))
    if not instance.master_key.exists():
        say(MASTER, path=instance.master_key)


def _require_empty(instance: Instance) -> bool:
    """A journal that survived beside a broken disk, and the master key, may be there already; also what a restore that
    was killed left, which begins with its mark: then True. Raises Problem."""
    if not instance.data.exists():
        return False
    begun = instance.half_restored()
    if begun:
        _empty(instance)
    for path in instance.data.iterdir():
        if path.name not in ("journal", "master.key", "lock"):
            raise Problem(NOT_EMPTY, ANOTHER, data=instance.data, name=path.name)
    return begun


def _chosen(place: Path, at: str | None) -> Path:
    found = [path for path in generations(place) if at is None or path.name == at]
    if not found:
        raise Problem(NO_BACKUP, manifest.CHOOSE, place=place, name=f" {at}" if at else "")
    return found[-1]


def _newest_journal(
    instance: Instance, folder: Path, place: Path, made: manifest.Manifest, given: Path | None
) -> tuple[Path, Journal]:
    """The longest of those that are known; all of them must be one journal. Raises Problem."""
    mine = {"name": journal.NAME}
    paths = [journal.path_of(instance), place / journal.NAME, folder / journal.NAME]
    paths += [each / journal.NAME for each in generations(place)]
    if given is not None and not given.is_file():
        raise Problem(NO_JOURNAL, GIVE_JOURNAL, **mine)
    best: tuple[Path, Journal] | None = None
    for path in [*([given] if given else []), *(each for each in paths if each.is_file())]:
        try:
            found = journal.read(path)
        except (OSError, JournalDamaged) as error:
            raise Problem(OTHER_JOURNAL, GIVE_JOURNAL, path=path, reason=error, **mine) from None
        if found.id != made.journal:
            raise Problem(OTHER_JOURNAL, GIVE_JOURNAL, path=path, reason="another installation", **mine)
        if best is not None and not (found.continues(best[1]) or best[1].continues(found)):
            raise Problem(OTHER_JOURNAL, GIVE_JOURNAL, path=path, reason="the copies differ", **mine)
        if best is None or len(found.entries) > len(best[1].entries):
            best = path, found
    if best is None or len(best[1].entries) < made.journal_lines:
        raise Problem(NO_JOURNAL, GIVE_JOURNAL, **mine)
    return best


def _fill(instance: Instance, folder: Path, key_folder: Path, newest: Path, *, again: bool) -> None:
    """The mark first: killed anywhere, this is no installation, and the next attempt begins anew."""
    instance.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _mark(instance, "filling", folder)
    instance.prepare()
    instance.journal.mkdir(mode=0o700, parents=True, exist_ok=True)
    if newest != journal.path_of(instance):
        journal.copy(newest, journal.path_of(instance))
    for name in ("secrets.json", instance.signing_key.name):
        if (key_folder / name).exists():
            write_private(instance.data / name, (key_folder / name).read_text())
    _put_database(key_folder, "keyring", instance.keyring, os.environ.get("EGRET_KEYRING_URL"), again=again)
    _put_database(folder, "egret", instance.database, os.environ.get("EGRET_DATABASE_URL"), again=again)
    _put_blobs(instance, folder / "blobs")
    _sync(instance.data)
    _mark(instance, "restored", folder)


def _put_blobs(instance: Instance, blobs: Path) -> None:
    """Into the folder or the bucket of this installation, whichever the backup came from."""
    url = os.environ.get("EGRET_BLOBS_URL")
    if not url:
        for shard in sorted(blobs.iterdir()):
            (instance.blobs / shard.name).mkdir(mode=0o700, exist_ok=True)
            for path in shard.iterdir():
                _link_or_copy(path, instance.blobs / shard.name / path.name)
        return
    target = open_store(url, instance.blobs)

    def put(path: Path) -> None:
        target.put(f"{path.parent.name}/{path.name}", path.read_bytes())

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="egret-put") as together:
        for shard in sorted(blobs.iterdir()):
            # What is there already is the same: names are drawn once, and objects never change.
            there = {each.name: each.size for each in target.objects(shard.name)}
            missing = (
                each for each in shard.iterdir() if there.get(f"{shard.name}/{each.name}") != each.stat().st_size
            )
            list(together.map(put, missing))


def _put_database(folder: Path, name: str, target: Path, url: str | None, *, again: bool) -> None:
    """Into PostgreSQL in one transaction, which fails where tables are: but for those of our own earlier attempt."""
    if url:
        options = ["--exit-on-error", "--no-owner", "--single-transaction", "--dbname", _for_postgres(url)]
        options += ["--clean", "--if-exists"] if again else []
        subprocess.run(
            ["pg_restore", *options, str(folder / f"{name}.pgdump")],
            check=True,
            capture_output=True,
        )
        return
    shutil.copyfile(folder / f"{name}.sqlite3", target)
    target.chmod(0o600)
    _sync(target)


def _mark(instance: Instance, state: str, folder: Path) -> None:
    draft = instance.restored.with_suffix(".draft")
    write_private(draft, json.dumps({"state": state, "from": folder.name, "at": clock.now().isoformat()}))
    draft.replace(instance.restored)
    _sync(instance.data)


def _empty(instance: Instance) -> None:
    """What a restore put there goes; the journal and the master key stay."""
    for path in instance.data.iterdir():
        if path.name in ("journal", "master.key", "lock", instance.restored.name):
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for draft in instance.journal.glob(f".{journal.NAME}.*"):
        draft.unlink()
    instance.restored.unlink(missing_ok=True)
