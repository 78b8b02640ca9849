"""What can be wrong with a master key; texts only, so that `egret up` and `doctor` can say it without Django."""

from __future__ import annotations

from egret.kernel.text import Text


class MasterKeyUnusable(Exception):
    """Egret must not start like this: it could not read what people keep, or would keep it badly."""

    def __init__(self, what: Text, remedy: Text, **facts: object) -> None:
        self.what, self.remedy, self.facts = what, remedy, facts
        super().__init__(what.say("en", **facts))


MISSING = Text("The master key file {path} is missing.", "主密钥文件 {path} 不存在。")
RESTORE = Text(
    "restore it from where you keep it: without it nothing that people stored can be read.",
    "请从备份处恢复：缺少主密钥，用户存储的内容都无法读取。",
)
TOO_OPEN = Text(
    "Others on this machine can read the master key {path} (mode {mode}).",
    "本机其他用户可以读取主密钥 {path}（权限 {mode}）。",
)
CLOSE = Text("`chmod 600 {path}`", "`chmod 600 {path}`")
UNREADABLE = Text("The master key {path} cannot be read: {error}.", "无法读取主密钥 {path}：{error}。")
LET_READ = Text("let the user that runs Egret read it, and nobody else.", "请仅允许运行 Egret 的用户读取该文件。")
MALFORMED = Text("{where} holds no master key.", "{where} 中没有主密钥。")
MAKE = Text(
    "give 32 random bytes in base64, for example from `openssl rand -base64 32`.",
    "请提供 32 个随机字节的 base64，例如由 `openssl rand -base64 32` 生成。",
)
COMMAND_FAILED = Text(
    "The command of EGRET_MASTER_KEY_COMMAND did not give a master key: {error}.",
    "EGRET_MASTER_KEY_COMMAND 的命令未返回主密钥：{error}。",
)
RUN_IT = Text(
    "run the command by hand as the user that runs Egret; it prints the key and ends with 0.",
    "请以运行 Egret 的用户身份手动执行该命令；它应输出密钥并以 0 退出。",
)
SEVERAL = Text("More than one of {variables} is set.", "同时设置了 {variables} 中的多项。")
KEEP_ONE = Text("keep one of them.", "请只保留其中一项。")
WRONG = Text(
    "{count} keys of the keyring were wrapped by a master key that is not given (its id: {master}).",
    "密钥环中有 {count} 个密钥由未提供的主密钥（编号 {master}）加密。",
)
GIVE_BACK = Text(
    "give that master key too, after the current one; if it is lost, restore keyring and master key together.",
    "请在当前主密钥之后一并提供该主密钥；如已丢失，请一起恢复密钥环和主密钥。",
)
