"""Runs of an MLflow server: all pages of them, with all points."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from runlake.errors import UsageError
from runlake.sdk.importing.mlflow_server import server_runs

POINTS = [
    {"key": "loss", "value": value, "timestamp": 1_700_000_001_000, "step": step} for step, value in enumerate((1, 0.5))
]


class Tracking(BaseHTTPRequestHandler):
    """What an MLflow server answers, a page at a time."""

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self._answer(
            {"metrics": POINTS[1:]} if "page_token" in asked else {"metrics": POINTS[:1], "next_page_token": "2"}
        )

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/experiments/search"):
            self._answer({"experiments": [{"experiment_id": "1", "name": "exp one"}]})
        elif "page_token" in asked:
            self._answer({})
        else:
            info = {"run_id": "abc", "run_name": "calm-fox", "status": "FINISHED", "start_time": 1_700_000_000_000}
            data = {"metrics": POINTS[1:], "params": [{"key": "lr", "value": "0.1"}]}
            self._answer({"runs": [{"info": info, "data": data}], "next_page_token": "2"})

    def _answer(self, document: dict[str, Any]) -> None:
        content = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture
def tracking() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Tracking) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_runs_of_a_server_come_with_every_point(tracking: str) -> None:
    [run] = server_runs(tracking)
    assert (run.run_id, run.name, run.project, run.exit_code) == ("abc", "calm-fox", "exp one", 0)
    assert [(row.step, row.numbers) for row in run.rows] == [(0, {"loss": 1.0}), (1, {"loss": 0.5})]
    assert run.config == {"lr": 0.1}


def test_another_server_is_refused() -> None:
    with pytest.raises(UsageError, match="does not answer as MLflow"):
        list(server_runs("http://127.0.0.1:9"))
