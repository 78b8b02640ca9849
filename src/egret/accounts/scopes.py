"""What programs may be allowed to do, in the words a person reads before allowing it."""

from __future__ import annotations

from typing import Literal

from egret.accounts.models import TokenKind
from egret.kernel.grants import Scope
from egret.kernel.text import Text

AppScope = Literal["webdav", "calendar"]

API_SCOPES: dict[Scope, Text] = {
    "profile:read": Text("See your profile", "查看您的个人资料"),
    "meetings:read": Text("See your meetings and who attended them", "查看您的会议和参会记录"),
    "meetings:write": Text("Start meetings in your name", "以您的名义发起会议"),
    "directory:read": Text("See the directory of your organisations", "查看您所在组织的通讯录"),
    "files:read": Text("See and download your files", "查看和下载您的文件"),
    "files:write": Text("Add, change and delete your files", "添加、修改和删除您的文件"),
}
APP_SCOPES: dict[AppScope, Text] = {
    "webdav": Text("Open your files by WebDAV", "通过 WebDAV 访问您的文件"),
    "calendar": Text("Show your meetings in a calendar app", "在日历应用中显示您的会议"),
}


def scopes_of(kind: TokenKind) -> dict[str, Text]:
    """The scopes that may be given to a kind of token."""
    return dict(API_SCOPES.items() if kind is TokenKind.API_TOKEN else APP_SCOPES.items())
