"""`runlake.Api` against a server: what was logged comes back, every point, as lists and as frames."""

import json
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import runlake
from runlake.cli.app import run as run_command
from runlake.errors import NotFound, Unauthenticated
from runlake.sdk.places import Server
from runlake.sdk.transport import Transport
from runlake.wire import (
    HISTORY,
    ConsoleRecord,
    EndRecord,
    JournalRecord,
    RowEncoder,
    RunRecord,
    ShapeRecord,
    encode_file,
    encode_record,
)
from tests.server.process import ServerProcess

PROJECT = "reading"
Rows = Sequence[tuple[int, float]]


def log(
    server: ServerProcess,
    run_id: str,
    rows: Rows,
    *,
    rank: int = 0,
    lr: float = 0.1,
    metric: str = "loss",
    project: str = PROJECT,
    ends: bool = True,
) -> None:
    """A process of a run, from its beginning to its end."""
    record = JournalRecord(1, project, run_id, f"rank{rank}-{run_id}")
    environment = {"rank": rank, "startedAt": "2026-01-01T00:00:00+00:00"}
    begun = RunRecord(
        display_name=run_id,
        tags=("a", "b"),
        config={"lr": lr, "model": {"depth": 3}},
        environment=environment,
        shared=rank > 0,
    )
    encoder = RowEncoder(0, 1)
    frames = [encode_record(begun), encode_record(ShapeRecord(0, HISTORY, (metric,)))]
    frames += [
        encoder.encode(line, step, 1_700_000_000_000_000 + line, [value]) for line, (step, value) in enumerate(rows)
    ]
    frames += [encode_record(ConsoleRecord(0, "", 1, (f"hello of {rank}",))), encode_file("notes.txt", b"kept")]
    if ends:
        frames.append(encode_record(EndRecord(shared=rank > 0)))
    transport = Transport(Server(server.url, server.api_key))
    transport.append(record, b"".join(frames))
    transport.close()


@pytest.fixture(scope="module")
def api(server: ServerProcess) -> runlake.Api:
    log(server, "one", [(0, 1.0), (5, math.nan), (5, math.inf), (2, 0.25)])
    log(server, "one", [(0, 10.0), (7, 70.0)], rank=1)
    log(server, "two", [(0, 3.0)], lr=0.2, metric="val/loss")
    return runlake.Api(url=server.url, api_key=server.api_key)


def test_every_point_of_every_rank_comes_back(api: runlake.Api) -> None:
    points = api.run(f"{PROJECT}/one").metrics()
    rows = points.to_arrow().to_pylist()
    by_rank = [[(row["step"], row["line"]) for row in rows if row["rank"] == rank] for rank in (0, 1)]
    assert by_rank == [[(0, 0), (2, 3), (5, 1), (5, 2)], [(0, 0), (7, 1)]]
    assert {row["writer"] for row in rows} == {"rank0-one", "rank1-one"}
    own = {row["line"]: row["value"] for row in rows if row["rank"] == 0}
    assert (own[0], own[2], own[3]) == (1.0, math.inf, 0.25)
    assert math.isnan(own[1])
    assert len(list(points.batches())) == 1
    assert points.to_polars().height == len(points.to_pandas()) == 6
    narrowed = api.run(f"admin/{PROJECT}/one").metrics(["loss"], first_step=1, last_step=5)
    assert sorted(narrowed.to_arrow()["step"].to_pylist()) == [2, 5, 5]
    drawn = api.runs(PROJECT).metrics(["loss", "val/loss"])._repr_html_()
    assert (drawn.count("<svg"), drawn.count("<polyline")) == (2, 1)
    assert ">val/loss<" in api.runs(PROJECT).metrics()._repr_html_()
    assert "<pre>&lt;Points of absent" in api.run(f"{PROJECT}/one").metrics("absent")._repr_html_()
    of_rank = api.run(f"{PROJECT}/one").metrics("loss", rank=1).to_arrow()
    assert of_rank["value"].to_pylist() == [10.0, 70.0]
    assert len(api.runs(PROJECT).metrics(rank=[0, 5])) == 5
    assert api.run(f"{PROJECT}/one").metrics("absent").to_arrow().num_rows == 0
    assert api.runs(PROJECT, filter="state == 'failed'").metrics().to_polars().height == 0


