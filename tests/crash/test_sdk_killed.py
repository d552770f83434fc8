"""SIGKILL of programs that `import runlake`, of the server, and of both, behind a bad network: what `log` returned from is stored
exactly once. `make soak-sdk` does more of it, and more to it."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from runlake.sdk.journal import UNSEEN
from tests.crash.load import PROJECT, read_rows, stored_points
from tests.faults.proxy import FaultyProxy
from tests.server.process import ServerProcess

# Another seed kills at other moments.
SEED = int(os.environ.get("CRASH_SEED", "20262"))
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "3"))
PROGRAMS = 2
FAULTS = ("lost answer", None, "half")

PROGRAM = """
import os, sys, time, runlake
run = runlake.init(run_id=sys.argv[1], console=False)
returned = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
for n in range(10**9):
    run.log({"n": n, "checksum": 7 * n + 1})
    os.pwrite(returned, b"%020d" % (n + 1), 0)
    if n % 20 == 0:
        time.sleep(0.01)
"""


@pytest.mark.timeout(300)
def test_what_log_returned_from_is_stored_exactly_once(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    environment = {**os.environ, "RUNLAKE_JOURNALS": str(tmp_path / "journals"), "RUNLAKE_PROJECT": PROJECT}
    with ServerProcess(tmp_path / "data") as server, FaultyProxy(server.port) as proxy:
        environment |= {"RUNLAKE_URL": proxy.url, "RUNLAKE_API_KEY": server.api_key}
        counts: dict[str, Path] = {}
        for number in range(ROUNDS):
            programs = []
            proxy.fault = FAULTS[number % len(FAULTS)]
            for index in range(PROGRAMS):
                run_id = f"killed-{number}-{index}"
                counts[run_id] = tmp_path / run_id
                command = [sys.executable, "-c", PROGRAM, run_id, str(counts[run_id])]
                programs.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
            for at, program in enumerate(programs):
                time.sleep(moments.uniform(0.5, 2))
                if at == 0 or moments.random() < 0.3:
                    server.kill()
                program.kill()
                program.wait()
            if not server.running:
                server.start()
            proxy.fault = None
        _sync(environment)
        assert [path for path in (tmp_path / "journals").iterdir() if not path.name.startswith(UNSEEN)] == []
        with server.client(timeout=30) as client:
            returned = {run_id: _returned(path) for run_id, path in counts.items()}
            assert sum(returned.values()) > 0, "no program got so far as to log: nothing was tested"
            for run_id, rows in returned.items():
                if rows:
                    _check(client, run_id, rows)


def _sync(environment: dict[str, str]) -> None:
    """Send what is left; killed once in the middle, then let to its end."""
    command = [sys.executable, "-c", "import sys; from runlake.sdk.commands import sync; sys.exit(sync())"]
    interrupted = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    time.sleep(0.3)
    interrupted.kill()
    interrupted.wait()
    subprocess.run(command, env=environment, check=True, timeout=60)


def _returned(path: Path) -> int:
    return int(path.read_bytes()) if path.exists() and path.stat().st_size else 0


def _check(client: httpx.Client, run_id: str, returned: int) -> None:
    """What `log` returned from is there once, and of the call that was cut short as much as was written: all or nothing."""
    stored = read_rows(client, run_id)
    assert len(stored) in (returned, returned + 1)
    assert [row["n"] for row in stored] == list(range(len(stored)))
    assert all(row["checksum"] == 7 * row["n"] + 1 and row["_step"] == row["n"] for row in stored)
    assert stored_points(client, run_id, "n") == len(stored)
