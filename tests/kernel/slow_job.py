"""A job slow enough to be killed in its middle."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task

from egret.kernel.purpose import under


@task()
@under("kernel.operation")
def write_slowly(path: str) -> None:
    """Say that it began; the second time, finish."""
    trace = Path(path)
    again = trace.exists()
    with trace.open("a") as file:
        file.write("began\n")
    if not again:
        time.sleep(60)
    with trace.open("a") as file:
        file.write("finished\n")
