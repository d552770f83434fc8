"""What does a training loop wait for, with `runlake` and with the loggers that people have now?

Each library runs in an environment of its own, made below `.make` on first use, as its quick start shows it, with its
default local store on the same disk; runlake, and wandb in one of its two modes, against a Runlake server on the same
cores. A program imports, begins a run, logs a row of ten numbers `calls` times and ends the run. What our server and
MLflow's store hold then is counted: neither may be quick by losing rows.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from _server import ServerProcess, arguments, note, report, running_server

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.conformance import environments

PROGRAM = """
import sys, time, json, os, resource
def rss_mb(): return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
begun = rss_mb()
started = time.perf_counter()
IMPORT
imported_s = time.perf_counter() - started
started = time.perf_counter()
START
init_s = time.perf_counter() - started
row = {f"train/metric_{index}": index / 7 for index in range(10)}
clock, durations = time.perf_counter_ns, []
loop = time.perf_counter()
for step in range(CALLS):
    begin = clock()
    LOG
    durations.append(clock() - begin)
looped = time.perf_counter() - loop
END
ended_s = time.perf_counter() - loop
durations.sort()
print("RESULT " + json.dumps({
    "import_ms": imported_s * 1e3,
    "init_ms": init_s * 1e3,
    "log_p50_us": durations[len(durations) // 2] / 1e3,
    "log_p99_us": durations[len(durations) * 99 // 100] / 1e3,
    "log_calls_per_s": CALLS / looped,
    "stored_points_per_s": CALLS * 10 / ended_s,
    "rss_mb": rss_mb() - begun,
    "stored": STORED,
}))
"""


@dataclass(frozen=True, slots=True)
class Library:
    """How a library is used. `stored` is an expression for the numbers that are in its store after the end."""

    packages: tuple[str, ...]
    imports: str
    start: str
    log: str
    end: str
    stored: str = "None"
    calls: int = 2_000

    def program(self) -> str:
        """What is run."""
        parts = {"IMPORT": self.imports, "START": self.start, "LOG": self.log, "END": self.end}
        program = PROGRAM.replace("STORED", self.stored).replace("CALLS", str(self.calls))
        for name, code in parts.items():
            program = program.replace(f"\n{name}\n", f"\n{code}\n").replace(f"    {name}\n", f"    {code}\n")
        return program


MLFLOW = ("mlflow==3.17.2",)
MLFLOW_START = (
    "mlflow.set_tracking_uri('sqlite:///' + os.getcwd() + '/mlflow.db'); mlflow.set_experiment('digits'); "
    "active = mlflow.start_run()"
)
MLFLOW_STORED = """__import__("sqlite3").connect("mlflow.db").execute("select count(*) from metrics").fetchone()[0]"""
WANDB = Library(
    ("wandb==0.31.0",), "import wandb; wandb.init", "run = wandb.init(project='rivals')", "run.log(row)", "run.finish()"
)
LIBRARIES = {
    "runlake, server": Library(
        (),
        "import runlake; runlake.init",
        "run = runlake.init(console=False)",
        "run.log(row)",
        "run.finish(timeout_s=300)",
        "len(runlake.Api().run('rivals/' + run.run_id).metrics(list(row)))",
        50_000,
    ),
    "wandb, server": WANDB,
    "wandb, offline": WANDB,
    "MLflow, SQLite": Library(
        MLFLOW,
        "import mlflow; mlflow.start_run",
        MLFLOW_START,
        "mlflow.log_metrics(row, step=step)",
        "mlflow.end_run()",
        MLFLOW_STORED,
        500,
    ),
    "MLflow, SQLite, asynchronous": Library(
        MLFLOW,
        "import mlflow; mlflow.start_run",
        MLFLOW_START,
        "mlflow.log_metrics(row, step=step, synchronous=False)",
        "mlflow.flush_async_logging(); mlflow.end_run()",
        MLFLOW_STORED,
        500,
    ),
    "tensorboardX": Library(
        ("tensorboardX==2.6.5",),
        "import tensorboardX; tensorboardX.SummaryWriter",
        "writer = tensorboardX.SummaryWriter('events')",
        "for name, value in row.items(): writer.add_scalar(name, value, step)",
        "writer.close()",
    ),
    "trackio": Library(
        ("trackio==0.43.0",),
        "import trackio; trackio.init",
        "run = trackio.init(project='rivals')",
        "trackio.log(row)",
        "trackio.finish()",
    ),
    "Aim": Library(
        ("aim==3.29.1",),
        "import aim; aim.Run",
        "run = aim.Run(repo='.', log_system_params=False)",
        "run.track(row, step=step)",
        "run.close()",
    ),
}


def python_of(library: Library) -> str:
    """The interpreter of a library's environment; ours for our own."""
    if not library.packages:
        return sys.executable
    name = library.packages[0].replace("==", "-")
    return str(environments.make(f"rival-{name}", library.packages))


def run_once(name: str, library: Library, server: ServerProcess) -> dict[str, Any]:
    """The figures of one program, started in an empty folder."""
    with tempfile.TemporaryDirectory(dir=server.data_dir.parent) as folder:
        environment = {
            **os.environ,
            **server.wandb_environment(Path(folder)),
            "WANDB_MODE": "offline" if name.endswith("offline") else "online",
            "RUNLAKE_URL": server.url,
            "RUNLAKE_API_KEY": server.api_key,
            "RUNLAKE_JOURNALS": f"{folder}/journals",
            "RUNLAKE_PROJECT": "rivals",
            "TRACKIO_DIR": f"{folder}/trackio",
            "HF_HUB_OFFLINE": "1",
            "DO_NOT_TRACK": "1",
        }
        done = subprocess.run(
            [python_of(library), "-c", library.program()],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not lines:
        raise RuntimeError(f"{name}: {done.stdout[-2000:]}{done.stderr[-4000:]}")
    found: dict[str, Any] = json.loads(lines[-1].removeprefix("RESULT "))
    stored, logged = found.pop("stored"), library.calls * 10
    if stored is not None and stored != logged:
        raise RuntimeError(f"{name} stored {stored} of {logged} numbers")
    return found


def best(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """Of each figure the best: the highest of speeds, the lowest of the rest."""
    choose = {name: max if name.endswith("_per_s") else min for name in rounds[0]}
    return {name: round(choose[name](each[name] for each in rounds), 2) for name in rounds[0]}


def main() -> None:
    options = arguments(__doc__, rounds=3, only="")
    with running_server(options.data_dir) as server:
        figures = {}
        for name, library in LIBRARIES.items():
            if options.only in name:
                note(name)
                figures[name] = best([run_once(name, library, server) for _ in range(options.rounds)])
        report("_log_rivals", **figures, rounds=options.rounds, load_average=os.getloadavg()[0])


if __name__ == "__main__":
    main()
