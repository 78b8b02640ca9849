"""What recordings store about people, and why: the policy's list (C28), and evidence that they were told."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import holds, purpose
from egret.kernel.blobs import kinds
from egret.kernel.personal import Category, Field, after, declare, not_personal, with_parent
from egret.kernel.purpose import LegalBasis
from egret.kernel.text import Text

purpose.register(
    "recordings.record",
    LegalBasis.CONTRACT,
    Text("To record meetings when their host asks for it", "应主持人要求录制会议"),
)

KEPT = timedelta(days=180)
# Time enough to save it in the drive.
REMINDED_BEFORE = timedelta(days=7)
KEPT_TEXT = Text("180 days after it was recorded, or until the host deletes it", "录制后 180 天，或直至主持人删除")
WITH_RECORDING = with_parent(KEPT_TEXT)
A_KEY = not_personal("a random key")
A_WORD = not_personal("one of a few words")

kinds.register(
    "recordings.track",
    category=Category.CONTENT,
    text=Text("your voice, your picture and your screen in a recording", "录制中您的声音、画面和屏幕"),
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
kinds.register(
    "recordings.film",
    category=Category.CONTENT,
    text=Text("the film of a recorded meeting", "会议录制影片"),
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
kinds.register(
    "recordings.piece",
    category=Category.CONTENT,
    text=Text("parts of the film while it is being made", "影片生成过程中的片段"),
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
declare(
    "recordings.Recording",
    subject="started_by",
    fields={
        "id": A_KEY,
        "meeting": not_personal("a key"),
        "started_by": Field(Category.MEETING, Text("who began a recording", "发起录制的人")),
        "state": A_WORD,
        "announced_at": Field(Category.MEETING, Text("when it was announced", "宣布录制的时间")),
        "begun_at": Field(Category.MEETING, Text("when a recording began", "录制开始时间")),
        "stopped_at": Field(Category.MEETING, Text("when it ended", "录制结束时间")),
        "recorder": not_personal("a random key of a process"),
        "recorder_seen_at": not_personal("about a process"),
    },
    purpose="recordings.record",
    retention=after("stopped_at", KEPT, KEPT_TEXT),
)
declare(
    "recordings.Track",
    subject="participant__person",
    fields={
        "id": A_KEY,
        "recording": not_personal("a key"),
        "participant": not_personal("a key"),
        "source": Field(
            Category.MEETING, Text("whether it is your camera, microphone or screen", "来源：摄像头、麦克风或屏幕")
        ),
        "codec": not_personal("a format"),
        "began_at": Field(Category.MEETING, Text("from when you are in a recording", "您出现在录制中的起始时间")),
        "ended_at": Field(Category.MEETING, Text("until when you are in it", "您出现在录制中的结束时间")),
        "blob": not_personal("a key"),
    },
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
declare(
    "recordings.Notice",
    subject="participant__person",
    fields={
        "id": not_personal("a number"),
        "recording": not_personal("a key"),
        "participant": not_personal("a key"),
        "shown_at": Field(Category.CONSENT, Text("when you were told that it is recorded", "您被告知正在录制的时间")),
        "unseen": Field(Category.CONSENT, Text("that you chose to stay out of a recording", "您选择不出现在录制中")),
    },
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
declare(
    "recordings.Composition",
    subject=None,
    fields={
        "id": A_KEY,
        "recording": not_personal("a key"),
        "layout": A_WORD,
        "progress": A_WORD,
        "percent": not_personal("a number"),
        "attempts": not_personal("a number"),
        "revision": A_KEY,
        "worker_seen_at": not_personal("about a process"),
        "blob": not_personal("a key"),
    },
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
declare(
    "recordings.Piece",
    subject=None,
    fields={
        "id": A_KEY,
        "composition": not_personal("a key"),
        "number": not_personal("a number"),
        "blob": not_personal("a key"),
    },
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
declare(
    "recordings.Saving",
    subject="person",
    fields={
        "id": A_KEY,
        "recording": not_personal("a key"),
        "person": Field(Category.MEETING, Text("that you saved a recording in a drive", "您将录制保存到云盘")),
        "space": not_personal("a key"),
        "progress": A_WORD,
        "file": not_personal("a key"),
        "at": Field(Category.MEETING, Text("when you did", "保存的时间")),
    },
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
declare(
    "recordings.Reminder",
    subject="person",
    fields={
        "id": A_KEY,
        "recording": not_personal("a key"),
        "person": Field(Category.MEETING, Text("that you were reminded before it goes", "到期前提醒过您")),
        "at": Field(Category.MEETING, Text("when", "提醒时间")),
        "read_at": Field(Category.MEETING, Text("when you saw the reminder", "您查看提醒的时间")),
    },
    purpose="recordings.record",
    retention=WITH_RECORDING,
)
declare(
    "recordings.AccessEntry",
    subject="person",
    fields={
        "id": A_KEY,
        "recording": not_personal("a key"),
        "person": Field(Category.MEETING, Text("that you played or downloaded a recording", "您播放或下载过录制")),
        "what": A_WORD,
        "at": Field(Category.MEETING, Text("when you did", "播放或下载的时间")),
    },
    purpose="recordings.record",
    retention=WITH_RECORDING,
)

holds.kind("recording", "recordings.Recording", Text("A recording of yours", "您的录制"))
