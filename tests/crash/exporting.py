"""An exporter of OpenTelemetry spans that repeats an export until it is acknowledged, and some of them once more."""

import random
import threading
import time
from typing import Any

import httpx

from tests.server.process import ServerProcess

_SPANS = 8
_START_NS = 1_900_000_000_000_000_000


class Exporter(threading.Thread):
    """Every export is a trace of its own, all of them within one hour, so that the store is asked about this hour often.

    One of three is sent again later, as by an exporter that lost the answer.
    """

    def __init__(self, server: ServerProcess, project: str, seed: int) -> None:
        super().__init__(name="exporter", daemon=True)
        self._server = server
        self._project = project
        self._chosen = random.Random(seed)
        self._stop_asked = threading.Event()
        self.acknowledged = 0
        self.again = 0
        self.repeated = 0

    @property
    def span_ids(self) -> set[str]:
        """The ids of all spans of acknowledged exports."""
        return {_span_id(number, place) for number in range(self.acknowledged) for place in range(_SPANS)}

    def run(self) -> None:
        with self._server.client(timeout=10, headers={"x-runlake-project": self._project}) as client:
            while not self._stop_asked.is_set():
                self._send(client, self.acknowledged)
                self.acknowledged += 1
                if self._chosen.random() < 1 / 3:
                    self._send(client, self._chosen.randrange(self.acknowledged))
                    self.again += 1

    def wait_for(self, acknowledged: int) -> None:
        """Return when that many exports are acknowledged."""
        deadline = time.monotonic() + 60
        while self.acknowledged < acknowledged:
            assert time.monotonic() < deadline, f"only {self.acknowledged} exports came through"
            time.sleep(0.02)

    def finish(self) -> None:
        """Let the last export be acknowledged."""
        self._stop_asked.set()
        self.join(60)
        assert not self.is_alive()

    def _send(self, client: httpx.Client, number: int) -> None:
        while True:
            try:
                if client.post("/v1/traces", json=_export(number)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            self.repeated += 1
            time.sleep(0.02)


def _export(number: int) -> dict[str, Any]:
    spans = [
        {
            "traceId": f"{number + 1:032x}",
            "spanId": _span_id(number, place),
            "name": f"export {number}",
            "startTimeUnixNano": str(_START_NS + place),
            "endTimeUnixNano": str(_START_NS + place + 1000),
        }
        for place in range(_SPANS)
    ]
    return {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}


def _span_id(number: int, place: int) -> str:
    return f"{number * _SPANS + place + 1:016x}"
