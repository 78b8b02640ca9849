"""What can go wrong with a request about one's data."""

from __future__ import annotations

from egret.kernel.errors import EgretError, TooManyRequests
from egret.kernel.text import Text


class RequestForAnother(EgretError):
    status, slug = 422, "request-for-another"
    title = Text("You can ask about your own data only.", "您只能就自己的个人信息提出请求。")
    detail = Text(
        "Ask that person to sign in and send it themselves. For a child's account, report it; for somebody who died "
        "or cannot act, write to the contact on the policy page, with what shows that you act for them.",
        "请由本人登录后自行提交。如为未成年人账号，请举报；如本人已故或无法行事，请致函政策页面上的联系人，并附上您的代理证明。",
    )


class RequestTextUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "request-text-unusable"
    title = Text("This text cannot be used.", "此内容无法使用。")
    detail = Text(
        "Write at most {maximum_length} visible characters, and say what it is about.",
        "请填写至多 {maximum_length} 个可见字符，并说明事由。",
    )


class AskedTooOften(TooManyRequests):
    slug = "asked-too-often"
    title = Text("You sent many requests in a short time.", "您在短时间内提交了过多请求。")


class PrivacyRequestUnknown(EgretError):
    status, slug = 404, "privacy-request-unknown"
    title = Text("There is no such request for you.", "没有您可查看的此请求。")
    detail = Text("It may have been deleted. Load the page again.", "可能已被删除，请重新加载页面。")


class PrivacyRequestClosed(EgretError):
    """Facts: `state`."""

    status, slug = 409, "privacy-request-closed"
    title = Text("This request is closed already.", "此请求已结束。")
    detail = Text("Load the page again. A new request can be sent at any time.", "请重新加载页面；可随时提交新的请求。")


class AnswersItself(EgretError):
    status, slug = 409, "answers-itself"
    title = Text("This request is answered by Egret itself.", "此请求由 Egret 自动处理。")
    detail = Text("Open its own page to follow or to cancel it.", "请在其专属页面查看进度或取消。")


class ExtensionTooLate(EgretError):
    """Facts: `due_on`."""

    status, slug = 409, "extension-too-late"
    title = Text("The deadline has passed: it cannot be extended any more.", "期限已过，不能再延期。")
    detail = Text("It was due on {due_on}. Answer it now.", "期限为 {due_on}，请立即答复。")


class ExtensionImpossible(EgretError):
    """Facts: `due_on`."""

    status, slug = 409, "extension-impossible"
    title = Text("This request cannot be extended.", "此请求不能延期。")
    detail = Text(
        "The law allows no later day than {due_on}, or it was extended before.",
        "依法不得晚于 {due_on}，或此前已延期。",
    )


class ReasonUnknown(EgretError):
    """Facts: `field`, `reasons`."""

    status, slug = 422, "reason-unknown"
    title = Text("Give one of the reasons of the list.", "请从列表中选择原因。")
    detail = Text("Without one of them it is neither refused nor extended.", "没有所列原因，不得拒绝或延期。")


class SecondReviewerNeeded(EgretError):
    status, slug = 409, "second-reviewer-needed"
    title = Text("Another person has to confirm a refusal.", "拒绝须由另一人确认。")
    detail = Text(
        "You proposed it yourself: ask a second person at this desk.", "该拒绝由您提出，请由另一位处理人员确认。"
    )


class NoRefusalProposed(EgretError):
    status, slug = 409, "no-refusal-proposed"
    title = Text("Nobody proposed to refuse this request.", "尚无人提议拒绝此请求。")
    detail = Text("Load the page again.", "请重新加载页面。")


class NotStoppable(EgretError):
    """Facts: `purpose`."""

    status, slug = 404, "not-stoppable"
    title = Text("There is nothing of this kind to object to.", "没有可反对的此项处理。")
    detail = Text("Load the page again: it shows what can be stopped.", "请重新加载页面查看可停止的处理。")
