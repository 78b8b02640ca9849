"""What can go wrong with an organisation, its names and its rules."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class OrganizationUnknown(EgretError):
    """Also for an organisation one is not a member of: an outsider learns nothing (C15)."""

    status, slug = 404, "organization-unknown"
    title = Text("There is no such organisation for you.", "没有您可访问的此组织。")
    detail = Text("Check the address, or ask one of its administrators.", "请检查地址，或联系该组织的管理员。")


class SecondFactorNeeded(EgretError):
    status, slug = 403, "second-factor-needed"
    title = Text("This organisation asks for a second factor.", "该组织要求二次验证。")
    detail = Text(
        "Set one up under Settings › Security, or sign in again with yours.",
        "请在“设置 › 安全”中设置，或使用已有方式重新登录。",
    )


class OwnSecondFactorFirst(EgretError):
    """Whoever asks others for a second factor proves their own first, so that nobody locks themselves out."""

    status, slug = 409, "own-second-factor-first"
    title = Text("Sign in with a second factor of your own first.", "请先使用您自己的二次验证登录。")
    detail = Text(
        "Otherwise you would lock yourself out. Set one up under Settings › Security, then sign in again.",
        "否则您将无法访问该组织。请在“设置 › 安全”中设置后重新登录。",
    )


class TooManyOrganizations(TooManyRequests):
    slug = "too-many-organizations"
    title = Text("You made many organisations in a short time.", "您在短时间内创建了过多组织。")


class NameUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "name-unusable"
    title = Text("This name cannot be used.", "此名称无法使用。")
    detail = Text(
        "Write 1 to {maximum_length} visible characters, without hidden or direction-changing ones.",
        "请输入 1 至 {maximum_length} 个可见字符，不得含隐藏字符或改变文字方向的字符。",
    )


class NameTaken(EgretError):
    """Facts: `field`."""

    status, slug = 409, "name-taken"
    title = Text("There is one of this name already.", "此名称已存在。")
    detail = Text("Choose another name.", "请换一个名称。")


class CountryUnknown(EgretError):
    """Facts: `field`."""

    status, slug = 422, "country-unknown"
    title = Text("This is not a country we know.", "无法识别此国家或地区。")
    detail = Text(
        "Give its code of two letters (ISO 3166-1), such as GB or CN.", "请使用两位字母代码（ISO 3166-1），例如 CN。"
    )


class AddressUnusable(EgretError):
    """Facts: `field`."""

    status, slug = 422, "email-unusable"
    title = Text("This is not an e-mail address.", "这不是有效的电子邮箱。")
    detail = Text("Write it as name@example.org.", "请按 name@example.org 的格式填写。")


class ConfirmationWrong(EgretError):
    """Facts: `field`."""

    status, slug = 422, "confirmation-wrong"
    title = Text("This is not the organisation's name.", "与组织名称不一致。")
    detail = Text("Type its name exactly as it is shown. Nothing was deleted.", "请准确输入所示名称。未删除任何内容。")


class AttendanceDaysOutOfRange(EgretError):
    """Facts: `field`, `minimum`, `maximum`."""

    status, slug = 422, "attendance-days-out-of-range"
    title = Text(
        "Attendance is kept between {minimum} and {maximum} days.", "参会记录的保存期为 {minimum} 至 {maximum} 天。"
    )
    detail = Text("Choose a number of days within these limits.", "请选择此范围内的天数。")


class DomainUnusable(EgretError):
    """Facts: `field`."""

    status, slug = 422, "domain-unusable"
    title = Text("This is not a mail domain.", "这不是有效的邮箱域名。")
    detail = Text("Write what stands behind the @, such as example.org.", "请填写 @ 之后的部分，例如 example.org。")


class DomainTaken(EgretError):
    """Facts: `field`."""

    status, slug = 409, "domain-taken"
    title = Text("An organisation has this domain already.", "此域名已被其他组织使用。")
    detail = Text("If it is yours, ask whoever runs this installation.", "如该域名属于您，请联系本系统的管理者。")


class DomainUnknown(EgretError):
    status, slug = 404, "domain-unknown"
    title = Text("This organisation has no such domain.", "该组织没有此域名。")
    detail = Text("It may have been removed. Load the page again.", "可能已被移除，请重新加载页面。")


class TooManyDomains(EgretError):
    """Facts: `limit`."""

    status, slug = 409, "too-many-domains"
    title = Text("An organisation has at most {limit} domains.", "一个组织最多 {limit} 个域名。")
    detail = Text("Remove one you no longer need.", "请移除不再需要的域名。")


class CursorUnusable(EgretError):
    status, slug = 400, "cursor-unusable"
    title = Text("This cursor is not one of ours.", "此游标无效。")
    detail = Text("Use `next_cursor` of the page before, unchanged.", "请原样使用上一页的 next_cursor。")