def test_runs_are_a_lazy_list_and_a_frame(api: runlake.Api) -> None:
    runs = api.runs(PROJECT, order="config.lr")
    assert [run.run_id for run in runs] == ["one", "two"]
    assert (len(runs), runs[-1].config["lr"], runs[0].tags) == (2, 0.2, ["a", "b"])
    frame = runs.to_pandas()
    assert frame["config.lr"].tolist() == [0.1, 0.2]
    assert frame["config.model.depth"].tolist() == [3, 3]
    assert str(frame["created_at"].dtype).endswith("UTC]")
    assert runs.to_polars()["summary.val/loss"].to_list() == [None, 3]
    [found] = api.runs(f"admin/{PROJECT}", filter="config.lr > 0.15 and state == 'finished' and 'a' in tags")
    assert (found.run_id, found.has_ended, found.summary["val/loss"]) == ("two", True, 3)
    wide = runs.metrics().to_arrow(wide=True)
    assert wide.num_rows == 7
    assert wide["val/loss"].to_pylist() == [None] * 6 + [3.0]


def test_logs_and_files_of_a_run(api: runlake.Api) -> None:
    run = api.run(f"{PROJECT}/one")
    assert sorted(run.logs()) == ["hello of 0", "hello of 1"]
    assert {file.name: file.read() for file in run.files()}["notes.txt"] == b"kept"
    assert run.metric_names() == ["loss"]
    assert run.url.endswith(f"/admin/{PROJECT}/runs/one")


def test_what_is_refused_says_why(api: runlake.Api, server: ServerProcess) -> None:
    with pytest.raises(NotFound, match="absent"):
        api.run(f"{PROJECT}/absent")
    with pytest.raises(Unauthenticated):
        runlake.Api(url=server.url, api_key="wrong" * 10).projects()
    with pytest.raises(runlake.UsageError, match="no comparison"):
        api.runs(PROJECT, filter="__import__('os')")


def test_the_terminal_shows_runs(
    server: ServerProcess, api: runlake.Api, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUNLAKE_URL", server.url)
    monkeypatch.setenv("RUNLAKE_API_KEY", server.api_key)

    def printed(*arguments: str) -> str:
        assert run_command(list(arguments)) == 0, capsys.readouterr().err
        return capsys.readouterr().out

    listed = json.loads(printed("runs", "-p", PROJECT, "--order", "config.lr", "--json"))
    assert [run["run_id"] for run in listed] == ["one", "two"]
    table = printed("runs", "-p", PROJECT, "-c", "config.lr", "-c", "summary.val/loss", "--filter", "config.lr == 0.2")
    assert "two" in table
    assert "one" not in table
    shown = printed("show", f"{PROJECT}/one")
    assert "▁" in shown
    assert "0.25 … 70" in shown
    assert "depth" in shown
    assert json.loads(printed("watch", "two", "-p", PROJECT, "--json"))["state"] == "finished"
    assert run_command(["show", f"{PROJECT}/absent"]) == 1


def test_a_run_is_followed_to_its_end(server: ServerProcess, api: runlake.Api) -> None:
    log(server, "followed", [(0, 1.0)], ends=False)
    run = api.run(f"{PROJECT}/followed")
    signs = run.changes(every_s=0)
    next(signs)  # it listens
    log(server, "followed", [(0, 1.0), (1, 2.0)])
    for _ in signs:
        run.refresh()
    assert (run.state, run.summary["loss"]) == ("finished", 2)


def test_what_the_guide_shows_works(server: ServerProcess, api: runlake.Api, monkeypatch: pytest.MonkeyPatch) -> None:
    log(server, "first", [(0, 1.0), (500, 0.5)], metric="train/loss", project="digits")
    with server.client() as client:
        client.post("/api/v1/projects", json={"entity": "admin", "name": "agents"}).raise_for_status()
    monkeypatch.setenv("RUNLAKE_URL", server.url)
    monkeypatch.setenv("RUNLAKE_API_KEY", server.api_key)
    text = (Path(__file__).parents[2] / "docs" / "guide" / "python-reading.md").read_text()
    found: dict[str, Any] = {}
    exec("".join(re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)), found)
    assert found["frame"]["summary.train/loss"].tolist() == [0.5]
    assert found["wide"]["train/loss"].tolist() == [1.0, 0.5]
    assert found["late"].num_rows == 1
    assert found["slow"].to_arrow().num_rows == 0
