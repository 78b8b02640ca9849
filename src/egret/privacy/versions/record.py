"""The committed record: which text and which catalogue belong to a date (C82), and when somebody last reviewed it.

`record.json` binds hashes to dates; `past/<date>.json` is what was hashed, so that it can be read and compared later.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from egret.privacy.versions import snapshots
from egret.privacy.versions.snapshots import Snapshot

FOLDER = Path(__file__).parent
RECORD = FOLDER / "record.json"
PAST = FOLDER / "past"
# A year: what no law changed in that time, the product did.
REVIEWED_EVERY = timedelta(days=365)


@dataclass(frozen=True)
class Recorded:
    version: str
    hashes: dict[str, str]
    reviewed_on: date

    @property
    def review_due_on(self) -> date:
        return self.reviewed_on + REVIEWED_EVERY


def recorded() -> dict[str, Recorded]:
    """Every version on record, the oldest first."""
    return {
        version: Recorded(version, each["hashes"], date.fromisoformat(each["reviewed_on"]))
        for version, each in sorted(_read(RECORD).items())
    }


def faults(snapshot: Snapshot) -> list[str]:
    """Where a text or a catalogue is not what its date is bound to; none: it is."""
    version = snapshot["version"]
    known = recorded()
    if version not in known:
        return [f"the version {version} is not on record"]
    if version != max(known):
        return [f"a later version than {version} is on record: {max(known)}"]
    found = snapshots.hashes(snapshot)
    return [
        f"{name} is not what {version} was recorded with"
        for name in found
        if found[name] != known[version].hashes[name]
    ]


def past(version: str) -> Snapshot | None:
    """A version as it was; None: it is not on record."""
    return _read(PAST / f"{version}.json") if version in recorded() else None


def write(snapshot: Snapshot, reviewed_on: date) -> None:
    """Bind a snapshot to its date."""
    version = snapshot["version"]
    PAST.mkdir(exist_ok=True)
    (PAST / f"{version}.json").write_text(json.dumps(snapshot, ensure_ascii=False, indent=1) + "\n")
    known = _read(RECORD) if RECORD.exists() else {}
    known[version] = {"hashes": snapshots.hashes(snapshot), "reviewed_on": reviewed_on.isoformat()}
    RECORD.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n")
    _read.cache_clear()


@lru_cache(maxsize=64)
def _read(path: Path) -> Any:
    return json.loads(path.read_text())
