"""`runlake import` against a server: runs of other trackers are there, and importing again adds nothing."""

import json
from pathlib import Path

import pytest

import runlake
from runlake.cli.app import run as run_command
from tests.server.process import ServerProcess
from tests.unit.sdk.importing.sources import mlflow_folder, tensorboard_folder, wandb_folder


def log_versions(folder: Path) -> None:
    """Two versions of an artifact, with a reference, the first of which another run uses."""
    weights = folder / "weights.bin"
    with runlake.init("imported", name="maker", run_id="maker", console=False, system_every_s=None) as run:
        for number in (1, 2):
            weights.write_text(f"weights {number}")
            artifact = runlake.Artifact("weights", "model", description="of a net", metadata={"number": number})
            artifact.add_file(weights, "deep/weights.bin").add_reference("s3://bucket/data", "data", digest="etag")
            run.log_artifact(artifact, aliases=[f"try-{number}", "latest"], tags=["good"])
    with runlake.init("imported", name="user", run_id="user", console=False, system_every_s=None) as run:
        run.use_artifact("weights:try-1")


def check_versions() -> None:
    """They are in the other project as they were."""
    asker = runlake.Api().asker
    base = "/projects/admin/again/artifacts/weights/versions"
    rows = [asker.ask("GET", f"{base}/try-{number}")["version"] for number in (1, 2)]
    assert [(row["version"], row["metadata"], row["description"]) for row in rows] == [
        ("v0", {"number": 1}, "of a net"),
        ("v1", {"number": 2}, "of a net"),
    ]
    assert [(row["type"], row["tags"], sorted(row["aliases"])) for row in rows] == [
        ("model", ["good"], ["try-1"]),
        ("model", ["good"], ["latest", "try-2"]),
    ]
    of_runs = {run: asker.ask("GET", f"/projects/admin/again/runs/{run}/artifacts") for run in ("maker", "user")}
    assert [each["version"] for each in of_runs["maker"]["outputs"]] == ["v0", "v1"]
    assert [each["version"] for each in of_runs["user"]["inputs"]] == ["v0"]


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
    log_versions(tmp_path)
    monkeypatch.setenv("WANDB_API_KEY", server.api_key)
    assert run_command(["import", "wandb", f"{server.url}/admin/imported", "-p", "again"]) == 0
    again = {run.name: run for run in runlake.Api().runs("again", filter="state != 'running'")}
    assert {name: len(again[name].metrics()) for name in counts} == counts
    assert list(again["happy"].logs()) == ["20%", "hello"]
    assert [row["value"] for row in again["happy"].metrics(system=True).to_arrow().to_pylist()] == [12.5]
    assert {file.name: file.read() for file in again["happy"].files()}["requirements.txt"] == b"numpy==2\n"
    check_versions()
    assert [media.read() for media in again["happy"].media("img")] == [b"\x89PNG"]
    assert (again["happy"].summary["best"], again["calm-fox"].config) == (3, runs["calm-fox"].config)
    assert {run.state for run in again.values()} == {"finished"}
    capsys.readouterr()
    assert run_command(["import", "wandb", f"{server.url}/admin/imported", "-p", "again", "--json"]) == 0
    sent = json.loads(capsys.readouterr().out)["artifacts"]
    assert [(each["version"], each["was_there"], each["files"]) for each in sent] == [("v0", True, 0), ("v1", True, 0)]
    check_versions()
    assert run_command(["import", "wandb", f"{server.url}/admin/absent"]) == 1
    assert "no such project" in capsys.readouterr().err
