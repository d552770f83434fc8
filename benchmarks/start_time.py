"""How long does the server take from its start to its first ready answer, with an empty and with a full data folder?

`--points` are put into the folder first (default 10 million; 100 million for the figure that is quoted). The server is
stopped once in good order and once killed: the slower start counts. The native API is built when the server is ready:
`api_max_s` is the slowest start until its first answer. `processor_s` is what starts cost of a processor until they are
ready; unlike the others it does not depend on what else the machine does.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from _seed import seed_runs
from _server import Connection, ServerProcess, arguments, data_folder, report

PROJECT = "start"


@dataclass(frozen=True)
class Start:
    """Seconds of one start: until it is ready, until the native API answers, and of a processor until it is ready."""

    ready_s: float
    api_s: float
    processor_s: float


def start(server: ServerProcess) -> Start:
    started = time.perf_counter()
    server.start_unready().wait_ready()
    ready_s = time.perf_counter() - started
    spent = psutil.Process(server.pid).cpu_times()
    Connection(server).ask("GET", "/api/v1/session")
    return Start(ready_s, time.perf_counter() - started, spent.user + spent.system)


def empty_starts(repeats: int) -> list[Start]:
    starts = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            server = ServerProcess(Path(folder))
            starts.append(start(server))
            server.stop()
    return starts


def figures(kind: str, starts: list[Start]) -> dict[str, object]:
    return {
        f"{kind}_s": [round(start.ready_s, 2) for start in starts],
        f"{kind}_max_s": round(max(start.ready_s for start in starts), 2),
        f"{kind}_api_max_s": round(max(start.api_s for start in starts), 2),
        f"{kind}_processor_s": [round(start.processor_s, 2) for start in starts],
    }


def main() -> None:
    options = arguments(__doc__, points=10_000_000, repeats=5, seed=1)
    empty = empty_starts(options.repeats)
    runs, steps = max(1, options.points // 1_000_000), 10_000
    with data_folder(options.data_dir) as folder:
        server = ServerProcess(folder)
        server.start()
        seed_runs(server, PROJECT, runs=runs, steps=steps, metrics=100, seed=options.seed)
        full = []
        for repeat in range(options.repeats):
            server.kill() if repeat % 2 else server.stop()
            full.append(start(server))
            answer = Connection(server).ask("POST", f"/api/v1/projects/admin/{PROJECT}/runs/search", {"limit": 500})
            if answer["total"] != runs:
                raise RuntimeError(f"{answer['total']} runs after the start, not {runs}")
        server.stop()
    report("start_time", **figures("empty", empty), **figures("full", full), points=runs * steps * 100)


if __name__ == "__main__":
    main()
