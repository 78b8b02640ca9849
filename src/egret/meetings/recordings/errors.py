"""What can go wrong with recordings, in words that say what to do."""

from __future__ import annotations

from egret.kernel.errors import EgretError
from egret.kernel.text import Text
from egret.meetings.errors import NotInMeeting as NotInMeeting


class RecorderMissing(EgretError):
    status, slug = 503, "recorder-missing"
    title = Text("This installation cannot record.", "本系统无法录制会议。")
    detail = Text(
        "Whoever runs it can install Rust and a C compiler, and run `make install`.",
        "管理者可安装 Rust 和 C 编译器，然后运行 make install。",
    )


class MeetingEncrypted(EgretError):
    status, slug = 409, "meeting-encrypted"
    title = Text("This meeting is end-to-end encrypted.", "此会议已端到端加密。")
    detail = Text(
        "The server has no key, so there is nothing it could record.", "服务器没有密钥，因此没有任何内容可供录制。"
    )


class RecordingUnknown(EgretError):
    status, slug = 404, "recording-unknown"
    title = Text("There is no such recording.", "没有此录制。")
    detail = Text("It was deleted, has expired, or is not yours to see.", "它已被删除、已过期，或您无权查看。")


class StillRecording(EgretError):
    status, slug = 409, "still-recording"
    title = Text("It is still being recorded.", "仍在录制中。")
    detail = Text("Stop it first.", "请先停止录制。")


class FilmNotReady(EgretError):
    """Facts: `progress`, `percent`."""

    status, slug = 409, "film-not-ready"
    title = Text("The film is not ready.", "影片尚未就绪。")
    detail = Text("It is being made: ask again in a minute.", "正在生成，请稍后再试。")


class RangeUnsatisfiable(EgretError):
    """Facts: `size`."""

    status, slug = 416, "recording-range-unsatisfiable"
    title = Text("There is nothing at this place.", "该位置没有内容。")
    detail = Text("The recording has {size} bytes.", "该录制共有 {size} 字节。")
