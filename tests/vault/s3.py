"""A real S3 server of the tests' own: versitygw over a temporary folder, which `make test` builds."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from egret.cli.install.s3 import program

BUCKET = "egret-tests"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "egret-tests",
    "AWS_SECRET_ACCESS_KEY": "not a secret: it lives as long as a test",
    "AWS_REGION": "us-east-1",
}
START_SECONDS = 20


@contextmanager
def server(folder: Path) -> Iterator[dict[str, str]]:
    """Variables that point Egret at an empty bucket of a fresh server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / BUCKET).mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "ROOT_ACCESS_KEY": CREDENTIALS["AWS_ACCESS_KEY_ID"],
        "ROOT_SECRET_KEY": CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        "HOME": str(folder),
    }
    # Not beside it under a longer name: the server compares the paths as texts.
    sidecar = folder.with_name(f"sidecar-of-{folder.name}")
    sidecar.mkdir()
    command: list[str | Path] = [
        program(),
        "--port",
        f"127.0.0.1:{port}",
        "--quiet",
        "posix",
        "--sidecar",
        sidecar,
        folder,
    ]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + START_SECONDS
            while time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield {
                **CREDENTIALS,
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
                "EGRET_BLOBS_URL": f"s3://{BUCKET}/some/prefix",
            }
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
            shutil.rmtree(folder, ignore_errors=True)
