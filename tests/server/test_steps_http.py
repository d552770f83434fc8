"""What a run logged at one step, and the console line that was there at a time."""

import json

import httpx

from tests.server.process import ServerProcess
from tests.server.requests import create_run, post_rows

RUN = "/api/v1/projects/admin/steps/runs/a"


def test_a_step_tells_all_that_was_logged_at_it(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "steps", "a")
        assert client.get(f"{RUN}/steps/0").status_code == 404
        rows = [
            {"loss": 0.5, "best": {"acc": 0.9}, "note": "warm", "_step": 10, "_timestamp": 1_700_000_000.25},
            '{"loss":NaN,"_step":20,"_timestamp":1700000060}',
        ]
        post_rows(client, "steps", "a", 0, rows)
        first = client.get(f"{RUN}/steps/10").json()
        assert first == {
            "step": 10,
            "time": 1_700_000_000_250,
            "values": {"loss": 0.5, "best.acc": 0.9, "note": "warm"},
        }
        assert client.get(f"{RUN}/steps/11").json()["step"] == 20  # the next one that has values
        assert client.get(f"{RUN}/steps/99").json()["values"] == {"loss": "NaN"}  # the last one
        assert client.get(f"{RUN}/steps/{2**70}").status_code in (400, 422)


def test_lines_are_found_by_time(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "steps", "talks")
        _print(client, [f"2026-01-01T00:00:{second:02}" for second in (0, 10, 20)])
        logs = "/api/v1/projects/admin/steps/runs/talks/logs"
        begin = 1_767_225_600_000
        assert _first(client, logs, begin + 15_000) == 1
        assert _first(client, logs, begin + 20_000) == 2
        assert _first(client, logs, begin - 1) == 0
        assert _first(client, logs, 2**53) == 2


def _print(client: httpx.Client, times: list[str]) -> None:
    lines = [json.dumps({"ts": time, "content": f"at {time}"}) for time in times]
    body = {"files": {"output.log": {"offset": 0, "content": lines}}}
    client.post("/files/admin/steps/talks/file_stream", json=body).raise_for_status()


def _first(client: httpx.Client, logs: str, at: int) -> int:
    return int(client.get(logs, params={"at": at, "limit": 1}).json()["lines"][0]["line"])
