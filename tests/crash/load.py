"""A load generator that logs numbered rows through the wandb file stream, and the check that each is there exactly once.

Row k of a run holds `n = k` and `checksum = 7 k + 1`, so that a row that is lost, doubled, moved or mixed up shows.
"""

import json
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.server.process import ServerProcess
from tests.server.requests import graphql, history_post, stream_path

PROJECT = "numbered"
RETRY_S = 0.05
_RETRIED = frozenset((429, 500, 502, 503, 504, 507))
_HISTORY = """query HistoryPage($entity: String!, $project: String!, $run: String!, $minStep: Int64!, $maxStep: Int64!, $pageSize: Int!) {
  project(name: $project, entityName: $entity) {
    run(name: $run) { history(minStep: $minStep, maxStep: $maxStep, samples: $pageSize) }
  }
}"""
_PAGE_STEPS = 5000


def numbered_rows(first: int, rows: int) -> list[str]:
    started = 1_790_000_000.0
    return [
        json.dumps({"n": n, "checksum": 7 * n + 1, "_step": n, "_timestamp": started + n * 0.1, "_runtime": n * 0.1})
        for n in range(first, first + rows)
    ]


@dataclass
class NumberedWriter:
    """One writer with one run: posts batches of random size, and repeats a post until it is acknowledged."""

    server: ServerProcess
    run_id: str
    seed: int
    acknowledged_rows: int = 0
    repeated_posts: int = 0
    refusals: dict[int, int] = field(default_factory=dict)
    error: BaseException | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name=self.run_id)
        self._thread.start()

    def finish(self, timeout_s: float = 60) -> None:
        """Let the writer get its last post acknowledged; raises what it raised."""
        self._stop.set()
        assert self._thread is not None
        self._thread.join(timeout_s)
        assert not self._thread.is_alive(), f"{self.run_id} did not finish by itself"
        if self.error is not None:
            raise self.error

    def _run(self) -> None:
        sizes = random.Random(self.seed)
        try:
            with self.server.client(timeout=10) as client:
                while not self._stop.is_set():
                    rows = sizes.randint(1, 60)
                    self._post(client, rows)
                    self.acknowledged_rows += rows
        except BaseException as error:  # noqa: BLE001 - the caller of `finish` gets it
            self.error = error

    def _post(self, client: httpx.Client, rows: int) -> None:
        body = history_post(self.acknowledged_rows, numbered_rows(self.acknowledged_rows, rows))
        deadline = time.monotonic() + 60
        while True:
            try:
                status = client.post(stream_path(PROJECT, self.run_id), json=body).status_code
            except httpx.TransportError:
                status = 0
            if status == 200:
                return
            assert status == 0 or status in _RETRIED, f"{self.run_id}: a retryable post was answered {status}"
            assert time.monotonic() < deadline, f"{self.run_id}: no answer for a minute"
            self.refusals[status] = self.refusals.get(status, 0) + 1
            self.repeated_posts += 1
            time.sleep(RETRY_S)


def read_rows(
    client: httpx.Client, run_id: str, project: str = PROJECT, *, steps: range | None = None
) -> list[dict[str, Any]]:
    """All rows of a run, or of some of its steps, in the order the server gives them, read in pages as `run.scan_history()` does."""
    rows: list[dict[str, Any]] = []
    if steps is None:
        last_step = run_facts(client, run_id, project)["last_step"]
        steps = range((last_step if last_step is not None else -1) + 1)
    for first in steps[::_PAGE_STEPS]:
        page = {"minStep": first, "maxStep": min(first + _PAGE_STEPS, steps.stop), "pageSize": _PAGE_STEPS}
        data = graphql(client, _HISTORY, entity="admin", project=project, run=run_id, **page)
        rows += [json.loads(line) for line in data["project"]["run"]["history"]]
    return rows


def run_facts(client: httpx.Client, run_id: str, project: str = PROJECT) -> dict[str, Any]:
    answer = client.get(f"/api/v1/projects/admin/{project}/runs/{run_id}")
    assert answer.status_code == 200, answer.text[:500]
    facts: dict[str, Any] = answer.json()["run"]
    return facts


def stored_points(client: httpx.Client, run_id: str, metric: str, project: str = PROJECT) -> int:
    """How many points the store holds for one metric: a row that is stored twice counts twice here."""
    query = {"runs": [run_id], "metrics": [metric], "x": {"kind": "step"}, "range": None, "buckets": 100}
    answer = client.post(f"/api/v1/projects/admin/{project}/points", json=query | {"source": "history"})
    assert answer.status_code == 200, answer.text[:500]
    return sum(series["points"] for series in answer.json()["series"])


def check_numbered(client: httpx.Client, run_id: str, rows: int, project: str = PROJECT) -> None:
    """The run holds rows 0 … rows - 1, each exactly once and whole, in history, in charts and in its counts."""
    stored = read_rows(client, run_id, project)
    assert [row["n"] for row in stored] == list(range(rows))
    assert all(row["checksum"] == 7 * row["n"] + 1 and row["_step"] == row["n"] for row in stored)
    assert stored_points(client, run_id, "n", project) == rows
    assert stored_points(client, run_id, "checksum", project) == rows
    assert run_facts(client, run_id, project)["line_counts"]["history"] == rows
