"""A full disk: writes are refused with 5xx, nothing is corrupted, and service resumes when there is space again."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.crash.load import PROJECT, check_numbered, numbered_rows
from tests.server.process import ServerProcess
from tests.server.requests import create_run, history_post, stream_path

DISK_MB = 192
LEFT_MB = 8
BATCH_ROWS = 2000
RUN = "squeezed"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("mounting a small tmpfs needs root: run this test as root to have it")
    mount = tmp_path / "disk"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(mount)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this machine does not let root mount a tmpfs: {mounted.stderr.strip()}")
    try:
        yield mount
    finally:
        subprocess.run(["umount", "--lazy", str(mount)], check=False)


def fill(disk: Path) -> Path:
    """Put a file on the disk that leaves little space."""
    ballast = disk / "ballast"
    facts = os.statvfs(disk)
    free = facts.f_bavail * facts.f_frsize
    with ballast.open("wb") as file:
        for _ in range(max(0, free // 2**20 - LEFT_MB)):
            file.write(b"\0" * 2**20)
    return ballast


def post_rows(client: httpx.Client, first: int) -> httpx.Response:
    return client.post(stream_path(PROJECT, RUN), json=history_post(first, numbered_rows(first, BATCH_ROWS)))


def write_until_refused(client: httpx.Client, first: int) -> tuple[int, httpx.Response]:
    """Post rows until one post is refused; returns how many rows are in, and the refusal."""
    for _ in range(5000):
        answer = post_rows(client, first)
        if answer.status_code != 200:
            return first, answer
        first += BATCH_ROWS
    raise AssertionError("the disk never filled up")


def write_until_accepted(client: httpx.Client, first: int, timeout_s: float) -> None:
    deadline = time.monotonic() + timeout_s
    while post_rows(client, first).status_code != 200:
        assert time.monotonic() < deadline, f"still refused {timeout_s} s after there was space again"
        time.sleep(0.2)


@pytest.mark.timeout(300)
def test_a_full_disk_refuses_and_recovers(small_disk: Path) -> None:
    with ServerProcess(small_disk / "data") as server, server.client(timeout=60) as client:
        create_run(client, PROJECT, RUN)
        assert post_rows(client, 0).status_code == 200
        ballast = fill(small_disk)

        rows, refusal = write_until_refused(client, BATCH_ROWS)
        assert refusal.status_code in (500, 503, 507), refusal.text
        assert "disk" in refusal.text or "space" in refusal.text, "the refusal does not name its reason"
        assert client.get("/healthz").status_code in (200, 503, 507)
        assert post_rows(client, rows).status_code >= 500
        # What is in can still be read.
        check_numbered(client, RUN, rows)

        ballast.unlink()
        write_until_accepted(client, rows, 30)
        rows += BATCH_ROWS
        check_numbered(client, RUN, rows)
        assert client.get("/readyz").status_code == 200

        # Nothing was broken on disk: a killed server comes up again with the same rows.
        server.kill()
        server.start()
        check_numbered(client, RUN, rows)
        create_run(client, PROJECT, "another")
        assert (
            client.post(stream_path(PROJECT, "another"), json=history_post(0, numbered_rows(0, 5))).status_code == 200
        )


@pytest.mark.timeout(300)
def test_a_disk_that_is_full_from_the_start_is_named(small_disk: Path) -> None:
    """A server that cannot even make its folder says why, instead of starting half."""
    ballast = fill(small_disk)
    with ballast.open("ab") as file:
        try:
            while True:
                file.write(b"\0" * 2**16)
                file.flush()
        except OSError:
            pass
    server = ServerProcess(small_disk / "data")
    with pytest.raises(RuntimeError, match=r"(?i)space|disk|full"):
        server.start()
    ballast.unlink()
    server.start()
    server.stop()
