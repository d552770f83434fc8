"""What does logging with `import runlake` cost a program, and how fast is it durable and queryable?

Every figure comes from a program of its own, as a user would run it; the caller's side beside wandb's offline mode, in
the same run. The end of a run is when `finish` returns: then the server has stored everything, and it is counted there.
Speeds and times are of `rounds` rounds the best: what the machine does beside is not the library's.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psutil

from _server import Connection, ServerProcess, arguments, note, report, running_server

PROJECT = "sdk"
METRICS = 10

TIMED = """
import sys, time, json, resource
before = set(sys.modules)
started, cpu = time.perf_counter(), time.process_time()
import LIBRARY
LIBRARY.init
imported, cpu = time.perf_counter() - started, time.process_time() - cpu
modules = [m for m in set(sys.modules) - before if m.partition(".")[0] not in sys.stdlib_module_names]
"""
IMPORT = TIMED + 'print(json.dumps({"ms": imported * 1e3, "cpu_ms": cpu * 1e3, "modules": len(modules)}))'
LOG = (
    TIMED
    + """
def rss_mb(): return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
rss = rss_mb()
started = time.perf_counter()
run = START
init_s = time.perf_counter() - started
row = {f"train/metric_{index}": index / 7 for index in range(10)}
clock, durations = time.perf_counter_ns, []
for step in range(200): run.log(row)
started = time.perf_counter()
for step in range(CALLS):
    begin = clock()
    run.log(row)
    durations.append(clock() - begin)
looped = time.perf_counter() - started
run.finish()
durations.sort()
print(json.dumps({
    "init_ms": init_s * 1e3,
    "log_p50_us": durations[len(durations) // 2] / 1e3,
    "log_p99_us": durations[len(durations) * 99 // 100] / 1e3,
    "log_calls_per_s": CALLS / looped,
    "rss_mb": rss_mb() - rss,
}), flush=True)
"""
)
BATCH = """
import json, time, runlake
import numpy as np
ROWS, METRICS, BATCHES = 50_000, 10, COUNT
columns = {f"train/metric_{index}": np.random.default_rng(index).normal(size=ROWS) for index in range(METRICS)}
started = time.perf_counter()
run = runlake.init(run_id="RUN", mode="MODE", console=False)
for _ in range(BATCHES): run.log_batch(columns)
logged = time.perf_counter() - started
run.finish(timeout_s=300)
ended = time.perf_counter() - started
points = ROWS * METRICS * BATCHES
print(json.dumps({"points": points, "journal": points / logged, "durable": points / ended, "client_cpu_s_per_million": time.process_time() * 1e6 / points}))
"""
ROWS = """
import json, time, runlake
row = {f"train/metric_{index}": index / 7 for index in range(10)}
started = time.perf_counter()
run = runlake.init(run_id="RUN", console=False)
for _ in range(COUNT): run.log(row)
run.finish(timeout_s=300)
points, ended = 10 * COUNT, time.perf_counter() - started
print(json.dumps({"points": points, "durable": points / ended, "client_cpu_s_per_million": time.process_time() * 1e6 / points}))
"""
TRACE = """
import json, time, os, runlake
@runlake.trace
def traced(a, b=2): return a
def us(calls):
    durations = []
    for number in range(calls):
        begin = time.perf_counter_ns()
        traced(number)
        durations.append(time.perf_counter_ns() - begin)
    return sorted(durations)[calls // 2] / 1e3
project = os.environ.pop("RUNLAKE_PROJECT")
nowhere = us(CALLS)
run = runlake.init(project, console=False)
kept = us(CALLS)
run.finish(timeout_s=300)
print(json.dumps({"p50_us": kept, "nowhere_p50_us": nowhere}))
"""


def run_program(server: ServerProcess, program: str, **values: object) -> dict[str, Any]:
    """The JSON that a program prints last."""
    for name, value in values.items():
        program = program.replace(name, str(value))
    with tempfile.TemporaryDirectory(dir=server.data_dir.parent) as folder:
        client = {
            "RUNLAKE_URL": server.url,
            "RUNLAKE_API_KEY": server.api_key,
            "RUNLAKE_JOURNALS": f"{folder}/journals",
            "RUNLAKE_PROJECT": PROJECT,
            "RUNLAKE_SILENT": "1",
        }
        environment = {**os.environ, **server.wandb_environment(Path(folder)), **client, "WANDB_MODE": "offline"}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, cwd=folder, capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def best(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Of each figure the best: the highest of speeds, the lowest of the rest."""
    choose = {name: max if name.endswith("_per_s") or name in ("journal", "durable") else min for name in rounds[0]}
    return {name: round(choose[name](each[name] for each in rounds), 2) for name in rounds[0]}


def check(connection: Connection, run_id: str, points: int) -> None:
    """The run holds exactly what was logged, and no journal is left."""
    run = connection.ask("GET", f"/api/v1/projects/admin/{PROJECT}/runs/{run_id}")["run"]
    rows = points // METRICS
    if run["point_count"] != points + rows:  # each row has its time beside what was logged
        raise RuntimeError(f"{run_id} holds {run['point_count']} points, not {points}")


def main() -> None:
    options = arguments(__doc__, rounds=3, calls=50_000, wandb_calls=5_000, batches=12, rows=150_000)
    with running_server(options.data_dir) as server:
        connection = Connection(server)
        figures: dict[str, Any] = {}
        libraries = {
            "runlake": "runlake.init(console=False)",
            "runlake_offline": "runlake.init(console=False, mode='offline')",
        }
        for name, start in {**libraries, "wandb_offline": "wandb.init(project='sdk')"}.items():
            note(f"calls of {name}")
            library = name.partition("_")[0]
            calls = options.wandb_calls if library == "wandb" else options.calls
            values = {"LIBRARY": library, "START": start, "CALLS": calls}
            figures[name] = best([run_program(server, LOG, **values) for _ in range(options.rounds)])
            if name != "runlake_offline":
                figures[name]["import"] = best([run_program(server, IMPORT, **values) for _ in range(options.rounds)])
        for name, program, count in (("rows", ROWS, options.rows), ("batches", BATCH, options.batches)):
            note(f"{name}, end to end")
            ended = []
            for index in range(options.rounds):
                run_id = f"{name}-{index}"
                before = psutil.Process(server.pid).cpu_times()
                found = run_program(server, program, COUNT=count, RUN=run_id, MODE="online")
                after = psutil.Process(server.pid).cpu_times()
                check(connection, run_id, found["points"])
                server_s = after.user + after.system - before.user - before.system
                ended.append(found | {"server_cpu_s_per_million": server_s * 1e6 / found["points"]})
            figures[name] = best(ended)
        note("traced calls")
        figures["trace"] = best([run_program(server, TRACE, CALLS=5_000) for _ in range(options.rounds)])
        offline = [run_program(server, BATCH, COUNT=options.batches, RUN="off", MODE="offline") for _ in range(3)]
        figures["batches_offline"] = best(offline)
        report("sdk", **figures, rounds=options.rounds, load_average=os.getloadavg()[0])


if __name__ == "__main__":
    main()
