"""Whether what people store can be read: the master key, and with --reconcile the store against the database."""

from __future__ import annotations

from egret.cli.doctor.finding import Finding, bad, bad_because, good, note, running_on
from egret.cli.doctor.managed import BRING_UP_TO_DATE, Unreadable, has_database, read_json
from egret.kernel.keyring import master
from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.kernel.text import Text
from egret.project.instance import Instance

# Listing a large bucket takes its time.
RECONCILE_SECONDS = 6 * 3600.0
# An object younger than this may be about to get its row, while Egret runs.
GRACE_SECONDS = 3600

KEY_NEW = Text("The master key will be made at the first start.", "主密钥将在首次启动时生成。")
KEY_GOOD = Text(
    "The master key (id {id}) is private and opens the keyring.", "主密钥（编号 {id}）权限正确，可打开密钥环。"
)
AGREE = Text(
    "Store and database agree: {blobs} blobs, {parts} parts, {bytes} bytes.",
    "存储与数据库一致：{blobs} 个对象，{parts} 个分块，{bytes} 字节。",
)
ORPHANS = Text("{count} objects belonged to no row and were removed.", "{count} 个不属于任何记录的存储对象已被清除。")
NOTHING = Text("nothing: they were left over by a stop in the middle of storing.", "无需处理：它们是存储中断的残留。")
UNREFERENCED = Text(
    "{count} blobs belonged to nothing any more and were released.", "{count} 个不再属于任何内容的对象已被释放。"
)
MISSING = Text("{count} stored parts are missing: {names}", "缺少 {count} 个已存储的分块：{names}")
WRONG_SIZE = Text("{count} stored parts have the wrong size: {names}", "{count} 个已存储的分块大小不符：{names}")
BRING_BACK = Text("restore these objects from a backup of the store.", "请从存储备份中恢复这些对象。")
OWNERLESS = Text("{count} blobs have no owner: {names}", "{count} 个对象没有所有者：{names}")
TELL = Text(
    "restore the database from a backup, or report this: nothing of Egret leaves them so.",
    "请从备份恢复数据库，或报告此问题：Egret 自身不会造成这种情况。",
)
UNREADABLE = Text("Store and database could not be compared.", "无法核对存储与数据库。")
SHOWN = 10


def master_key(instance: Instance, port: int) -> list[Finding]:
    try:
        if not instance.data.exists() or (not has_database(instance) and _not_made(instance)):
            return good("master-key", KEY_NEW)
        keys = master.master_keys(instance)
        master.require_keys_for(keys, master.masters_in_use(instance))
    except MasterKeyUnusable as error:
        return bad_because("master-key", error)
    return good("master-key", KEY_GOOD, id=keys.current.id)


def reconcile(instance: Instance, port: int) -> list[Finding]:
    if not has_database(instance):
        return []
    grace = GRACE_SECONDS if running_on(instance) else 0
    try:
        arguments = ("--mend", "--grace", str(grace))
        found = read_json(instance, "reconcile", *arguments, seconds=RECONCILE_SECONDS)
    except Unreadable:
        return bad("reconcile", UNREADABLE, BRING_UP_TO_DATE)
    findings: list[Finding] = []
    if found["orphan_objects"]:
        findings += note("orphan-objects", ORPHANS, NOTHING, count=len(found["orphan_objects"]))
    if found["unreferenced_blobs"]:
        findings += note("unreferenced-blobs", UNREFERENCED, NOTHING, count=len(found["unreferenced_blobs"]))
    for name, what, remedy in (
        ("missing_parts", MISSING, BRING_BACK),
        ("wrong_sizes", WRONG_SIZE, BRING_BACK),
        ("ownerless_blobs", OWNERLESS, TELL),
    ):
        if names := found[name]:
            shown = ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
            findings += bad(name.replace("_", "-"), what, remedy, count=len(names), names=shown)
    return findings or good("reconcile", AGREE, **found["counts"], bytes=found["bytes"])


def _not_made(instance: Instance) -> bool:
    source = master.Source.of(instance)
    return source == master.Source("file", str(instance.master_key)) and not instance.master_key.exists()
