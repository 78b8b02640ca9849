"""What can go wrong with passwords, passkeys and second factors."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class PasswordSignInRefused(EgretError):
    """The same for an unknown number, for one without a password, and for a wrong password."""

    status, slug = 422, "password-sign-in-refused"
    title = Text("This number and password do not belong together.", "手机号码与密码不匹配。")
    detail = Text(
        "Check both, or sign in with a code by SMS. Whoever never set a password has none.",
        "请核对两者，或改用短信验证码登录。从未设置密码的账号没有密码。",
    )


class TooManyGuesses(TooManyRequests):
    slug = "too-many-guesses"
    title = Text("Too many attempts.", "尝试次数过多。")
    detail = Text("Wait {retry_after} seconds, or use another way.", "请等待 {retry_after} 秒，或改用其他方式。")


class PasswordWrong(EgretError):
    """Facts: `field`."""

    status, slug = 422, "password-wrong"
    title = Text("This is not your present password.", "当前密码不正确。")
    detail = Text(
        "Type it again. If you forgot it, remove it and set a new one.", "请重新输入。如已忘记，可移除密码后重新设置。"
    )


class PasswordUnfit(EgretError):
    """A password that is not taken; facts: `field`."""

    status = 422


class PasswordShort(PasswordUnfit):
    """Facts: `field`, `minimum`."""

    slug = "password-short"
    title = Text("This password is too short.", "密码太短。")
    detail = Text(
        "Take at least {minimum} characters. Several words are easier to remember than symbols.",
        "至少 {minimum} 个字符。几个词语比符号更容易记住。",
    )


class PasswordCommon(PasswordUnfit):
    slug = "password-common"
    title = Text("Too many people use this password.", "使用此密码的人太多。")
    detail = Text(
        "It is among the first that are tried. Take several words that have nothing to do with each other.",
        "它会最先被尝试。请使用几个互不相关的词语。",
    )


class PasswordPredictable(PasswordUnfit):
    slug = "password-predictable"
    title = Text("This password repeats or counts.", "密码由重复或连续的字符组成。")
    detail = Text(
        "Take several words that have nothing to do with each other.",
        "请使用几个互不相关的词语。",
    )


class PasswordLikePhone(PasswordUnfit):
    slug = "password-like-phone"
    title = Text("This password contains your phone number.", "密码包含您的手机号码。")
    detail = Text("Others know your number. Leave it out.", "他人知道您的号码，请勿使用。")


class PasswordLeaked(PasswordUnfit):
    slug = "password-leaked"
    title = Text("This password is in a collection of leaked ones.", "此密码出现在已泄露的密码库中。")
    detail = Text("Take another, and change it wherever else you use it.", "请换一个，并在其他使用处一并更换。")


class ProofNeeded(EgretError):
    """Facts: `methods`, the ways to prove it: totp, passkey, recovery, or sms."""

    status, slug = 403, "proof-needed"
    title = Text("Please confirm that it is you.", "请确认是您本人。")
    detail = Text(
        "This changes how you sign in or gives out much of you, so it asks for a proof of the last ten minutes.",
        "此操作会更改登录方式或提供大量个人信息，需要十分钟内的身份确认。",
    )


class SecondFactorWrong(EgretError):
    status, slug = 422, "second-factor-wrong"
    title = Text("This code is not right, or was used before.", "代码不正确或已被使用。")
    detail = Text(
        "Wait for the app's next code and check the clock of your device; a recovery code works once.",
        "请等待验证器显示下一个代码，并检查设备时间；恢复代码只能使用一次。",
    )


class TotpNotStarted(EgretError):
    status, slug = 409, "totp-not-started"
    title = Text("Setting up the app took too long.", "设置验证器超时。")
    detail = Text("Start again and scan the new code.", "请重新开始并扫描新的二维码。")


class TotpEnrolled(EgretError):
    status, slug = 409, "totp-enrolled"
    title = Text("You have an authenticator app already.", "您已设置验证器应用。")
    detail = Text("Remove it first to set up another.", "如需更换，请先移除现有的。")


class NoSecondFactor(EgretError):
    status, slug = 409, "no-second-factor"
    title = Text("You have no second factor.", "您尚未设置二次验证。")
    detail = Text("Set up an authenticator app or a passkey first.", "请先设置验证器应用或通行密钥。")


class NoPhone(EgretError):
    status, slug = 409, "no-phone"
    title = Text("Your account has no phone number.", "您的账号没有手机号码。")
    detail = Text("Sign out and in again the way you usually do.", "请退出后以常用方式重新登录。")


class PasskeyRefused(EgretError):
    """For any reason: what exactly was wrong would help nobody but an attacker."""

    status, slug = 422, "passkey-refused"
    title = Text("This passkey was not accepted.", "通行密钥未被接受。")
    detail = Text("Try again, or use another way.", "请重试，或改用其他方式。")


class PasskeyUnknown(EgretError):
    status, slug = 404, "passkey-unknown"
    title = Text("This passkey does not exist.", "此通行密钥不存在。")
    detail = Text("It may have been removed: reload the page.", "它可能已被移除，请刷新页面。")


class PasskeyKnown(EgretError):
    status, slug = 409, "passkey-known"
    title = Text("This passkey is registered already.", "此通行密钥已注册。")
    detail = Text("Use another device, or go on with this one.", "请使用其他设备，或继续使用此密钥。")


class TooManyPasskeys(EgretError):
    """Facts: `maximum`."""

    status, slug = 409, "too-many-passkeys"
    title = Text("You have {maximum} passkeys, as many as an account takes.", "您已有 {maximum} 个通行密钥，达到上限。")
    detail = Text("Remove one that you no longer use.", "请移除不再使用的通行密钥。")
