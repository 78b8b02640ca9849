"""What can go wrong with shares and links."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class ShareUnknown(EgretError):
    status, slug = 404, "share-unknown"
    title = Text("There is no such share.", "没有此共享。")
    detail = Text("It may have been withdrawn.", "可能已撤回。")


class AccessNotYours(EgretError):
    """Access that a group, a department, an organisation or a space gives: leaving it would shut others out."""

    status, slug = 409, "access-not-yours"
    title = Text("You have access to this together with others.", "您与其他人共同拥有此访问权限。")
    detail = Text(
        "A group, a department or a space gives it to you; whoever manages this can take it away.",
        "该权限来自群组、部门或空间；只有此内容的管理者可以取消。",
    )


class SubjectUnknown(EgretError):
    status, slug = 404, "share-subject-unknown"
    title = Text("There is nobody like that whom you could share with.", "找不到可共享的对象。")
    detail = Text(
        "Choose somebody of your organisations, or enter a phone number.", "请选择您所在组织的成员，或输入手机号。"
    )


class SubjectUnclear(EgretError):
    """Facts: `field`."""

    status, slug = 422, "share-subject-unclear"
    title = Text("It is not clear with whom this is to be shared.", "共享对象不明确。")
    detail = Text("Give the id, or for a phone the number.", "请提供编号；如为手机号，请提供号码。")


class SharingOutsideRefused(EgretError):
    status, slug = 403, "sharing-outside-refused"
    title = Text("The organisation does not let you share this with people outside.", "组织不允许您与外部人员共享。")
    detail = Text("Share it with members, or ask an administrator.", "请与成员共享，或联系管理员。")


class ExpiryPast(EgretError):
    """Facts: `field`."""

    status, slug = 422, "expiry-past"
    title = Text("This moment is over already, or too far away.", "该时间已过或过于遥远。")
    detail = Text("Choose one in the next hundred years, or none.", "请选择未来一百年内的时间，或不设期限。")


class LinkUnknown(EgretError):
    """The same for a link that never was, is withdrawn, expired, spent, or no longer answered for."""

    status, slug = 404, "link-unknown"
    title = Text("This link leads nowhere.", "此链接无效。")
    detail = Text("It may have expired. Ask whoever sent it to you.", "可能已过期。请联系发送者。")


class LinkLocked(EgretError):
    status, slug = 401, "link-locked"
    title = Text("This link has a password.", "此链接有密码。")
    detail = Text("Enter it to go on.", "请输入密码继续。")


class LinkPasswordWrong(EgretError):
    status, slug = 403, "link-password-wrong"
    title = Text("This is not the link's password.", "链接密码不正确。")
    detail = Text("Ask whoever sent you the link.", "请联系发送链接的人。")


class LinkPasswordShort(EgretError):
    """Facts: `field`, `minimum`."""

    status, slug = 422, "link-password-short"
    title = Text("A link's password has at least {minimum} characters.", "链接密码至少 {minimum} 个字符。")
    detail = Text("Choose a longer one.", "请使用更长的密码。")


class DropNeedsFolder(EgretError):
    status, slug = 409, "drop-needs-folder"
    title = Text("A drop box is a folder.", "收件箱须为文件夹。")
    detail = Text("Choose a folder.", "请选择文件夹。")


class DropCountsNothing(EgretError):
    """Facts: `field`."""

    status, slug = 422, "drop-counts-nothing"
    title = Text("Nothing is downloaded from a drop box.", "收件箱不提供下载。")
    detail = Text("Leave the limit out.", "请不要设置下载次数。")


class TooManyLinkGuesses(TooManyRequests):
    slug = "too-many-link-guesses"
    title = Text("Too many attempts at links from here.", "尝试链接的次数过多。")
