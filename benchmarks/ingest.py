"""How many points per second does the wandb file stream acknowledge, and how long does a request take?

Eight writers, a run each, post requests of 200 rows of 100 metrics as fast as they are answered. Acknowledged means
durable and queryable: at the end every run must hold exactly the rows that were acknowledged. `--seconds 600` is the soak.
"""

import json
import threading
import time
from dataclasses import dataclass, field

import numpy as np

from _server import (
    Connection,
    arguments,
    metric_names,
    note,
    quantiles_ms,
    report,
    rss_bytes,
    running_server,
    training_curves,
)

PROJECT = "ingest"
PREPARED_ROWS = 1000


@dataclass
class Writer:
    """One run's writer. Rows are rendered beforehand but for their step and time, to leave the processor to the server."""

    connection: Connection
    run_id: str
    prepared: list[str]
    rows_per_request: int
    rows: int = 0
    retries: int = 0
    durations: list[float] = field(default_factory=list)
    error: BaseException | None = None

    def run(self, deadline: float) -> None:
        try:
            while time.monotonic() < deadline:
                self.post(self.body())
        except BaseException as error:  # noqa: BLE001 - reported by the main thread
            self.error = error

    def body(self) -> bytes:
        lines = []
        now = time.time()
        for step in range(self.rows, self.rows + self.rows_per_request):
            metrics = self.prepared[step % len(self.prepared)]
            runtime_s = step * 0.0137
            lines.append(
                f'{metrics},\\"_step\\":{step},\\"_timestamp\\":{now + runtime_s},\\"_runtime\\":{runtime_s}}}"'
            )
        content = ",".join(lines)
        return f'{{"files":{{"wandb-history.jsonl":{{"offset":{self.rows},"content":[{content}]}}}}}}'.encode()

    def post(self, body: bytes) -> None:
        started = time.perf_counter()
        while True:
            status, answer = self.connection.send("POST", f"/files/admin/{PROJECT}/{self.run_id}/file_stream", body)
            if status == 200:
                break
            if status not in (429, 503):
                raise RuntimeError(f"{self.run_id}: {status} {answer[:300]!r}")
            self.retries += 1
            time.sleep(0.1)
        self.durations.append(time.perf_counter() - started)
        self.rows += self.rows_per_request


def prepare(random: np.random.Generator, metrics: int) -> list[str]:
    """Rows without their end, already escaped for the place inside a JSON string."""
    names = metric_names(metrics)
    rows = training_curves(random, PREPARED_ROWS, metrics).tolist()
    return [json.dumps(json.dumps(dict(zip(names, row, strict=True)), separators=(",", ":")))[:-2] for row in rows]


def check(connection: Connection, writer: Writer) -> None:
    """The run holds exactly the acknowledged rows, and all of them can be queried."""
    run = connection.ask("GET", f"/api/v1/projects/admin/{PROJECT}/runs/{writer.run_id}")["run"]
    stored = run["line_counts"]["history"]
    query = {"runs": [writer.run_id], "metrics": ["train/metric_000"], "x": {"kind": "step"}, "buckets": 100}
    series = connection.ask("POST", f"/api/v1/projects/admin/{PROJECT}/points", query)["series"][0]
    queried = series["points"]
    if not writer.rows == stored == queried:
        raise RuntimeError(f"{writer.run_id}: acknowledged {writer.rows} rows, stored {stored}, queried {queried}")


def main() -> None:
    options = arguments(__doc__, seconds=30, writers=8, metrics=100, rows_per_request=200, seed=1)
    random = np.random.default_rng(options.seed)
    with running_server(options.data_dir) as server:
        writers = []
        for index in range(options.writers):
            connection = Connection(server)
            connection.create_run(PROJECT, f"writer-{index}")
            prepared = prepare(random, options.metrics)
            writers.append(Writer(connection, f"writer-{index}", prepared, options.rows_per_request))
        started = time.monotonic()
        threads = [threading.Thread(target=writer.run, args=[started + options.seconds]) for writer in writers]
        for thread in threads:
            thread.start()
        memory = []
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.5)
            memory.append(rss_bytes(server))
        elapsed_s = max(time.monotonic() - started, 1e-9)
        for writer in writers:
            if writer.error is not None:
                raise writer.error
        note("checking")
        for writer in writers:
            check(writers[0].connection, writer)
        rows = sum(writer.rows for writer in writers)
        report(
            "ingest",
            points_per_s=round(rows * options.metrics / elapsed_s),
            request=quantiles_ms([duration for writer in writers for duration in writer.durations]),
            rows=rows,
            points=rows * options.metrics,
            requests=sum(len(writer.durations) for writer in writers),
            retries=sum(writer.retries for writer in writers),
            rss_max_mb=round(max(memory) / 1e6),
            rss_mb_over_time=[round(value / 1e6) for value in memory[:: max(1, len(memory) // 10)]],
            seconds=round(elapsed_s, 1),
            writers=options.writers,
            metrics_per_row=options.metrics,
            rows_per_request=options.rows_per_request,
        )


if __name__ == "__main__":
    main()
