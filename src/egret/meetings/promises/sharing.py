"""A screen with its sound, from the page of one to another, and refused by the engine where the rule says so: F09."""

from __future__ import annotations

from egret.accounts import synthetic
from egret.kernel.browser import headless
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise
from egret.media.tokens import CAMERA, SCREEN_SHARE, SCREEN_SHARE_AUDIO
from egret.meetings.hosting import policies
from egret.meetings.promises.acting import engine, join, start
from egret.meetings.promises.devices import NICKNAME

# In place of the browser's choice of a screen, a window or a tab: a picture that changes, and a tone.
SCREEN = """
window.asked = [];
MediaDevices.prototype.getDisplayMedia = async (wanted) => {
  window.asked.push({ sound: Boolean(wanted.audio), acted: navigator.userActivation.hasBeenActive });
  const screen = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  const pen = screen.getContext("2d");
  setInterval(() => {
    pen.fillStyle = `hsl(${performance.now() % 360} 90% 50%)`;
    pen.fillRect(0, 0, 320, 180);
  }, 40);
  const sounds = new AudioContext();
  const tone = sounds.createOscillator();
  const out = sounds.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  return new MediaStream([...screen.captureStream(25).getTracks(), ...out.stream.getTracks()]);
};
"""
SHARES = {SCREEN_SHARE, SCREEN_SHARE_AUDIO}
HOSTS_ALONE = {"share": "hosts"}


def probe_sharing(installation: Installation) -> Finding:
    """Shared by a guest's page and sent to another participant; taken down, and refused, once hosts alone may share."""
    with synthetic.signed_up(installation) as host:
        code = start(host)["code"]
        shown = shown_to_another(installation, host, code)
        refused = refused_by_the_engine(installation, host, code)
        host.post(f"/api/v1/meetings/{code}/end", {})
    return Finding(shown.kept and refused.kept, f"{shown.evidence}; {refused.evidence}")


def shown_to_another(installation: Installation, host: Visitor, code: str) -> Finding:
    # Here, not above: a server that probes nothing has no need of the protocol's messages.
    from egret.media.client import Client

    with headless() as page:
        page.trust_any_certificate()
        page.before_every_script(SCREEN)
        page.open(f"{installation.origin}/m/{code}")
        page.wait_for(f"document.querySelector('{NICKNAME}') !== null")
        page.type_into(NICKNAME, "Probe guest")
        page.click('[data-testid="accept-policy"]')
        page.click('[data-testid="join"]')
        page.click('[data-testid="share-toggle"]')
        with Client(engine(), join(host, code, "Probe host")["token"]) as other:
            seen = other.others_send(SHARES)
            host.request("PATCH", f"/api/v1/meetings/{code}/conduct", HOSTS_ALONE)
            left = other.others_send(set())
        asked = page.evaluate("window.asked")
    return Finding(
        asked == [{"sound": True, "acted": True}] and seen == SHARES and left == set(),
        f"the page asked the browser: {asked}; the other one is sent: {sorted(seen)}, once hosts alone may share: "
        f"{sorted(left)}",
    )


def refused_by_the_engine(installation: Installation, host: Visitor, code: str) -> Finding:
    from egret.media.client import Client

    token = join(installation.visitor(), code, "Probe sharer")["token"]
    wanted = (SCREEN_SHARE, SCREEN_SHARE_AUDIO, CAMERA)
    with Client(engine(), token) as client:
        host.request("PATCH", f"/api/v1/meetings/{code}/conduct", {"share": "all"})
        before = [client.may_send(source) for source in wanted]
        host.request("PATCH", f"/api/v1/meetings/{code}/conduct", HOSTS_ALONE)
        after = [client.may_send(source) for source in wanted]
    return Finding(
        before == [True, True, True] and after == [False, False, True],
        f"the engine takes screen, its sound and camera of a guest: {before}, once hosts alone may share: {after}",
    )


promise("F09", control=policies.grants_for, probe=probe_sharing)
