"""A request, its timeline, and who sits at the operator's desk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from egret.kernel import clock
from egret.kernel.ids import new_id
from egret.privacy.ledger import Appended


class Kind(models.TextChoices):
    """What may be asked (C67–C73, C08)."""

    COPY = "copy"
    CORRECTION = "correction"
    DELETION = "deletion"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"
    TRANSFER = "transfer"
    COMPLAINT = "complaint"
    DEREGISTRATION = "deregistration"


class State(models.TextChoices):
    """received → in progress → answered | refused; withdrawn by the person from either of the first two."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = (State.RECEIVED, State.IN_PROGRESS)
# Characters of what is written at once; more may be added to an open request.
TEXT_LENGTH = 2000


class Request(models.Model):
    """`organization` null: asked of the operator. `clock` explains `due_on`; `first_due_at` is the one before an
    extension. `refusal_reason` with `refusal_by` is proposed until a second person confirms it (C76). `order` is the
    copy or the erasure that answers it by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, null=True, related_name="+"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    state = models.CharField(max_length=11, choices=State.choices, default=State.RECEIVED)
    text = models.TextField(default="", blank=True)
    order = models.UUIDField(null=True, unique=True)
    received_at = models.DateTimeField(default=clock.now)
    received_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField(db_index=True)
    first_due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    clock = models.JSONField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=24, default="", blank=True)
    refusal_reason = models.CharField(max_length=24, default="", blank=True)
    refusal_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(max_length=TEXT_LENGTH, default="", blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"]), models.Index(fields=["organization", "state", "due_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "kind"],
                condition=Q(state__in=OPEN, order=None, organization__isnull=False),
                name="one_open_request_of_an_organization",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=OPEN, order=None, organization=None),
                name="one_open_request_of_the_operator",
            ),
            # Whoever is late cannot become punctual by saying so afterwards (C78).
            models.CheckConstraint(
                condition=Q(extended_at=None) | Q(extended_at__lt=F("first_due_at")), name="extended_in_time"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class EventKind(models.TextChoices):
    RECEIVED = "received"
    REPEATED = "repeated"
    STOPPED = "stopped"
    RESTRICTED = "restricted"
    STARTED = "started"
    EXTENDED = "extended"
    SOON = "soon"
    OVERDUE = "overdue"
    READY = "ready"
    REFUSAL_PROPOSED = "refusal_proposed"
    REFUSAL_DROPPED = "refusal_dropped"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class By(models.TextChoices):
    PERSON = "person"
    DESK = "desk"
    EGRET = "egret"


class RequestEvent(Appended):
    """One thing that happened to a request. `facts` are dates, counts and words of ours, never what people wrote."""

    # Counted by the database, so that a clock that is set back does not shuffle a timeline.
    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=EventKind.choices)
    by = models.CharField(max_length=6, choices=By.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["request", "id"])]


class DeskMember(models.Model):
    """Somebody whom the operator gave a seat at the desk."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)


class Restriction(models.Model):
    """Somebody whose data is stored and otherwise left alone, until they end it (GDPR Art. 18)."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    since = models.DateTimeField(default=clock.now)


class ContactCheck(models.Model):
    """That the operator's contact was tried, and works. `contact` is a hash of what was shown then (C07)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    contact = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)
