"""The `wandb` command."""

import json
from pathlib import Path

import pytest

from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import WandbClient

LOSSES = [(step, 1 / (step + 1)) for step in range(20)]


@pytest.fixture(scope="module")
def folders(client: WandbClient) -> dict[str, str]:
    """The folders of three runs that were logged offline, by run id."""
    client.run("offline_runs", "cli-1", "cli-2", "cli-3")
    found = {
        path.name.rpartition("-run-")[2].partition("-")[2]: str(path)
        for path in wandb_folder(client).glob("offline-run-*cli-*")
    }
    assert sorted(found) == ["cli-1", "cli-2", "cli-3"]
    return found


def wandb_folder(client: WandbClient) -> Path:
    return next(
        path
        for path in (client.folder / "wandb", client.folder / ".wandb", client.folder)
        if any(path.glob("offline-run-*"))
    )


@pytest.fixture(scope="module")
def synced(client: WandbClient, folders: dict[str, str]) -> dict[str, str]:
    """All three at once."""
    client.cli("sync", *(("--yes",) if client.is_newest else ()), *folders.values())
    return folders


def test_several_offline_runs_are_sent_at_once(client: WandbClient, native: NativeApi, synced: dict[str, str]) -> None:
    for run_id in synced:
        assert native.points(run_id, "loss") == LOSSES
        assert native.run(run_id)["state"] == "finished"


def test_sending_again_changes_nothing(client: WandbClient, native: NativeApi, synced: dict[str, str]) -> None:
    client.cli("sync", "--include-synced", *(("--yes",) if client.is_newest else ()), synced["cli-1"])
    assert native.points("cli-1", "loss") == LOSSES


def test_a_run_is_sent_under_another_id(client: WandbClient, native: NativeApi, synced: dict[str, str]) -> None:
    client.cli("sync", "--include-synced", "--id", "cli-copy", synced["cli-2"])
    assert native.points("cli-copy", "loss") == LOSSES


def test_a_run_is_appended_to_another(client: WandbClient, native: NativeApi, synced: dict[str, str]) -> None:
    if client.is_newest:
        pytest.skip("newer commands have no --append")
    client.cli("sync", "--include-synced", "--append", "--id", "cli-3", synced["cli-2"])
    assert native.run("cli-3")["line_counts"]["history"] == 40


def test_login_checks_the_key(client: WandbClient) -> None:
    client.cli("login", "--verify", "--relogin", client.key)
    wrong = client.cli("login", "--verify", "--relogin", "f" * 40, code=1, WANDB_API_KEY="")
    assert "valid" in (wrong.stderr + wrong.stdout).lower() or "key" in (wrong.stderr + wrong.stdout).lower()


def test_files_of_a_run_are_pulled_and_its_config_restored(client: WandbClient, synced: dict[str, str]) -> None:
    client.cli("pull", "-e", "alice", "-p", client.project, "cli-1")
    assert (client.folder / "wandb-metadata.json").exists()
    assert json.loads((client.folder / "wandb-summary.json").read_text())["loss"] == 1 / 20
    restored = client.folder / "wandb" / "config.yaml"
    restored.unlink(missing_ok=True)
    client.cli("restore", "--no-git", f"alice/{client.project}:cli-1")
    assert restored.exists()


def test_status_and_projects(client: WandbClient, synced: dict[str, str]) -> None:
    assert "settings" in client.cli("status").stdout.lower()
    if not client.is_newest:  # in newer versions the command itself fails, whatever the server says
        assert client.project in client.cli("projects").stdout
