"""Filling a server with runs through the wandb file stream: the only way that a user's data comes in, so no other is used."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import orjson

from _server import Connection, history_body, history_lines, metric_names, note, step_times, training_curves
from tests.server.process import ServerProcess

ROWS_PER_REQUEST = 500
WRITERS = 4

MakeValues = Callable[[np.random.Generator, int, int], np.ndarray]
"""(random, rows, metrics) → rows x metrics of float64."""


@dataclass(frozen=True)
class RunPlan:
    """One run to seed: `metrics` series of `steps` points each."""

    run_id: str
    steps: int
    metrics: int
    seed: int


def seed_runs(
    server: ServerProcess,
    project: str,
    *,
    runs: int,
    steps: int,
    metrics: int,
    seed: int,
    values: MakeValues = training_curves,
) -> None:
    """Create runs `run-0000` … with series `train/metric_000` …; returns when all points are acknowledged."""
    plans = [RunPlan(f"run-{index:04d}", steps, metrics, seed * 1_000_003 + index) for index in range(runs)]
    seed_plans(server, project, plans, values)


def seed_plans(server: ServerProcess, project: str, plans: list[RunPlan], values: MakeValues = training_curves) -> None:
    """Seed these runs, a few at a time, in parallel."""
    todo, errors = list(reversed(plans)), []
    points, started = sum(plan.steps * plan.metrics for plan in plans), time.monotonic()

    def work() -> None:
        connection = Connection(server)
        try:
            while todo and not errors:
                seed_run(connection, project, todo.pop(), values)
        except Exception as error:  # noqa: BLE001 - raised below, in the caller's thread
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    elapsed_s = time.monotonic() - started
    note(f"seeded {points:,} points of {len(plans)} runs in {elapsed_s:.1f} s ({points / elapsed_s:,.0f} points/s)")


def seed_run(connection: Connection, project: str, plan: RunPlan, values: MakeValues) -> None:
    random = np.random.default_rng(plan.seed)
    table = values(random, plan.steps, plan.metrics)
    names = metric_names(plan.metrics)
    runtimes = step_times(random, plan.steps)
    connection.create_run(project, plan.run_id, {"seed": plan.seed, "lr": float(random.choice([0.1, 0.01, 0.001]))})
    for first in range(0, plan.steps, ROWS_PER_REQUEST):
        rows = slice(first, first + ROWS_PER_REQUEST)
        lines = history_lines(first, names, table[rows], runtimes[rows])
        connection.stream(project, plan.run_id, history_body(first, lines))
    summary = dict(zip(names, table[-1].tolist(), strict=True))
    chunk = {"offset": 0, "content": [orjson.dumps(summary).decode()]}
    connection.stream(
        project, plan.run_id, orjson.dumps({"files": {"wandb-summary.json": chunk}, "complete": True, "exitcode": 0})
    )


def values_of(plan: RunPlan, values: MakeValues = training_curves) -> np.ndarray:
    """What `seed_run` sent for this plan (steps x metrics), to check answers against."""
    return values(np.random.default_rng(plan.seed), plan.steps, plan.metrics)
