"""WebDAV with the clients people use, through the front of a real installation."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.e2e.installation import Egret, wait_until

# Of Debian's litmus 0.13: basic, copymove, props, locks, http.
LITMUS = 16 + 13 + 30 + 41 + 4
FILES = 300
FOLDER = "davfs é 资料"
WHOLE = 20 * 1024 * 1024  # bytes of a body that breaks off
LOCK = (
    '<?xml version="1.0"?><D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope>'
    "<D:locktype><D:write/></D:locktype></D:lockinfo>"
)


@dataclass(frozen=True)
class Drive:
    """A person's drive over WebDAV."""

    egret: Egret
    user: str
    password: str

    @property
    def url(self) -> str:
        return f"{self.egret.origin}/dav"

    def curl(self, *arguments: str) -> tuple[int, bytes]:
        """The status and body of one request."""
        done = subprocess.run(
            ["curl", "--silent", "--user", f"{self.user}:{self.password}", "--write-out", "\n%{http_code}", *arguments],
            capture_output=True,
            timeout=120,
        )
        body, _, status = done.stdout.rpartition(b"\n")
        return int(status or 0), body

    def rclone(self, home: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        obscured = subprocess.run(["rclone", "obscure", self.password], capture_output=True, text=True, check=True)
        configuration = home / "rclone.conf"
        configuration.touch()
        remote = {"TYPE": "webdav", "URL": self.url, "VENDOR": "owncloud", "USER": self.user}
        return subprocess.run(
            ["rclone", *arguments],
            env={
                **os.environ,
                "RCLONE_CONFIG": str(configuration),
                "RCLONE_CONFIG_EGRET_PASS": obscured.stdout.strip(),
                **{f"RCLONE_CONFIG_EGRET_{name}": value for name, value in remote.items()},
            },
            capture_output=True,
            text=True,
            timeout=600,
        )


@pytest.fixture(scope="module")
def drive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drive]:
    """An installation with two web processes: locks and listings hold across them."""
    running = Egret(tmp_path_factory.mktemp("webdav") / "data", EGRET_WEB_WORKERS="2")
    person = json.loads(running.command("demo", "--json").stdout)["people"][0]
    yield Drive(running, person["username"], person["app_password"])
    running.stop()


