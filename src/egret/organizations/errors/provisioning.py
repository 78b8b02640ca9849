"""What can go wrong with an organisation's own directory: its identity provider and its provisioning."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class IssuerUnusable(EgretError):
    """Facts: `field`."""

    status, slug = 422, "issuer-unusable"
    title = Text("This is not the address of an identity provider.", "这不是有效的身份提供方地址。")
    detail = Text(
        "Copy the issuer from your provider; it begins with https:// and has no question mark.",
        "请从身份提供方复制 issuer 地址；应以 https:// 开头，且不含问号。",
    )


class ProviderUnreachable(EgretError):
    """It cannot be reached, or not at an address of the internet."""

    status, slug = 502, "provider-unreachable"
    title = Text("The identity provider does not answer.", "身份提供方没有响应。")
    detail = Text(
        "Try again in a minute; if it stays, tell your organisation's administrators.",
        "请一分钟后重试；如仍失败，请告知贵组织的管理员。",
    )


class ProviderUnfit(EgretError):
    """Facts: `reason`, in English, for the administrators."""

    status, slug = 502, "provider-unfit"
    title = Text(
        "The identity provider answers, but not as OpenID Connect asks.", "身份提供方的响应不符合 OpenID Connect 规范。"
    )
    detail = Text("It says: {reason}", "具体原因：{reason}")


class ConnectionUnknown(EgretError):
    status, slug = 404, "sso-unknown"
    title = Text("Single sign-on is not set up.", "尚未设置单点登录。")
    detail = Text("Fill in the form first.", "请先填写表单。")


class GroupsUnusable(EgretError):
    status, slug = 422, "sso-groups-unusable"
    title = Text("The same group is listed twice.", "同一群组重复出现。")
    detail = Text("Keep one line for each value.", "每个值请只保留一行。")


class DomainNotHere(EgretError):
    status, slug = 404, "sso-domain-unknown"
    title = Text("No organisation here signs in with this address.", "没有组织使用此邮箱地址登录。")
    detail = Text("Check the address, or sign in with your phone number.", "请检查邮箱地址，或使用手机号码登录。")


class EmailMalformed(EgretError):
    """Facts: `field`."""

    status, slug = 422, "email-malformed"
    title = Text("This is not an e-mail address.", "这不是有效的邮箱地址。")
    detail = Text("Write it as name@example.org.", "请按 name@example.org 的形式填写。")


class ScimTokenUnknown(EgretError):
    status, slug = 404, "scim-token-unknown"
    title = Text("There is no such token.", "没有此令牌。")
    detail = Text("It may have been revoked already.", "它可能已被撤销。")


class TooManyScimTokens(EgretError):
    """Facts: `maximum`."""

    status, slug = 409, "too-many-scim-tokens"
    title = Text("There are {maximum} tokens already.", "已有 {maximum} 个令牌。")
    detail = Text("Revoke one that is no longer used.", "请先撤销不再使用的令牌。")


class LifetimeUnusable(EgretError):
    """Facts: `field`, `maximum_days`."""

    status, slug = 422, "lifetime-unusable"
    title = Text("A token works for 1 to {maximum_days} days.", "令牌有效期为 1 至 {maximum_days} 天。")
    detail = Text("Choose fewer days.", "请选择更短的期限。")


class SsoRefused(EgretError):
    """The way back from the provider ended without a sign-in; the page for signing in says why by the slug."""

    status = 403


class SsoAnswerStale(SsoRefused):
    slug = "sso-stale"
    title = Text("This sign-in has expired or was used already.", "此次登录已过期或已被使用。")
    detail = Text("Start again with your work address.", "请重新输入工作邮箱。")


class SsoDeclined(SsoRefused):
    slug = "sso-declined"
    title = Text("Your organisation's sign-in was not finished.", "组织登录未完成。")
    detail = Text("Start again, or ask your organisation's administrators.", "请重试，或联系贵组织的管理员。")


class SsoAnswerInvalid(SsoRefused):
    """Facts: `reason`, in English, for the log."""

    slug = "sso-invalid"
    title = Text("The answer of your organisation's sign-in cannot be trusted.", "组织登录返回的结果不可信。")
    detail = Text(
        "Start again; if it stays, tell your organisation's administrators.", "请重试；如仍失败，请告知贵组织的管理员。"
    )


class SsoEmailForeign(SsoRefused):
    slug = "sso-email"
    title = Text(
        "Your organisation did not vouch for an address of its own domains.", "贵组织未能证明您使用其域名下的邮箱地址。"
    )
    detail = Text("Ask its administrators.", "请联系其管理员。")


class SsoMemberInactive(SsoRefused):
    slug = "sso-inactive"
    title = Text("Your organisation has switched your account off.", "贵组织已停用您的账号。")
    detail = Text("Ask its administrators.", "请联系其管理员。")


class SsoNotProvisioned(SsoRefused):
    slug = "sso-not-provisioned"
    title = Text("Your organisation has not entered you here yet.", "贵组织尚未在此录入您的账号。")
    detail = Text("Ask its administrators to assign Egret to you.", "请联系其管理员为您分配 Egret。")


class SsoAccountTaken(SsoRefused):
    slug = "sso-taken"
    title = Text("This address belongs to another account here.", "此邮箱地址已属于另一账号。")
    detail = Text("Ask your organisation's administrators.", "请联系贵组织的管理员。")
