"""What recordings look like to who may have them."""

import datetime
import uuid

from pydantic import Field

from egret.kernel.api import Output, Viewer
from egret.meetings.models import Meeting
from egret.meetings.recordings import queries
from egret.meetings.recordings.models import Recording, Saving
from egret.meetings.recordings.personal import KEPT


class TrackOut(Output):
    id: uuid.UUID
    participant: uuid.UUID
    nickname: str
    source: str = Field(description="camera, microphone, screen_share or screen_share_audio")
    codec: str
    began_at: datetime.datetime
    ended_at: datetime.datetime | None
    size: int


class FilmOut(Output):
    layout: str = Field(description="speaker or gallery")
    progress: str = Field(description="waiting, running, done, failed or cancelled")
    percent: int
    size: int | None


class ChapterOut(Output):
    at: float = Field(description="seconds from the film's beginning")
    kind: str = Field(description="joined, came_back or share")
    nickname: str


class SavingOut(Output):
    """A copy in a drive."""

    space: uuid.UUID
    progress: str = Field(description="waiting, running, done or failed")
    folder: uuid.UUID | None = Field(description="where it lies; null: not there yet, or deleted")
    file: uuid.UUID | None


class RecordingRow(Output):
    id: uuid.UUID
    code: str
    title: str
    organization: uuid.UUID | None
    state: str
    begun_at: datetime.datetime | None
    stopped_at: datetime.datetime | None
    expires_at: datetime.datetime | None
    length_seconds: int | None
    i_host: bool
    may_play: bool = Field(description="else I have my own tracks alone")
    film: FilmOut | None


class RecordingOut(RecordingRow):
    answers: str = Field(description="who answers for it")
    kept_days: int
    chapters: list[ChapterOut]
    tracks: list[TrackOut]
    savings: list[SavingOut]


def row_of(recording: Recording, viewer: Viewer) -> RecordingRow:
    meeting: Meeting = recording.meeting
    film, length = getattr(recording, "composition", None), queries.length_of(recording)
    return RecordingRow(
        id=recording.id,
        code=meeting.code,
        title=meeting.schedule.title if meeting.schedule else "",
        organization=meeting.organization_id,
        state=recording.state,
        begun_at=recording.begun_at,
        stopped_at=recording.stopped_at,
        expires_at=recording.stopped_at + KEPT if recording.stopped_at else None,
        length_seconds=round(length.total_seconds()) if length is not None else None,
        i_host=queries.manages(meeting, viewer),
        may_play=queries.may_play(recording, viewer),
        film=FilmOut(
            layout=film.layout,
            progress=film.progress,
            percent=film.percent,
            size=film.blob.size if film.blob else None,
        )
        if film
        else None,
    )


def recording_of(recording: Recording, viewer: Viewer) -> RecordingOut:
    row = row_of(recording, viewer)
    return RecordingOut(
        **row.model_dump(),
        answers=queries.answers_for(recording.meeting),
        kept_days=KEPT.days,
        chapters=[
            ChapterOut(at=each.at, kind=each.kind, nickname=each.nickname) for each in queries.chapters_of(recording)
        ]
        if row.may_play
        else [],
        tracks=[
            TrackOut(
                id=track.id,
                participant=track.participant_id,
                nickname=track.participant.nickname,
                source=track.source,
                codec=track.codec,
                began_at=track.began_at,
                ended_at=track.ended_at,
                size=track.blob.size,
            )
            for track in queries.tracks_for(recording, viewer)
        ],
        savings=[_saving(each) for each in queries.savings_of(recording, viewer)],
    )


def _saving(saving: Saving) -> SavingOut:
    folder = saving.file.parent_id if saving.file else None
    return SavingOut(space=saving.space_id, progress=saving.progress, folder=folder, file=saving.file_id)
