"""Who read what: files and recordings alike (C30)."""

from __future__ import annotations

from egret.cloud.promises import drive
from egret.kernel.installation import Installation
from egret.kernel.promises import Finding, promise
from egret.meetings.recordings import actions
from egret.meetings.recordings.promises import people


def probe_readings(installation: Installation) -> Finding:
    """Both records, each with who may and who may not."""
    files, recordings = drive.probe_readings(installation), people.probe_readings(installation)
    return Finding(files.kept and recordings.kept, f"files: {files.evidence}; recordings: {recordings.evidence}")


promise("C30", control=actions.do_note_access, probe=probe_readings)
