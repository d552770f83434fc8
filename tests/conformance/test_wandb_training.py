"""A training script with most of what scripts use, read back through wandb.Api and through our own API."""

import json
import math
from typing import Any

import pytest

from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import Outcome, WandbClient

STEPS = [*range(21), 30, 40]
LOSSES = [1 / (step + 1) for step in range(20)]


@pytest.fixture(scope="module")
def trained(client: WandbClient) -> Outcome:
    return client.run("train")


@pytest.fixture(scope="module")
def api(client: WandbClient, trained: Outcome) -> Any:
    """What wandb.Api of the same version finds."""
    return client.run("read_run", "train").result


def test_the_client_says_nothing_unexpected(trained: Outcome, client: WandbClient) -> None:
    assert trained.result["path"] == f"alice/{client.project}/train"
    assert "rror" not in trained.stderr, trained.stderr
    assert "400" not in trained.stderr


def test_what_init_was_told(api: Any, native: NativeApi) -> None:
    assert api["name"] == "first run"
    assert api["state"] == "finished"
    assert api["tags"] == ["a", "b c", "later"]
    assert api["notes"] == "other notes"
    assert (api["group"], api["job_type"]) == ("group one", "train")
    assert (api["entity"], api["user"]) == ("alice", "alice")
    run = native.run("train")
    assert run["display_name"] == "first run"
    assert run["state"] == "finished"
    assert sorted(run["tags"]) == ["a", "b c", "later"]
    assert (run["group"], run["job_type"], run["notes"], run["user"]) == ("group one", "train", "other notes", "alice")
    assert run["exit_code"] == 0


def test_config(api: Any, native: NativeApi) -> None:
    expected = {"lr": 0.1, "opt": {"name": "adam", "betas": [0.9, 0.99]}, "none": None, "dotted.key": 1, "late": [1, 2]}
    assert api["config"] == expected
    assert native.run("train")["config"] == expected


def test_summary(api: Any, native: NativeApi) -> None:
    for summary in (api["summary"], native.run("train")["summary"]):
        assert summary["loss"] == {"min": 0.01}
        assert summary["best"] == 0.9
        assert summary["val/acc"] == 19 / 20
        assert summary["nested"] == {"a": 19, "deep": {"b": -19}}
        assert summary["_step"] == 40
        assert summary["text"] == "words"


def test_history(api: Any) -> None:
    rows = api["history"]
    assert [row["_step"] for row in rows] == STEPS
    assert [row["loss"] for row in rows[:20]] == LOSSES
    assert rows[3]["nested"] == {"a": 3, "deep": {"b": -3}} or rows[3]["nested.a"] == 3
    assert all(math.isnan(row["bad"]) for row in rows[:20])
    assert (rows[20]["huge"], rows[21]["tiny"]) == (math.inf, -math.inf)
    assert (rows[21]["text"], rows[21]["flag"]) == ("words", True)
    assert api["last_step"] == 40


def test_sampled_history(api: Any) -> None:
    assert len(api["history_2"]) == 2
    assert [row["loss"] for row in api["history_loss"]] == LOSSES
    assert [row["nested.a"] for row in api["history_loss"]] == list(range(20))


def test_scan_history(api: Any) -> None:
    assert [row["_step"] for row in api["scan"]] == STEPS
    assert [row["loss"] for row in api["scan_loss"]] == [*LOSSES, 0.01]


def test_points(native: NativeApi) -> None:
    assert native.points("train", "loss") == [*enumerate(LOSSES), (40, 0.01)]
    assert native.points("train", "nested.deep.b") == [(step, -step) for step in range(20)]
    assert len(native.series("train", "bad")["nan"]) > 0
    assert len(native.series("train", "huge")["pos_inf"]) > 0
    assert len(native.series("train", "tiny")["neg_inf"]) > 0


def test_console(native: NativeApi) -> None:
    lines = native.log_lines("train")
    texts = [line["text"] for line in lines]
    assert "hello stdout" in texts
    assert {line["level"] for line in lines if line["text"] == "oops"} == {"error"}
    assert any(text.endswith("progress 100%") for text in texts)


def test_files(api: Any, native: NativeApi) -> None:
    assert {"config.yaml", "requirements.txt", "wandb-metadata.json", "wandb-summary.json", "output.log"} <= set(
        api["files"]
    )
    assert api["file_count"] == len(api["files"])
    assert {"os", "python", "program"} <= set(api["metadata"])
    assert set(native.files("train")) == set(api["files"])
    assert b"hello stdout" in native.file_bytes("train", "output.log")
    assert json.loads(native.file_bytes("train", "wandb-metadata.json"))["program"].endswith("train.py")


def test_alerts_of_one_title_are_not_repeated(native: NativeApi) -> None:
    alerts = native.alerts("train")
    assert [(alert["title"], alert["text"], alert["severity"]) for alert in alerts] == [
        ("Low accuracy", "it is low", "WARN")
    ]
