"""How long does the server take from its start to its first ready answer, with an empty and with a full data folder?

`--points` are put into the folder first (default 10 million; 100 million for the figure that is quoted). The server is
stopped once in good order and once killed: the slower start counts.
"""

import tempfile
import time
from pathlib import Path

from _seed import seed_runs
from _server import Connection, ServerProcess, arguments, data_folder, report

PROJECT = "start"


def start_s(server: ServerProcess) -> float:
    started = time.perf_counter()
    server.start()
    return time.perf_counter() - started


def empty_start_s(repeats: int) -> list[float]:
    times = []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as folder:
            server = ServerProcess(Path(folder))
            times.append(start_s(server))
            server.stop()
    return times


def main() -> None:
    options = arguments(__doc__, points=10_000_000, repeats=5, seed=1)
    empty = empty_start_s(options.repeats)
    runs, steps = max(1, options.points // 1_000_000), 10_000
    with data_folder(options.data_dir) as folder:
        server = ServerProcess(folder)
        server.start()
        seed_runs(server, PROJECT, runs=runs, steps=steps, metrics=100, seed=options.seed)
        full = []
        for repeat in range(options.repeats):
            server.kill() if repeat % 2 else server.stop()
            full.append(start_s(server))
            answer = Connection(server).ask("POST", f"/api/v1/projects/admin/{PROJECT}/runs/search", {"limit": 500})
            if answer["total"] != runs:
                raise RuntimeError(f"{answer['total']} runs after the start, not {runs}")
        server.stop()
    report(
        "start_time",
        empty_s=[round(value, 2) for value in empty],
        empty_max_s=round(max(empty), 2),
        full_s=[round(value, 2) for value in full],
        full_max_s=round(max(full), 2),
        points=runs * steps * 100,
    )


if __name__ == "__main__":
    main()
