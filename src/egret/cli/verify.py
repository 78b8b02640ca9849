"""`egret verify FILE`: whether a certificate is whole and this installation's, offline and without Django."""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Sequence
from pathlib import Path

from egret.cli.options import Parser
from egret.cli.terminal import Problem, language, say
from egret.kernel import certificates, journal, signing
from egret.kernel.certificates import Verdict
from egret.kernel.text import Text
from egret.project.instance import DATA_VARIABLE, Instance

ABOUT = Text("Check a certificate that Egret gave out.", "检验 Egret 出具的证明。")
FILE = Text("the certificate", "证明文件")
KEY = Text(
    "the signing key of the installation, in base64 or in a file (default: of the data directory)",
    "实例的签名公钥，base64 或文件（默认：数据目录中的密钥）",
)
DATA = Text("data directory (default: $EGRET_DATA, else ./data)", "数据目录（默认：$EGRET_DATA，否则 ./data）")
NO_FILE = Text("{path} cannot be read: {error}.", "无法读取 {path}：{error}。")
NAME_IT = Text("name a file that `egret-erasure-certificate.json` was saved as.", "请指定所保存的证明文件。")
NO_KEY = Text("There is no signing key to compare with.", "没有可供比对的签名公钥。")
GIVE_KEY = Text(
    "give --key with what /api/v1/privacy/signing-key of the installation says, or --data with its data directory.",
    "请用 --key 指定该实例 /api/v1/privacy/signing-key 所示公钥，或用 --data 指定其数据目录。",
)
VALID = Text(
    "✓ Genuine: {installation} erased {entries} entries and {contents} stored contents, and finished at {at}.",
    "✓ 真实有效：{installation} 删除了 {entries} 条记录和 {contents} 个存储内容，完成于 {at}。",
)
IN_JOURNAL = Text("  It stands in this installation's journal, line {line}.", "  已载于本实例日志第 {line} 行。")
NOT_IN_JOURNAL = Text(
    "  ! This installation's journal has another line {line}, or none.", "  ！本实例日志第 {line} 行与之不符或不存在。"
)
OTHER = Text(
    "✗ It is whole, but another installation's: signed by {key}.", "✗ 证明完整，但属于另一实例：签名公钥为 {key}。"
)
CHANGED = Text("✗ It was changed after it was signed.", "✗ 签名后被更改。")
NONE = Text("✗ This is no certificate of Egret's.", "✗ 这不是 Egret 出具的证明。")
CODES = {Verdict.VALID: 0, Verdict.CHANGED: 1, Verdict.NOT_A_CERTIFICATE: 1, Verdict.OTHER_INSTALLATION: 3}


def verify(arguments: Sequence[str]) -> int:
    spoken = language()
    parser = Parser(prog="egret verify", description=ABOUT.say(spoken), allow_abbrev=False)
    parser.add_argument("file", type=Path, metavar="FILE", help=FILE.say(spoken))
    parser.add_argument("--key", metavar="KEY", help=KEY.say(spoken))
    parser.add_argument("--data", type=Path, metavar="DIR", help=DATA.say(spoken))
    given = parser.parse_args(arguments)
    if given.data:
        os.environ[DATA_VARIABLE] = str(given.data.resolve())
    instance = Instance.from_environment()
    try:
        content = given.file.read_bytes()
    except OSError as error:
        raise Problem(NO_FILE, NAME_IT, path=given.file, error=error.strerror or error) from None
    verdict, document = certificates.check(content, _key(given.key, instance))
    if verdict is Verdict.VALID:
        erased = document["erased"]
        say(
            VALID,
            installation=document["installation"],
            entries=erased["entries"],
            contents=erased["contents"],
            at=document["finished_at"],
        )
        if given.key is None:
            _compare(instance, document)
    elif verdict is Verdict.OTHER_INSTALLATION:
        say(OTHER, key=json.loads(content)["signature"]["key"])
    else:
        say(CHANGED if verdict is Verdict.CHANGED else NONE)
    return CODES[verdict]


def _key(given: str | None, instance: Instance) -> bytes:
    if given is None:
        if not instance.signing_key.exists():
            raise Problem(NO_KEY, GIVE_KEY)
        return signing.public_key(instance)
    text = Path(given).read_text() if Path(given).is_file() else given
    try:
        return base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        raise Problem(NO_KEY, GIVE_KEY) from None


def _compare(instance: Instance, document: dict[str, object]) -> None:
    """Of the installation itself: the journal says the same."""
    claimed = document.get("journal")
    known = journal.of(instance)
    if not isinstance(claimed, dict) or known is None:
        return
    line = claimed["line"]
    same = 0 < line <= len(known.entries) and known.entries[line - 1].digest == claimed["sha256"]
    say(IN_JOURNAL if same else NOT_IN_JOURNAL, line=line)
