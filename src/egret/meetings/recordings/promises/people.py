"""Whose a recording is: F10, C18, C29's half about recorders, C30's half about recordings."""

from __future__ import annotations

from django.db import transaction

from egret.accounts import synthetic as people
from egret.accounts.queries import person_by_phone
from egret.kernel import clock
from egret.kernel.blobs import kinds
from egret.kernel.installation import Installation
from egret.kernel.personal import Category
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under
from egret.media import tokens
from egret.media.recorder.tracks import Published
from egret.meetings.models import Meeting, Participant
from egret.meetings.promises.calls import probe_nothing_stored
from egret.meetings.recordings import actions, queries
from egret.meetings.recordings.models import Notice, Recording, State
from egret.meetings.recordings.sink import VaultSink
from egret.meetings.recordings.synthetic import FILM, VOICE, recorded


def probe_recording(installation: Installation) -> Finding:
    """Announced by the host alone, told with for whom and how long, chosen, stopped; a film in byte ranges."""
    with recorded(installation) as made:
        live = made.url.rpartition("/recordings/")[0] + "/recording"
        refused = made.attendee.post(live, {}).status
        begun = made.host.post(live, {})
        if begun.status == 503:
            return Finding(False, "this installation cannot record: its recorder was not built")
        told = installation.visitor().get(live).body["recording"]
        shown = made.attendee.post(f"{live}/{told['id']}/notice", {"unseen": True})
        stopped = made.host.post(f"{live}/{told['id']}/stop", {}).body["state"]
        after = installation.visitor().get(live).body["recording"]
        part = made.host.request("GET", f"{made.url}/film", headers={"Range": "bytes=2-5"})
    facts = {"for": told["answers"], "kept_days": told["kept_days"], "by": told["started_by"]}
    kept = (refused, begun.status, shown.status, stopped, after) == (403, 201, 200, "stopped", None)
    kept = kept and shown.body["i_am_unseen"] and (part.status, part.content) == (206, FILM[2:6])
    return Finding(
        kept and told["kept_days"] > 0,
        f"begun by somebody in it: {refused}, by the host: {begun.status}; everybody is told {facts}; who chose to "
        f"stay unseen is: {shown.body['i_am_unseen']}; then {stopped}, and told of {after}; a range of the film: "
        f"{part.status}",
    )


def probe_found_by_the_recorded(installation: Installation) -> Finding:
    """Who is in a recording finds it among their own and has what is theirs; what is recorded is classified."""
    with recorded(installation) as made:
        listed = [row["id"] for row in made.attendee.get("/api/v1/recordings").items]
        theirs = made.attendee.get(made.url).body["tracks"]
        content = made.attendee.request("GET", f"{made.url}/tracks/{made.attendee_track}").content
        elsewhere = made.stranger.get("/api/v1/recordings").items
        # With the account its part goes, and the film that shows it.
        people.forget(made.attendee_phone)
        left = [track["id"] for track in made.host.get(made.url).body["tracks"]]
        film = made.host.get(f"{made.url}/film").status
    unclassified = [
        kind.id
        for kind in kinds.KINDS.values()
        if kind.id.startswith("recordings.") and kind.category is not Category.CONTENT
    ]
    kept = listed == [str(made.id)] and [track["id"] for track in theirs] == [made.attendee_track]
    kept = (
        kept and content == VOICE and elsewhere == [] and (left, film) == ([made.host_track], 409) and not unclassified
    )
    return Finding(
        kept,
        f"recordings that the recorded person finds: {len(listed)}, with {len(theirs)} track of their own, whole: "
        f"{content == VOICE}; that a stranger finds: {len(elsewhere)}; tracks left once their account is gone: "
        f"{len(left)} of 2, and the film that showed them: {film}; kinds of content without a class: {unclassified}",
    )


def probe_readings(installation: Installation) -> Finding:
    """Each way into a recording, by who may and who may not, and the record of it that the host sees."""
    with recorded(installation) as made:
        film = f"{made.url}/film"
        ways = {
            "nobody in particular": installation.visitor().get(film).status,
            "a stranger": made.stranger.get(film).status,
            "who is in it": made.attendee.get(film).status,
            "who is in it, their own track": made.attendee.get(f"{made.url}/tracks/{made.attendee_track}").status,
            "who is in it, another's track": made.attendee.get(f"{made.url}/tracks/{made.host_track}").status,
            "the host, to keep it": made.host.get(f"{film}?download=true").status,
        }
        log = made.host.get(f"{made.url}/accesses").items
        told = sorted(row["what"] for row in log)
        hidden = made.attendee.get(f"{made.url}/accesses").status
    kept = list(ways.values()) == [401, 404, 200, 200, 404, 200]
    kept = kept and told == ["downloaded", "played", "track"] and hidden == 403
    return Finding(kept, f"{ways}; on record for its host: {told}; asked for by who is in it: {hidden}")


def probe_nothing_without_a_notice(installation: Installation) -> Finding:
    """Beside what `probe_nothing_stored` looks at: a recorder stores nothing of who was not told or chose otherwise."""
    elsewhere = probe_nothing_stored(installation)
    phone = people.new_phone()
    with people.signed_up(installation, phone):
        untold, unseen = _offered(phone)
    return Finding(
        elsewhere.kept and not untold and not unseen,
        f"{elsewhere.evidence}; a recorder's file for who was not told: {untold}, "
        f"for who chose to stay unseen: {unseen}",
    )


@under("kernel.probe")
def _offered(phone: str) -> tuple[bool, bool]:
    """Whether a recorder gets a file for these two; nothing of it stays."""
    host = person_by_phone(phone)
    assert host is not None
    with transaction.atomic():
        meeting = Meeting.objects.create(host=host)
        recording = Recording.objects.create(meeting=meeting, state=State.RECORDING, begun_at=clock.now())
        offered = []
        for told in (False, True):
            participant = Participant.objects.create(meeting=meeting, nickname="Probe")
            if told:
                Notice.objects.create(recording=recording, participant=participant, unseen=True)
            published = Published("TR_probe", str(participant.id), "PA_probe", "microphone")
            offered.append(VaultSink(recording).begin(published, "opus", 0) is not None)
        transaction.set_rollback(True)
    return offered[0], offered[1]


promise("F10", control=actions.do_start_recording, probe=probe_recording)
promise("C18", control=queries.my_recordings, probe=probe_found_by_the_recorded)
promise("C29", control=tokens.join_token, probe=probe_nothing_without_a_notice)
