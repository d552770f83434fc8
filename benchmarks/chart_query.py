"""How long does a chart wait for its points over HTTP, with 100 million points stored?

Asked for: one metric of one run of 100,000 steps, whole and zoomed to a tenth; one metric of 100 runs. Every question is
about another metric than the one before. The envelopes are checked against the values that were sent.
"""

import time
from typing import Any

import numpy as np

from _seed import RunPlan, seed_plans, values_of
from _server import Connection, arguments, metric_names, note, quantiles_ms, report, rss_bytes, running_server

PROJECT = "charts"
LONG_METRICS = 100
MANY_RUNS, MANY_METRICS = 100, 20


def plans(points: int, seed: int) -> tuple[RunPlan, list[RunPlan]]:
    """A tenth of the points in one long run, the rest in a hundred runs of 20 metrics."""
    long = RunPlan("long", points // 10 // LONG_METRICS, LONG_METRICS, seed)
    steps = points * 9 // 10 // (MANY_RUNS * MANY_METRICS)
    return long, [RunPlan(f"many-{index:03d}", steps, MANY_METRICS, seed + 1 + index) for index in range(MANY_RUNS)]


def ask(
    connection: Connection, run_ids: list[str], metric: str, buckets: int, steps: tuple[int, int] | None = None
) -> list[dict[str, Any]]:
    query = {"runs": run_ids, "metrics": [metric], "x": {"kind": "step"}, "buckets": buckets, "source": "history"}
    query["range"] = list(steps) if steps else None
    answer = connection.ask("POST", f"/api/v1/projects/admin/{PROJECT}/points", query)
    return answer["series"]


def timed(
    connection: Connection, run_ids: list[str], metrics: list[str], buckets: int, repeats: int, zoom: int = 0
) -> dict[str, float]:
    durations = []
    for repeat in range(repeats + 1):
        steps = (zoom * (repeat % 9), zoom * (repeat % 9 + 1) - 1) if zoom else None
        started = time.perf_counter()
        ask(connection, run_ids, metrics[repeat % len(metrics)], buckets, steps)
        durations.append(time.perf_counter() - started)
    return quantiles_ms(durations[1:])  # the first one opens the connection


def check(series: dict[str, Any], sent: np.ndarray) -> None:
    """The envelope holds every point: its counts, extremes and mean are those of the values that were sent.

    The answer writes values that were float32 with the digits of a float32.
    """
    mean = np.asarray(series["mean"])
    exact = series["exact"]  # then every bucket is one point, and `mean` is its value
    low, high = (mean, mean) if exact else (np.asarray(series["min"]), np.asarray(series["max"]))
    count = np.ones_like(mean) if exact else np.asarray(series["count"])
    found = [count.sum(), low.min(), high.max(), (mean * count).sum() / count.sum()]
    expected = [len(sent), sent.min(), sent.max(), sent.mean()]
    if not np.allclose(found, expected, rtol=1e-6):
        raise RuntimeError(f"the envelope of {series['run_id']} has {found}, sent was {expected}")


def main() -> None:
    options = arguments(__doc__, points=100_000_000, repeats=40, buckets=1000, seed=1)
    long, many = plans(options.points, options.seed)
    with running_server(options.data_dir) as server:
        connection = Connection(server)
        stored = connection.ask("GET", "/api/v1/projects")["projects"]
        if not any(project["name"] == PROJECT for project in stored):  # a kept folder is seeded once
            seed_plans(server, PROJECT, [long, *many])
            connection = Connection(server)  # seeding takes longer than a server keeps an idle connection
        note("checking")
        metric = metric_names(LONG_METRICS)[7]
        check(ask(connection, ["long"], metric, options.buckets)[0], values_of(long)[:, 7])
        many_ids = [plan.run_id for plan in many]
        answers = {series["run_id"]: series for series in ask(connection, many_ids, metric, options.buckets)}
        for plan in (many[0], many[-1]):
            check(answers[plan.run_id], values_of(plan)[:, 7])
        one, hundred = metric_names(LONG_METRICS), metric_names(MANY_METRICS)
        report(
            "chart_query",
            one_run=timed(connection, ["long"], one, options.buckets, options.repeats),
            one_run_zoomed=timed(connection, ["long"], one, options.buckets, options.repeats, zoom=long.steps // 10),
            hundred_runs=timed(connection, many_ids, hundred, options.buckets, options.repeats),
            hundred_runs_250_buckets=timed(connection, many_ids, hundred, 250, options.repeats),
            points=long.steps * long.metrics + sum(plan.steps * plan.metrics for plan in many),
            long_run_steps=long.steps,
            steps_of_each_of_100=many[0].steps,
            buckets=options.buckets,
            rss_mb=round(rss_bytes(server) / 1e6),
        )


if __name__ == "__main__":
    main()
