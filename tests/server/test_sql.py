"""Questions in SQL over HTTP, from Python and from a terminal."""

import json
import math
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

import runlake
from runlake.cli.app import run as run_command
from runlake.errors import InvalidInput, LimitExceeded, NotFound
from tests.server.process import ServerProcess
from tests.server.requests import user_client
from tests.server.test_reading import log

PROJECT = "asked"
PATH = f"/api/v1/projects/admin/{PROJECT}/sql"
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "sql.md"
ENDLESS = (
    f"SELECT count() FROM points AS p0{''.join(f', points AS p{i}' for i in range(1, 16))} WHERE p0.value > p1.step"
)


@pytest.fixture(scope="module")
def api(server: ServerProcess) -> runlake.Api:
    log(
        server,
        "first",
        [(step, float(step)) for step in range(8)] + [(8, math.nan), (9, -math.inf)],
        metric="val/loss",
        project=PROJECT,
    )
    log(server, "gone", [(0, 1.0)], metric="deleted", project=PROJECT)
    with server.client() as client:
        client.request("DELETE", f"/api/v1/projects/admin/{PROJECT}/runs/gone").raise_for_status()
    return runlake.Api(url=server.url, api_key=server.api_key)


def test_answers_come_as_frames_and_rows(api: runlake.Api) -> None:
    answer = api.sql("SELECT metric, step, value FROM points ORDER BY step", project=PROJECT)
    assert "not asked yet" in repr(answer)
    assert answer.to_pandas()["value"].iloc[:8].tolist() == list(range(8))
    assert [row["value"] for row in answer.rows()[7:]] == [7, "NaN", "-Infinity"]
    assert set(answer.to_arrow()["metric"].to_pylist()) == {"val/loss"}  # nothing of the deleted run
    assert (len(answer), answer.to_polars().height) == (10, 10)


def test_what_is_refused_says_what_and_where(api: runlake.Api, server: ServerProcess) -> None:
    with pytest.raises(InvalidInput, match=r"'sleep' cannot be called here.*line 1, column 12"):
        api.sql("SELECT sleep(3)", project=PROJECT).rows()
    with pytest.raises(InvalidInput, match="cannot stand"):
        api.sql("SELECT * FROM runlake.run_fields", project=PROJECT).to_arrow()
    many = api.sql("SELECT a.value AS v FROM points a, points b, points c, points d, points e", project=PROJECT)
    assert len(many) == 100_000
    with pytest.raises(LimitExceeded, match="as JSON at most 10,000 rows"):
        many.rows()
    with user_client(server, "asks-as-a-stranger") as stranger:
        refused = [stranger.post(path, json={"query": "SELECT 1"}) for path in (PATH, PATH.replace(PROJECT, "nothing"))]
    assert {answer.status_code for answer in refused} == {404}
    with pytest.raises(NotFound):
        api.sql("SELECT 1", project="nothing").rows()


def test_what_nobody_waits_for_is_stopped(api: runlake.Api, server: ServerProcess) -> None:
    """As many as one user may have: those that went on would keep the next one out for half a minute."""
    for _ in range(3):
        with server.client() as client, pytest.raises(httpx.ReadTimeout):
            client.post(PATH, json={"query": ENDLESS}, timeout=0.3)
    deadline = time.monotonic() + 15
    with server.client() as client:
        while client.post(PATH, json={"query": "SELECT 1", "format": "json"}).status_code == 503:
            assert time.monotonic() < deadline


def test_the_terminal_asks(
    server: ServerProcess, api: runlake.Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUNLAKE_URL", server.url)
    monkeypatch.setenv("RUNLAKE_API_KEY", server.api_key)
    query = "SELECT run_id, max(step) AS last FROM points GROUP BY run_id"
    assert run_command(["sql", query, "-p", PROJECT, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"run_id": "first", "last": 9}]
    assert run_command(["sql", query, "-p", PROJECT]) == 0
    assert re.search(r"first +9", capsys.readouterr().out)
    assert run_command(["sql", "DROP TABLE points", "-p", PROJECT]) == 1
    assert "only SELECT can be run" in capsys.readouterr().err


def test_what_the_guide_shows_works(server: ServerProcess, api: runlake.Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNLAKE_URL", server.url)
    monkeypatch.setenv("RUNLAKE_API_KEY", server.api_key)
    code = "".join(re.findall(r"^```python\n(.*?)^```", GUIDE.read_text(), re.DOTALL | re.MULTILINE))
    found: dict[str, Any] = {}
    exec(code.replace('"digits"', f'"{PROJECT}"'), found)
    assert found["best"].to_arrow()["at_step"].to_pylist() == [9]
    assert [row["lr"] for row in found["configs"]] == []  # its tags are others
    assert [row["rank"] for row in found["ranks"]] == [0] * 10
    assert (found["costs"], found["failing"], found["linked"]) == ([], [], [])
