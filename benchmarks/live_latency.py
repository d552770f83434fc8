"""How long after a file-stream request is sent do 50 live subscribers have its points?

The clock runs from before the request leaves the writer to the moment a subscriber has parsed the event, so it holds the
way in, the durable commit and the way out. `paint.py` measures the rest of the way, to the pixel.
"""

import time

import numpy as np

from _server import (
    Connection,
    arguments,
    history_body,
    history_lines,
    metric_names,
    quantiles_ms,
    report,
    running_server,
)
from _subscribers import subscribed

PROJECT, RUN = "live", "watched"
SETTLE_S = 2.0


def write(connection: Connection, posts: int, interval_s: float, metrics: int) -> tuple[dict[int, float], list[float]]:
    """Post one row at a time; returns when each was sent, and how long each took to be acknowledged."""
    random, names = np.random.default_rng(1), metric_names(metrics)
    sent_at: dict[int, float] = {}
    durations = []
    for step in range(posts):
        lines = history_lines(step, names, random.normal(size=(1, metrics)), np.array([step * interval_s]))
        body = history_body(step, lines)
        sent_at[step] = time.perf_counter()
        connection.stream(PROJECT, RUN, body)
        durations.append(time.perf_counter() - sent_at[step])
        time.sleep(interval_s)
    return sent_at, durations


def main() -> None:
    options = arguments(__doc__, subscribers=50, posts=100, interval_ms=100, metrics=20)
    with running_server(options.data_dir) as server:
        connection = Connection(server)
        connection.create_run(PROJECT, RUN)
        with subscribed(server, PROJECT, RUN, options.subscribers) as subscribers:
            sent_at, durations = write(connection, options.posts, options.interval_ms / 1000, options.metrics)
            time.sleep(SETTLE_S)
    missed = sum(len(sent_at.keys() - subscriber.seen_at.keys()) for subscriber in subscribers)
    if missed:
        raise RuntimeError(f"{missed} of {len(sent_at) * len(subscribers)} events never came")
    report(
        "live_latency",
        sent_to_event=quantiles_ms([each.seen_at[step] - at for each in subscribers for step, at in sent_at.items()]),
        sent_to_acknowledged=quantiles_ms(durations),
        subscribers=options.subscribers,
        posts=options.posts,
        metrics_per_row=options.metrics,
    )


if __name__ == "__main__":
    main()
