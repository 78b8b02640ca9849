"""What can go wrong with meetings set for a time, in words that say what to do."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text


class ScheduleUnknown(EgretError):
    """Also for who was not invited: whether there is such a meeting is not told."""

    status, slug = 404, "schedule-unknown"
    title = Text("There is no such meeting.", "没有此会议。")
    detail = Text("It may have been deleted, or you are not invited to it.", "会议可能已被删除，或您未受邀参加。")


class OccurrenceUnknown(EgretError):
    status, slug = 404, "occurrence-unknown"
    title = Text("The meeting is not held at that time.", "会议不在该时间举行。")
    detail = Text("Open the meeting again: its times may have changed.", "请重新打开会议：时间可能已更改。")


class RuleUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_occurrences`.

    `reason`: malformed, unknown, start, two ends, end before start, too many.
    """

    status, slug = 422, "rule-unusable"
    title = Text("A meeting cannot come again like this.", "会议无法按此规则重复。")
    detail = Text(
        "Let it come again each day, week, month or year, beginning on a day of the rule, at most "
        "{maximum_occurrences} times or without an end.",
        "请选择每天、每周、每月或每年重复，首次日期须符合规则；最多重复 {maximum_occurrences} 次，或不设结束日期。",
    )


class TimeUnusable(EgretError):
    """Facts: `field`, `reason` (malformed, zone, past, far)."""

    status, slug = 422, "time-unusable"
    title = Text("The meeting cannot be at that time.", "会议无法安排在该时间。")
    detail = Text(
        "Give a date and time within the next ten years, and a time zone such as Europe/London.",
        "请填写十年内的日期和时间，以及时区，例如 Asia/Shanghai。",
    )


class TitleUnusable(EgretError):
    """Facts: `field`, `reason`, `maximum_length`."""

    status, slug = 422, "title-unusable"
    title = Text("This text cannot be used.", "此文字无法使用。")
    detail = Text(
        "Write at most {maximum_length} visible characters, without hidden or direction-changing ones.",
        "请输入至多 {maximum_length} 个可见字符，不得含隐藏字符或改变文字方向的字符。",
    )


class InviteeUnknown(EgretError):
    status, slug = 422, "invitee-unknown"
    title = Text("One of the invited cannot be found.", "找不到其中一位受邀者。")
    detail = Text(
        "Invite people, groups and departments of your organisations, or give a phone number or mail address.",
        "请邀请您所在组织的人员、群组或部门，或填写手机号码或邮箱地址。",
    )


class TooManyInvitees(EgretError):
    """Facts: `maximum`."""

    status, slug = 422, "too-many-invitees"
    title = Text("These are too many invitations.", "邀请数量过多。")
    detail = Text(
        "Send at most {maximum}; invite a group or a department at once.",
        "最多 {maximum} 项；可一次邀请整个群组或部门。",
    )


class MailMalformed(EgretError):
    status, slug = 422, "mail-malformed"
    title = Text("This is not a mail address.", "邮箱地址无效。")
    detail = Text("Write it like name@example.org.", "请按 name@example.org 的格式填写。")


class GuestsNotInvited(EgretError):
    status, slug = 403, "guests-not-invited"
    title = Text("Your organisation does not let you invite guests.", "您所在的组织不允许您邀请访客。")
    detail = Text("Ask an administrator, or invite members only.", "请联系管理员，或仅邀请成员。")


class NumberUnknown(EgretError):
    status, slug = 404, "number-unknown"
    title = Text("There is no meeting with this number.", "没有此会议号对应的会议。")
    detail = Text("Check the number, or ask whoever gave it to you.", "请检查会议号，或询问提供者。")


class PasscodeWrong(EgretError):
    status, slug = 403, "passcode-wrong"
    title = Text("This meeting asks for a passcode.", "此会议需要密码。")
    detail = Text("Type the passcode that came with the invitation.", "请输入邀请中附带的密码。")


class PasscodeUnusable(EgretError):
    status, slug = 422, "passcode-unusable"
    title = Text("This passcode cannot be used.", "此密码无法使用。")
    detail = Text("Use 6 to 20 letters or digits.", "请使用 6 至 20 位字母或数字。")


class RoomNotOpen(EgretError):
    status, slug = 409, "room-not-open"
    title = Text("The host has not opened this room yet.", "主持人尚未打开此会议室。")
    detail = Text("Try again when the host is there.", "请等主持人进入后重试。")


class MeetingCancelled(EgretError):
    status, slug = 410, "meeting-cancelled"
    title = Text("This meeting was cancelled.", "会议已取消。")
    detail = Text("Ask the host whether there is another time.", "请向主持人询问是否另有时间。")


class WindowUnusable(EgretError):
    """Facts: `maximum_days`."""

    status, slug = 422, "window-unusable"
    title = Text("This span of time cannot be shown.", "无法显示此时间范围。")
    detail = Text("Ask for at most {maximum_days} days at once.", "每次最多查询 {maximum_days} 天。")


class InvitationUnknown(EgretError):
    status, slug = 404, "meeting-invitation-unknown"
    title = Text("This invitation is not valid.", "此邀请无效。")
    detail = Text("It may have been withdrawn. Ask the host for a new one.", "邀请可能已撤回，请向主持人索取新邀请。")


class FeedUnknown(EgretError):
    status, slug = 404, "feed-unknown"
    title = Text("There is no calendar at this address.", "此地址没有日历。")
    detail = Text("Its address was renewed or removed.", "该地址已更新或删除。")