def test_litmus(drive: Drive, tmp_path: Path) -> None:
    done = subprocess.run(
        ["litmus", "--keep-going", f"{drive.url}/", drive.user, drive.password],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    summaries = re.findall(r"of (\d+) tests run: (\d+) passed, (\d+) failed", done.stdout)
    assert sum(int(passed) for _, passed, _ in summaries) == LITMUS, done.stdout
    assert done.returncode == 0


def test_rclone_keeps_a_tree_of_hundreds_of_files(drive: Drive, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for number in range(FILES):
        folder = tree / f"资料 {number % 10} é" / "🐦"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"文件 {number:04} #?;%41.txt").write_bytes(os.urandom(number))
    copied = drive.rclone(tmp_path, "copy", "--transfers", "8", tree, "egret:tree")
    assert copied.returncode == 0, copied.stderr
    checked = drive.rclone(tmp_path, "check", "--download", tree, "egret:tree")
    assert checked.returncode == 0, checked.stderr
    assert "0 differences found" in checked.stderr
    changed = next(path for path in tree.rglob("*0007*"))
    changed.write_bytes(b"changed")
    next(path for path in tree.rglob("*0008*")).unlink()
    os.utime(changed, (1_600_000_000, 1_600_000_000))
    synced = drive.rclone(tmp_path, "sync", "--verbose", tree, "egret:tree")
    assert synced.returncode == 0, synced.stderr
    assert synced.stderr.count(": Copied") == 1, "times are kept, so nothing else is sent again"
    assert synced.stderr.count(": Deleted") == 1
    assert drive.rclone(tmp_path, "check", "--download", tree, "egret:tree").returncode == 0


def test_cadaver(drive: Drive, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    machine = drive.egret.origin.removeprefix("http://").partition(":")[0]
    (home / ".netrc").write_text(f"machine {machine}\nlogin {drive.user}\npassword {drive.password}\n")
    (home / ".netrc").chmod(0o600)
    (tmp_path / "letter.txt").write_text("Dear reader")
    script = "\n".join(
        (
            "mkcol cadaver",
            "cd cadaver",
            "put letter.txt",
            "lock letter.txt",
            "put letter.txt",
            "unlock letter.txt",
            "propset letter.txt colour red",
            "propget letter.txt colour",
            "copy letter.txt copy.txt",
            "move copy.txt moved.txt",
            "ls",
            "get moved.txt back.txt",
            "delete moved.txt",
            "ls",
            "quit\n",
        )
    )
    done = subprocess.run(
        ["cadaver", f"{drive.url}/"],
        input=script,
        cwd=tmp_path,
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (tmp_path / "back.txt").read_text() == "Dear reader", done.stdout
    assert "failed" not in done.stdout.lower()
    assert "Value of colour is: red" in done.stdout


@contextmanager
def mounted(drive: Drive) -> Iterator[Path]:
    """The drive as a folder, by davfs2 that remembers nothing; unmounting returns when all that was written is sent."""
    with tempfile.TemporaryDirectory(prefix="egret-davfs-") as directory:
        home = Path(directory)
        home.chmod(0o755)
        place, cache, secrets, settings = (home / name for name in ("mounted", "cache", "secrets", "davfs2.conf"))
        for folder in (place, cache):
            folder.mkdir()
            folder.chmod(0o777)  # it runs as a user of its own
        secrets.write_text(f'"{drive.url}/" {drive.user} {drive.password}\n')
        secrets.chmod(0o600)
        chosen = {"secrets": secrets, "cache_dir": cache, "ask_auth": 0, "delay_upload": 0}
        settings.write_text("".join(f"{name} {value}\n" for name, value in chosen.items()))
        options = ["-t", "davfs", "-o", f"conf={settings}"]
        subprocess.run(["mount", *options, f"{drive.url}/", place], check=True, timeout=60)
        try:
            yield place
        finally:
            subprocess.run(["umount", place], check=True, timeout=120)


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mount.davfs") is None or not Path("/dev/fuse").exists(),
    reason="mounting needs root, davfs2 and FUSE",
)
def test_davfs2(drive: Drive) -> None:
    """By names alone: with Linux 6 davfs2 1.6 lists no folder of any server (EINVAL)."""
    large = os.urandom(9 * 1024 * 1024)
    with mounted(drive) as place:
        home = place / FOLDER
        home.mkdir()
        (home / "large.bin").write_bytes(large)
        (home / "note.txt").write_text("reed")
        with (home / "note.txt").open("a") as note:
            note.write(" and rush")
        (home / "inner").mkdir()
        shutil.copyfile(home / "large.bin", home / "copied.bin")
        (home / "large.bin").rename(home / "inner" / "moved #%41?.bin")
        (home / "copied.bin").unlink()
        assert os.statvfs(place).f_blocks > 0
    # What another client sees, and the same one once it forgot everything.
    moved = f"{drive.url}/{quote(FOLDER)}/inner/{quote('moved #%41?.bin')}"
    assert drive.curl(moved) == (200, large)
    assert drive.curl(f"{drive.url}/{quote(FOLDER)}/copied.bin")[0] == 404
    with mounted(drive) as place:
        home = place / FOLDER
        assert not (home / "large.bin").exists() and not (home / "copied.bin").exists()
        assert (home / "note.txt").read_text() == "reed and rush"
        assert (home / "inner" / "moved #%41?.bin").read_bytes() == large
        with pytest.raises(OSError, match="not empty"):
            home.rmdir()
        for path in (home / "inner" / "moved #%41?.bin", home / "note.txt"):
            path.unlink()
        for path in (home / "inner", home):
            path.rmdir()
    assert drive.curl(f"{drive.url}/{quote(FOLDER)}/")[0] == 404


def test_two_clients_and_one_lock(drive: Drive, tmp_path: Path) -> None:
    """Each request may reach another process."""
    file = tmp_path / "f"
    file.write_text("mine")
    status, body = drive.curl("-X", "LOCK", "-H", "Timeout: Second-300", "--data-binary", LOCK, f"{drive.url}/locked")
    assert status == 201
    found = re.search(rb"opaquelocktoken:[0-9a-f-]+", body)
    assert found is not None
    mine = f"If: (<{found[0].decode()}>)"
    for _ in range(6):
        assert drive.curl("-T", str(file), f"{drive.url}/locked")[0] == 423
        assert drive.curl("-X", "LOCK", "--data-binary", LOCK, f"{drive.url}/locked")[0] == 423
        assert drive.curl("-T", str(file), "-H", mine, f"{drive.url}/locked")[0] == 204
    assert drive.curl("-X", "DELETE", "-H", mine, f"{drive.url}/locked")[0] == 204


def test_a_chunked_body_of_any_size_is_stored(drive: Drive, tmp_path: Path) -> None:
    content = os.urandom(9 * 1024 * 1024 + 7)
    file = tmp_path / "f"
    file.write_bytes(content)
    chunked = ("-H", "Transfer-Encoding: chunked", "-H", "Expect: 100-continue", "-T", str(file))
    assert drive.curl(*chunked, f"{drive.url}/chunked")[0] == 201
    status, body = drive.curl(f"{drive.url}/chunked")
    assert status == 200
    assert body == content
    assert drive.curl("-r", "4194300-4194310", f"{drive.url}/chunked") == (206, content[4_194_300:4_194_311])


@pytest.mark.parametrize("chunked", [False, True])
def test_a_client_that_hangs_up_changes_nothing(drive: Drive, tmp_path: Path, chunked: bool) -> None:
    (tmp_path / "f").write_text("old")
    place = f"/dav/hangs-up-{chunked}"
    assert drive.curl("-T", str(tmp_path / "f"), f"{drive.egret.origin}{place}")[0] == 201
    with begun(drive, place, chunked=chunked) as connection:
        connection.sendall(piece(os.urandom(6 * 1024 * 1024), chunked))
    time.sleep(2)
    assert drive.curl(f"{drive.egret.origin}{place}") == (200, b"old")


def test_a_server_that_is_killed_in_the_middle_keeps_the_old_content(drive: Drive, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("old")
    assert drive.curl("-T", str(tmp_path / "f"), f"{drive.url}/killed")[0] == 201
    with begun(drive, "/dav/killed", chunked=False) as connection:
        connection.sendall(os.urandom(10 * 1024 * 1024))
        time.sleep(1)
        web = drive.egret.child("granian")
        for process in [*web.children(recursive=True), web]:
            process.send_signal(signal.SIGKILL)
    wait_until(lambda: drive.curl(f"{drive.url}/killed") == (200, b"old"), 30, "the old content")
    mended = drive.egret.command("doctor", "--reconcile")
    assert mended.returncode == 0, mended.stdout
    assert drive.curl("-T", str(tmp_path / "f"), f"{drive.url}/killed")[0] == 204


def begun(drive: Drive, place: str, *, chunked: bool) -> socket.socket:
    """A PUT whose body is still to come."""
    length = f"Content-Length: {WHOLE}"
    if chunked:
        # As Finder does: the server cannot tell the end of a chunked body from a break.
        length = f"Transfer-Encoding: chunked\r\nX-Expected-Entity-Length: {WHOLE}"
    connection = socket.create_connection(("localhost", drive.egret.port), timeout=20)
    secret = base64.b64encode(f"{drive.user}:{drive.password}".encode()).decode()
    head = (
        f"PUT {place} HTTP/1.1",
        f"Host: localhost:{drive.egret.port}",
        f"Authorization: Basic {secret}",
        length,
    )
    connection.sendall("\r\n".join((*head, "", "")).encode())
    return connection


def piece(content: bytes, chunked: bool) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content) if chunked else content
