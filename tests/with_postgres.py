"""Run a command against a PostgreSQL of its own: temporary directory, free port, gone afterwards.

python tests/with_postgres.py python -m pytest tests
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path:
    """The newest PostgreSQL, 15 or later: Debian keeps the server's programs off PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if versions and int(versions[-1].parent.name) >= 15:
        return versions[-1]
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    sys.exit("PostgreSQL 15 or later is not installed: apt-get install postgresql")


def unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root; its package brings the user it wants."""
    if os.getuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        sys.exit("There is no user postgres to run PostgreSQL as: apt-get install postgresql")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def main() -> int:
    directory = Path(tempfile.mkdtemp(prefix="egret-postgres-", dir="/tmp"))  # short: sockets have short paths
    prefix, programs, cluster = unprivileged(), binaries(), directory / "cluster"
    if prefix:
        shutil.chown(directory, "postgres", "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = {"check": True, "cwd": directory, "stdout": subprocess.DEVNULL}
    initdb = [programs / "initdb", "-D", cluster, "-U", "egret", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    subprocess.run([*prefix, *initdb], **run)  # type: ignore[call-overload]
    options = f"-p {port} -k {directory} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    control = [*prefix, programs / "pg_ctl", "-D", cluster, "-w"]
    subprocess.run([*control, "-l", directory / "log", "-o", options, "start"], **run)  # type: ignore[call-overload]
    try:
        server = f"postgres://egret@127.0.0.1:{port}"
        # The keyring's is made by the tests alone, under the name of a test database.
        databases = {"EGRET_DATABASE_URL": f"{server}/postgres", "EGRET_KEYRING_URL": f"{server}/keyring"}
        environment = {**os.environ, **databases}
        return subprocess.run(sys.argv[1:], env=environment).returncode
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
