"""SIGKILL while Weave's clients send calls and exporters send spans: what was acknowledged is there once, whole or as running."""

import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.crash.exporting import Exporter
from tests.server.process import ServerProcess
from tests.server.weave_requests import call, stream

PROJECT = "admin/killed-calls"
EXPORTS = "admin/killed-exports"
KILLS = 8
WRITERS = 3
EXPORTS_UNTIL_MARKED = 9  # after so many commits to an hour the store is asked about traces that it knows alone
SEED = 20262


class Writer(threading.Thread):
    """Sends calls in halves, start and end in requests of their own, and repeats each until it is acknowledged."""

    def __init__(self, server: ServerProcess, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._server = server
        self._stop_asked = threading.Event()
        self.started: list[str] = []
        self.ended: list[str] = []
        self.repeated = 0

    def run(self) -> None:
        with self._server.client(timeout=10) as client:
            number = 0
            while not self._stop_asked.is_set():
                made = call(PROJECT, f"{self.name}-{number}", at_s=number, output=7 * number)
                halves = {name: made[name] for name in made if name not in ("ended_at", "output", "summary")}
                self._send(client, [{"mode": "start", "req": {"start": halves}}])
                self.started.append(made["id"])
                if number % 5:  # every fifth never ends
                    ending = {name: made[name] for name in ("project_id", "id", "ended_at", "output", "summary")}
                    self._send(client, [{"mode": "end", "req": {"end": ending}}])
                    self.ended.append(made["id"])
                number += 1

    def finish(self) -> None:
        self._stop_asked.set()
        self.join(60)
        assert not self.is_alive()

    def _send(self, client: httpx.Client, batch: list[dict[str, object]]) -> None:
        while True:
            try:
                if client.post("/traces/call/upsert_batch", json={"batch": batch}).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            self.repeated += 1
            time.sleep(0.02)


@pytest.mark.timeout(300)
def test_every_acknowledged_span_is_there_once(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    with ServerProcess(tmp_path / "data") as server:
        writers = [Writer(server, f"writer{index}") for index in range(WRITERS)]
        exporter = Exporter(server, EXPORTS, SEED)
        senders: list[Writer | Exporter] = [*writers, exporter]
        for sender in senders:
            sender.start()
        for _ in range(KILLS):
            exporter.wait_for(exporter.acknowledged + EXPORTS_UNTIL_MARKED)
            time.sleep(moments.uniform(0.0, 0.8))
            server.kill()
            server.start()
        for sender in senders:
            sender.finish()
        with server.client(timeout=60) as client:
            check_calls(stream(client, PROJECT), writers)
            check_exports(client, exporter)
    assert sum(writer.repeated for writer in writers) >= KILLS, "the kills hit no request"


def check_calls(found: list[dict[str, Any]], writers: Sequence[Writer]) -> None:
    ids = [one["id"] for one in found]
    assert len(ids) == len(set(ids))
    assert set(ids) == {call_id for writer in writers for call_id in writer.started}
    ended = {one["id"]: one["output"] for one in found if one["ended_at"]}
    assert ended == {call_id: 7 * int(call_id.split("-")[1]) for writer in writers for call_id in writer.ended}
    assert len(ended) > KILLS, "the writers hardly got through: nothing was tested"


def check_exports(client: httpx.Client, exporter: Exporter) -> None:
    """Lists show one row of each span; the series counts rows, so that it tells of one that is stored twice."""
    ids = [one["id"] for one in stream(client, EXPORTS)]
    assert len(ids) == len(set(ids))
    assert set(ids) == exporter.span_ids
    series = client.post(f"/api/v1/projects/{EXPORTS}/spans/series", json={}).json()
    assert sum(bucket["spans"] for bucket in series["buckets"]) == len(ids)
    assert exporter.again > KILLS, "hardly any export came again"
    assert exporter.repeated, "the kills hit no export"
