"""A recording, its tracks, who was shown the notice, who looked at it, and the film composed of it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from egret.kernel import clock
from egret.kernel.ids import new_id


class State(models.TextChoices):
    """announced (everybody is being told, nothing is stored) → recording → stopped; announced → stopped."""

    ANNOUNCED = "announced"
    RECORDING = "recording"
    STOPPED = "stopped"


class Source(models.TextChoices):
    """The LiveKit protocol's words."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SCREEN = "screen_share"
    SCREEN_AUDIO = "screen_share_audio"


class Layout(models.TextChoices):
    SPEAKER = "speaker"
    GALLERY = "gallery"


class Progress(models.TextChoices):
    """waiting → running → done | failed; waiting, running → cancelled. A killed worker's is run again."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Access(models.TextChoices):
    PLAYED = "played"
    DOWNLOADED = "downloaded"
    TRACK = "track"
    SAVED = "saved"  # in a drive


ACTIVE = (State.ANNOUNCED, State.RECORDING)
# A recorder that is silent for this long is dead: another one takes the recording.
SILENT_AFTER = timedelta(seconds=6)


class Recording(models.Model):
    """What the policy lists for recordings and no more: whose meeting, who began it, when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.ANNOUNCED)
    announced_at = models.DateTimeField(default=clock.now)
    begun_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True, db_index=True)
    # Which recorder has it, and when it last said that it lives.
    recorder = models.CharField(max_length=32, default="", blank=True)
    recorder_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(state__in=ACTIVE), name="one_recording_at_a_time"),
        ]

    @property
    def active(self) -> bool:
        return self.state in ACTIVE


class Track(models.Model):
    """What one participant sent, from when to when, in a file of its own under that participant's key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="tracks")
    participant = models.ForeignKey("meetings.Participant", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=18, choices=Source)
    codec = models.CharField(max_length=4)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")


class Notice(models.Model):
    """That a participant was shown that it is recorded. Without it nothing of theirs is stored, and nothing either of
    whoever chose to stay `unseen`."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="notices")
    participant = models.ForeignKey("meetings.Participant", on_delete=models.CASCADE, related_name="+")
    shown_at = models.DateTimeField(default=clock.now)
    unseen = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "participant"], name="shown_once")]


class Composition(models.Model):
    """One film of a recording, being made or made."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="composition")
    layout = models.CharField(max_length=7, choices=Layout, default=Layout.SPEAKER)
    progress = models.CharField(max_length=9, choices=Progress, default=Progress.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Told apart from a composition begun anew meanwhile, whose tracks are others.
    revision = models.UUIDField(default=new_id)
    worker_seen_at = models.DateTimeField(null=True)
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, null=True, related_name="+")


class Piece(models.Model):
    """A stretch of a film that is made: whoever goes on after a killed process begins behind the last one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    composition = models.ForeignKey(Composition, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    blob = models.ForeignKey("kernel.Blob", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["composition", "number"], name="one_piece_per_number")]


class Saving(models.Model):
    """A copy of the film on its way into a drive; `file` is null until it is there, and when it was deleted there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="savings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey("cloud.Space", on_delete=models.CASCADE, related_name="+")
    progress = models.CharField(max_length=9, choices=Progress, default=Progress.WAITING)
    file = models.ForeignKey("cloud.Node", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "space"], name="saved_once_in_each_space")]


class Reminder(models.Model):
    """That a recording goes soon; told once, in Egret."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "person"], name="reminded_once")]


class AccessEntry(models.Model):
    """Somebody played or downloaded a recording (C30)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=10, choices=Access)
    at = models.DateTimeField(default=clock.now)
