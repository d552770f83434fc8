"""`runlake import` against a server: runs of other trackers are there, and importing again adds nothing."""

import json
from pathlib import Path

import pytest

import runlake
from runlake.cli.app import run as run_command
from tests.server.process import ServerProcess
from tests.unit.sdk.importing.sources import mlflow_folder, tensorboard_folder, wandb_folder


def test_importing_twice_adds_nothing(
    server: ServerProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUNLAKE_URL", server.url)
    monkeypatch.setenv("RUNLAKE_API_KEY", server.api_key)
    tensorboard_folder(tmp_path / "tb")
    mlflow_folder(tmp_path / "mlruns")
    wandb_folder(tmp_path / "wandb")
    seen = []
    for _ in range(2):
        for kind, folder in (("tensorboard", "tb"), ("mlflow", "mlruns"), ("wandb", "wandb")):
            assert run_command(["import", kind, str(tmp_path / folder), "-p", "imported", "--json"]) == 0
            seen += json.loads(capsys.readouterr().out)["runs"]
    assert [run["was_there"] for run in seen] == [False] * 4 + [True] * 4
    runs = {run.name: run for run in runlake.Api().runs("imported")}
    assert {name: run.state for name, run in runs.items()} == dict.fromkeys(
        ("one", "two", "calm-fox", "happy"), "finished"
    )
    counts = {name: len(run.metrics()) for name, run in runs.items()}
    assert counts == {"one": 6, "two": 2, "calm-fox": 4, "happy": 6}
    assert runs["happy"].created_at.timestamp() == 1_700_000_000
    assert runs["happy"].summary["best"] == 3
    assert [media.read() for media in runs["happy"].media("img")] == [b"\x89PNG"]
    assert list(runs["happy"].logs()) == ["20%", "hello"]
    assert runs["calm-fox"].config == {"lr": 0.1, "depth": 3, "opt": "adam"}
    monkeypatch.setenv("WANDB_API_KEY", server.api_key)
    assert run_command(["import", "wandb", f"{server.url}/admin/imported", "-p", "again"]) == 0
    again = {run.name: run for run in runlake.Api().runs("again")}
    assert {name: len(run.metrics()) for name, run in again.items()} == counts
    assert [media.read() for media in again["happy"].media("img")] == [b"\x89PNG"]
    assert (again["happy"].summary["best"], again["calm-fox"].config) == (3, runs["calm-fox"].config)
    assert {run.state for run in again.values()} == {"finished"}
    assert run_command(["import", "wandb", f"{server.url}/admin/absent"]) == 1
    assert "no such project" in capsys.readouterr().err
