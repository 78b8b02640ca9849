"""What whoever leads a meeting decides, asked of the engine itself: the half of F08 that is about hosting."""

from __future__ import annotations

from egret.accounts import synthetic
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding
from egret.media.tokens import CAMERA, MICROPHONE
from egret.meetings.promises.acting import engine, join, knock, start


def probe_hosting(installation: Installation) -> Finding:
    """Who waits has no way in until the host says so; muted by rule, then sent out, in the engine and not by a page."""
    # Here, not above: a server that probes nothing has no need of the protocol's messages.
    from egret.media.client import Client

    guest, other = installation.visitor(), installation.visitor()
    with synthetic.signed_up(installation) as host:
        code = start(host)["code"]
        path = f"/api/v1/meetings/{code}"
        join(host, code, "Probe host")
        host.request("PATCH", f"{path}/conduct", {"lobby": True})
        waits = knock(guest, code, "Probe guest")
        kept_waiting = waits.status == 202 and "token" not in waits.body
        participant = waits.body["participant"]["id"]
        by_another = other.post(f"{path}/lobby/admit", {}).status
        still = knock(guest, code, "Probe guest").status
        host.post(f"{path}/lobby/admit", {"participants": [participant]})
        admitted = knock(guest, code, "Probe guest")
        sends: list[bool] = []
        sent_away, again = False, 0
        if admitted.status == 200:
            with Client(engine(), admitted.body["token"]) as client:
                sends.append(client.may_send(MICROPHONE))
                host.post(f"{path}/mute", {"may_unmute": False})
                sends += [client.may_send(MICROPHONE), client.may_send(CAMERA)]
                host.post(f"{path}/participants/{participant}/remove", {})
                sent_away = client.is_sent_away()
            again = knock(guest, code, "Probe guest").status
        host.post(f"{path}/end", {})
    return Finding(
        kept_waiting
        and (by_another, still, admitted.status, again) == (403, 202, 200, 403)
        and sends == [True, False, True]
        and sent_away,
        f"in the lobby: {waits.status}, let in by somebody else: {by_another}, then {still}, by the host: "
        f"{admitted.status}; the engine takes the guest's microphone, the same when muted by rule, their camera: "
        f"{sends}; sent out by the engine once removed: {sent_away}, coming back: {again}",
    )
