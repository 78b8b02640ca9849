"""What can go wrong on the ways into an organisation."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class InvitationUnknown(EgretError):
    status, slug = 404, "invitation-unknown"
    title = Text("There is no such invitation.", "此邀请不存在。")
    detail = Text("Check the link, or ask for a new one.", "请检查链接，或请对方重新发送。")


class InvitationExpired(EgretError):
    status, slug = 410, "invitation-expired"
    title = Text("This invitation has expired.", "此邀请已过期。")
    detail = Text("Ask whoever sent it for a new one.", "请联系邀请人重新发送。")


class InvitationRevoked(EgretError):
    status, slug = 410, "invitation-revoked"
    title = Text("This invitation was withdrawn.", "此邀请已被撤回。")
    detail = Text("Ask whoever sent it for a new one.", "请联系邀请人重新发送。")


class InvitationSpent(EgretError):
    status, slug = 410, "invitation-spent"
    title = Text("This invitation has been used up.", "此邀请的使用次数已用完。")
    detail = Text("Ask whoever sent it for a new one.", "请联系邀请人重新发送。")


class MembershipSuspended(EgretError):
    status, slug = 403, "membership-suspended"
    title = Text("Your membership of this organisation is suspended.", "您在该组织中的成员身份已停用。")
    detail = Text("Ask one of its administrators.", "请联系该组织的管理员。")


class SourceMissing(EgretError):
    """Nobody's data is entered without saying where it comes from (C13). Facts: `field`."""

    status, slug = 422, "source-missing"
    title = Text("Say where you have this data from.", "请说明信息来源。")
    detail = Text(
        "The person will be told, for example “HR list of November 2026”. Nothing was stored.",
        "本人将被告知该来源，例如“2026 年 11 月人事名单”。未保存任何内容。",
    )


class AlreadyMember(EgretError):
    status, slug = 409, "already-member"
    title = Text("This person is a member already.", "此人已是成员。")
    detail = Text("Look for them among the people of the organisation.", "请在组织的人员中查找。")


class AlreadyExpected(EgretError):
    status, slug = 409, "already-expected"
    title = Text("This number has been invited already.", "此号码已被邀请。")
    detail = Text("It is on the list of open invitations.", "可在待接受的邀请列表中查看。")


class TooManyExpected(EgretError):
    """Facts: `limit`."""

    status, slug = 409, "too-many-expected"
    title = Text("An organisation has at most {limit} open invitations.", "一个组织最多 {limit} 个待接受的邀请。")
    detail = Text("Remove those you no longer need.", "请移除不再需要的邀请。")


class ExpectedUnknown(EgretError):
    """Also for one that is for another number."""

    status, slug = 404, "expected-unknown"
    title = Text("There is no such invitation.", "此邀请不存在。")
    detail = Text(
        "It may have been removed or answered. Load the page again.", "可能已被移除或已处理，请重新加载页面。"
    )


class RequestUnknown(EgretError):
    status, slug = 404, "request-unknown"
    title = Text("There is no such request.", "此申请不存在。")
    detail = Text("It may have been withdrawn. Load the page again.", "可能已被撤回，请重新加载页面。")


class RequestPending(EgretError):
    status, slug = 409, "request-pending"
    title = Text("You have asked already.", "您已提交过申请。")
    detail = Text("Your request waits for an answer.", "您的申请正在等待答复。")


class RequestDecided(EgretError):
    status, slug = 409, "request-decided"
    title = Text("This request has been answered.", "此申请已有答复。")
    detail = Text("Load the page again to see by which answer.", "请重新加载页面查看结果。")


class ReasonMissing(EgretError):
    """Facts: `field`."""

    status, slug = 422, "reason-missing"
    title = Text("Say why you decline.", "请说明拒绝的理由。")
    detail = Text("The person will read it.", "申请人将看到此理由。")


class ImportUnknown(EgretError):
    status, slug = 404, "import-unknown"
    title = Text("There is no such import.", "此导入不存在。")
    detail = Text("An import is kept for one day. Upload the file again.", "导入记录保留一天，请重新上传文件。")


class ImportNotReady(EgretError):
    """Facts: `state`."""

    status, slug = 409, "import-not-ready"
    title = Text("This import is past that step.", "此导入已不在该步骤。")
    detail = Text("Load the page again to see where it stands.", "请重新加载页面查看进度。")


class ImportFaulty(EgretError):
    """Facts: `faulty`."""

    status, slug = 409, "import-faulty"
    title = Text("{faulty} lines cannot be imported.", "有 {faulty} 行无法导入。")
    detail = Text(
        "Mend the file and upload it again, or leave these lines out.", "请更正文件后重新上传，或跳过这些行。"
    )


class ImportEmpty(EgretError):
    status, slug = 409, "import-empty"
    title = Text("No line of this file can be imported.", "文件中没有可导入的行。")
    detail = Text("Mend the file and upload it again.", "请更正文件后重新上传。")


class UploadInterrupted(EgretError):
    status, slug = 400, "upload-interrupted"
    title = Text("The file did not arrive whole.", "文件未能完整上传。")
    detail = Text("Nothing of it was kept. Upload it again.", "未保存任何内容，请重新上传。")


class FileTooLarge(EgretError):
    """Facts: `megabytes`, `lines`: the limits."""

    status, slug = 413, "file-too-large"
    title = Text("This file is too large.", "文件过大。")
    detail = Text(
        "A file may have {megabytes} MB and {lines} lines. Split it; nothing of it was kept.",
        "文件最大 {megabytes} MB、{lines} 行。请拆分后上传；未保存任何内容。",
    )


class FileUnusable(EgretError):
    """Base of what is wrong with the file as a whole."""

    status = 422


class FileWithoutLines(FileUnusable):
    slug = "file-without-lines"
    title = Text("This file holds nobody.", "文件中没有人员。")
    detail = Text("Its first line names the columns; one line for each person follows.", "首行为列名，其后每人一行。")


class FileWithoutPhones(FileUnusable):
    """Facts: `missing`, the columns that the first line must name, and `known`, those it may."""

    slug = "file-without-phones"
    title = Text("The first line names no column of phone numbers.", "首行中没有手机号码列。")
    detail = Text(
        "Name one column “phone”; “name”, “department” and “role” may stand beside it.",
        "请将一列命名为“手机号”；还可包含“姓名”“部门”“角色”。",
    )


class FileColumnTwice(FileUnusable):
    """Facts: `column`."""

    slug = "file-column-twice"
    title = Text("The first line names the column “{column}” twice.", "首行中“{column}”列出现了两次。")
    detail = Text("Remove or rename one of the two.", "请删除或重命名其中一列。")
