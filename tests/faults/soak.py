"""An hour of logging, or as long as is asked: memory, files, threads and disk of the program must stay as they are."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from runlake.sdk.journal import FILE_BYTES
from tests.crash.load import PROJECT, stored_points
from tests.faults.proxy import FaultyProxy
from tests.server.process import ServerProcess

_SAMPLES = 60
_MAY_GROW_MB = 8.0
_PROGRAM = """
import sys, time, runlake
ends_at = time.monotonic() + float(sys.argv[1])
row = {f"metric_{index}": index for index in range(10)}
with runlake.init(run_id="soak", system_every_s=1) as run:
    while time.monotonic() < ends_at:
        for _ in range(100):
            run.log(row)
        run.log_batch({"curve": list(range(1000))})
        run.summary["rows"] = run.delivery.rows
        print(run.delivery)
        time.sleep(0.1)
    print(run.delivery.rows, file=open(sys.argv[2], "w"))
"""


@dataclass(frozen=True)
class _Sample:
    rss_mb: float
    files: int
    threads: int
    disk_mb: float


def soak(folder: Path, minutes: float) -> dict[str, object]:
    """Run one program for so long, through a network that fails now and then; returns what it took at first and at last."""
    journals = folder / "journals"
    with ServerProcess(folder / "data") as server, FaultyProxy(server.port) as proxy:
        given = {"RUNLAKE_URL": proxy.url, "RUNLAKE_API_KEY": server.api_key, "RUNLAKE_PROJECT": PROJECT}
        environment = {**os.environ, **given, "RUNLAKE_JOURNALS": str(journals)}
        command = [sys.executable, "-c", _PROGRAM, str(60 * minutes), str(folder / "rows")]
        program = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        samples = []
        while program.poll() is None and len(samples) < _SAMPLES - 1:
            time.sleep(60 * minutes / _SAMPLES)
            samples.append(_sample(program.pid, journals))
            if len(samples) % 5 == 0:
                proxy.cut()
        assert program.wait(120) == 0
        rows = int((folder / "rows").read_text())
        with server.client(timeout=60) as client:
            assert stored_points(client, "soak", "_timestamp") == rows
    return {"minutes": minutes, "rows": rows, **_compared(samples[3:])}


def _sample(pid: int, journals: Path) -> _Sample:
    process = psutil.Process(pid)
    disk_bytes = sum(path.stat().st_size for path in journals.rglob("*") if path.is_file())
    return _Sample(process.memory_info().rss / 1e6, process.num_fds(), process.num_threads(), disk_bytes / 1e6)


def _compared(samples: list[_Sample]) -> dict[str, object]:
    """First and last quarter beside each other. Raises AssertionError for what grew."""
    quarter = max(1, len(samples) // 4)
    first, last = samples[:quarter], samples[-quarter:]
    rss = median(each.rss_mb for each in first), median(each.rss_mb for each in last)
    files = max(each.files for each in first), max(each.files for each in last)
    threads = max(each.threads for each in first), max(each.threads for each in last)
    disk_mb = max(each.disk_mb for each in samples)
    assert rss[1] - rss[0] < _MAY_GROW_MB, f"memory grew: {rss} MB"
    assert files[1] <= files[0] + 1, f"open files grew: {files}"
    assert threads[1] <= threads[0], f"threads grew: {threads}"
    assert disk_mb < 2 * FILE_BYTES / 1e6, f"the journal took {disk_mb} MB"
    return {
        "rss_mb": [round(each, 1) for each in rss],
        "files": files,
        "threads": threads,
        "disk_mb": round(disk_mb, 1),
    }
