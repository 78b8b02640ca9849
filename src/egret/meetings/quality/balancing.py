"""Why measuring calls may rest on legitimate interests: the balancing that the law asks to be written down (C31).

GDPR Art. 6(1)(f) and recital 47. A new measurement, or a year, asks for a new look at it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from egret.kernel.text import Text

REVIEWED_EVERY = timedelta(days=366)


@dataclass(frozen=True)
class Balancing:
    interest: Text
    necessity: Text
    balance: Text
    safeguards: Text
    reviewed_on: date
    # What it was made for: other measurements are not covered by it.
    measurements: frozenset[str]

    def covers(self, measurements: set[str], today: date) -> bool:
        """Whether it was made for exactly these, and lately enough."""
        return self.measurements == measurements and today - self.reviewed_on <= REVIEWED_EVERY


BALANCING = Balancing(
    interest=Text(
        "Whoever was hard to hear, and whoever runs the meeting, want to know why: the network, the machine, or us.",
        "声音或画面不佳的人，以及举行会议的人，都希望知道原因：网络、设备，还是本系统。",
    ),
    necessity=Text(
        "Only the browser knows what arrived. Ten numbers every twelve seconds tell a bad line from a bad engine; "
        "fewer do not, and sound, picture and addresses are not needed for it.",
        "只有浏览器知道收到了什么。每十二秒十个数值即可区分线路问题和引擎问题；更少则不足，且无需声音、画面或网络地址。",
    ),
    balance=Text(
        "The numbers say nothing of what is said or shown. People in a call expect it to be kept working, and hosts "
        "see no more of them than a picture that freezes shows to everybody.",
        "这些数值不涉及所说或所展示的内容。参会者期望通话正常运行；主持人所见并不多于画面卡顿时众人所见。",
    ),
    safeguards=Text(
        "A closed list of measurements, at most one in ten seconds, kept 30 days, shown to host, co-hosts and "
        "yourself. Who objects is not measured from that moment on, their samples are deleted, and their call is the "
        "same.",
        "测量项为封闭清单，至多每十秒一次，保存 30 天，仅主持人、联席主持人和您本人可见。提出反对者自该时刻起不再"
        "被测量，已有样本即刻删除，通话不受任何影响。",
    ),
    reviewed_on=date(2026, 11, 29),
    measurements=frozenset(
        {
            "sent_kbps",
            "received_kbps",
            "sent_lost_permille",
            "received_lost_permille",
            "jitter_ms",
            "round_trip_ms",
            "freezes",
            "width",
            "height",
            "codec",
        }
    ),
)
