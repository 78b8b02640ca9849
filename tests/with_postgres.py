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
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def server() -> Iterator[str]:
    """Where a fresh server listens: postgres://user@host:port."""
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
        yield f"postgres://egret@127.0.0.1:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run)  # type: ignore[call-overload]
        shutil.rmtree(directory, ignore_errors=True)


def create_database(address: str, name: str) -> str:
    """Where a new database of this server is."""
    subprocess.run([binaries() / "createdb", "--maintenance-db", f"{address}/postgres", name], check=True)
    return f"{address}/{name}"


def main() -> int:
    with server() as address:
        # The keyring's is made by the tests alone, under the name of a test database.
        databases = {"EGRET_DATABASE_URL": f"{address}/postgres", "EGRET_KEYRING_URL": f"{address}/keyring"}
        return subprocess.run(sys.argv[1:], env={**os.environ, **databases}).returncode


if __name__ == "__main__":
    sys.exit(main())
