"""How fast does `wandb.Api()` list 10,000 runs, and read the history of a run of a million rows of ten metrics?

The real client of the development environment, in a process of its own, against a server that was filled through the
file stream. A finished run is read as Parquet and as rows, a live one row by row; what was read is checked.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np
import orjson

from _seed import ROWS_PER_REQUEST, RunPlan, seed_run
from _server import (
    ENTITY,
    Connection,
    ServerProcess,
    arguments,
    history_body,
    history_lines,
    metric_names,
    note,
    report,
    running_server,
    step_times,
    training_curves,
)
from runs_list import in_parallel

PROJECT = "public-api"
METRICS = 10
DONE, LIVE = RunPlan("done", 0, METRICS, 7), RunPlan("live", 0, METRICS, 8)

CLIENT = """
import json, pathlib, sys, time
import pyarrow.parquet, wandb

def timed(work):
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found

path, page, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
api = wandb.Api(timeout=60)
found = {}
for name, options in (("lazy", {}), ("full", {"lazy": False})):
    api = wandb.Api(timeout=60)  # an older one would load what it has, run by run
    seconds, ids = timed(lambda: [run.id for run in api.runs(path + "-list", per_page=page, **options)])
    found[name] = [len(set(ids)), seconds]

def scan(run_id, **options):
    total = rows = 0
    for row in api.run(f"{path}/{run_id}").scan_history(page_size=10_000, use_cache=False, **options):
        rows += 1
        total += row["train/metric_003"]
    return rows, total

names = [f"train/metric_{n:03d}" for n in range(10)]
found["scan_live"] = timed(lambda: scan("live"))
found["scan_live_keys"] = timed(lambda: scan("live", keys=names))
found["scan_done"] = timed(lambda: scan("done"))
found["scan_done_keys"] = timed(lambda: scan("done", keys=names))

def download():
    paths = api.run(f"{path}/done").download_history_exports(folder).paths
    tables = [pyarrow.parquet.read_table(path) for path in paths]
    return sum(t.num_rows for t in tables), sum(t["train/metric_003"].to_numpy().sum() for t in tables)

found["download"] = timed(download)
print("RESULT", json.dumps(found))
"""


def seed(server: ServerProcess, runs: int, rows: int, live_rows: int) -> None:
    """The runs to list, a finished run and a live one."""
    started = time.monotonic()

    def create(connection: Connection, index: int) -> None:
        config = {"lr": index / 1000, "optimizer": "adam", "layers": index % 7, "seed": index}
        connection.create_run(f"{PROJECT}-list", f"run-{index:05d}", config)
        summary = {"loss": 1 / (index + 1), "accuracy": index / runs, "_step": 100, "_runtime": 3.5}
        chunk = {"offset": 0, "content": [orjson.dumps(summary).decode()]}
        body = {"files": {"wandb-summary.json": chunk}, "complete": True, "exitcode": 0}
        connection.stream(f"{PROJECT}-list", f"run-{index:05d}", orjson.dumps(body))

    create(Connection(server), 0)
    in_parallel(create, server, runs)
    seed_run(Connection(server), PROJECT, RunPlan(DONE.run_id, rows, METRICS, DONE.seed), training_curves)
    seed_live(Connection(server), live_rows)
    note(f"seeded in {time.monotonic() - started:.0f} s")


def seed_live(connection: Connection, rows: int) -> None:
    random = np.random.default_rng(LIVE.seed)
    table, runtimes = training_curves(random, rows, METRICS), step_times(random, rows)
    connection.create_run(PROJECT, LIVE.run_id)
    for first in range(0, rows, ROWS_PER_REQUEST):
        part = slice(first, first + ROWS_PER_REQUEST)
        lines = history_lines(first, metric_names(METRICS), table[part], runtimes[part])
        connection.stream(PROJECT, LIVE.run_id, history_body(first, lines))


def ask_client(server: ServerProcess, page: int) -> dict[str, Any]:
    """Run the real client; its own figures."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "HOME": home,
            "WANDB_BASE_URL": f"http://127.0.0.1:{server.port}",
            "WANDB_API_KEY": server.api_key,
            "WANDB_ERROR_REPORTING": "false",
            "WANDB_CACHE_DIR": home,
        }
        command = [sys.executable, "-c", CLIENT, f"{ENTITY}/{PROJECT}", str(page), home]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=home, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if not lines:
        raise RuntimeError(f"the client failed: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(lines[-1].removeprefix("RESULT "))
    return found


def check(found: dict[str, Any], plan: RunPlan, rows: int, names: tuple[str, ...]) -> None:
    random = np.random.default_rng(plan.seed)
    expected = float(training_curves(random, rows, METRICS)[:, 3].sum())
    for name in names:
        counted, total = found[name][1]
        if counted != rows or abs(total - expected) > 1e-6 * max(abs(expected), 1):
            raise RuntimeError(f"{name} read {counted} rows with the sum {total}, not {rows} with {expected}")


def main() -> None:
    options = arguments(__doc__, runs=10_000, rows=1_000_000, live_rows=100_000, page=500)
    with running_server(options.data_dir) as server:
        stored = Connection(server).ask("GET", "/api/v1/projects")["projects"]
        if not any(project["name"] == PROJECT for project in stored):
            seed(server, options.runs, options.rows, options.live_rows)
        found = ask_client(server, options.page)
    check(found, DONE, options.rows, ("scan_done", "scan_done_keys", "download"))
    check(found, LIVE, options.live_rows, ("scan_live", "scan_live_keys"))
    figures: dict[str, int] = {}
    for name in ("lazy", "full"):
        counted, seconds = found[name]
        if counted != options.runs:
            raise RuntimeError(f"{counted} of {options.runs} runs were listed")
        figures[f"runs_per_s_{name}"] = round(counted / seconds)
    for name in ("scan_live", "scan_live_keys", "scan_done", "scan_done_keys", "download"):
        seconds, (counted, _) = found[name]
        figures[f"values_per_s_{name}"] = round(counted * METRICS / seconds)
    report("public_api", **figures, runs=options.runs, rows=options.rows, metrics=METRICS, page=options.page)


if __name__ == "__main__":
    main()
