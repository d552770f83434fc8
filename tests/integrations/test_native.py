"""Runlake's own integrations with heavy libraries: what each logs is read back through the native API."""

import pytest

from tests.conformance.native import NativeApi
from tests.integrations.conftest import Integrations

pytestmark = pytest.mark.timeout(600)  # the first import of such a library can take a minute


def steps(native: NativeApi, run_id: str, metric: str) -> list[int]:
    return [int(step) for step, _ in native.points(run_id, metric)]


def test_lightning(integrations: Integrations, native: NativeApi) -> None:
    integrations.run_native("native_lightning")
    run = native.run("native_lightning")
    assert (run["state"], run["display_name"], run["config"]) == ("finished", "a line", {"rate": 0.1})
    assert steps(native, "native_lightning", "train/loss") == list(range(1, 24, 2))
    assert steps(native, "native_lightning", "val/loss") == [7, 15, 23]


def test_transformers_finds_its_reporter_by_name(integrations: Integrations, native: NativeApi) -> None:
    integrations.run_native("native_transformers")
    run = native.run("native_transformers")
    assert (run["state"], run["display_name"], run["config"]["n_embd"]) == ("finished", "tiny-gpt", 16)
    assert steps(native, "native_transformers", "train/loss") == [2, 4, 6, 8, 10, 12]
    assert steps(native, "native_transformers", "eval/loss") == [6, 12]


def test_accelerate(integrations: Integrations, native: NativeApi) -> None:
    integrations.run_native("native_accelerate")
    run = native.run("native_accelerate")
    assert (run["state"], run["config"]) == ("finished", {"rate": 0.1})
    assert steps(native, "native_accelerate", "loss") == list(range(5))


def test_keras(integrations: Integrations, native: NativeApi) -> None:
    integrations.run_native("native_keras")
    run = native.run("native_keras")
    assert (run["state"], run["config"]["fit"]["epochs"]) == ("finished", 3)
    assert steps(native, "native_keras", "epoch/val_loss") == [0, 1, 2]
    assert steps(native, "native_keras", "batch/loss") == [0, 2, 4, 6, 8, 10]


def test_boosting(integrations: Integrations, native: NativeApi) -> None:
    integrations.run_native("native_boosting")
    for run_id, metric in {
        "native_xgboost": "valid/auc",
        "native_lightgbm": "valid/auc",
        "native_catboost": "validation/Logloss",
    }.items():
        run = native.run(run_id)
        assert run["state"] == "finished"
        assert run["summary"]["importance"]
        assert run["config"]
        assert steps(native, run_id, metric) == list(range(10)) or steps(native, run_id, metric) == list(range(1, 11))


def test_jax(integrations: Integrations, native: NativeApi) -> None:
    integrations.run_native("native_jax")
    run = native.run("native_jax")
    assert (run["state"], run["config"], run["summary"]["best"]) == (
        "finished",
        {"rate": 0.5, "sizes": [0, 1, 2]},
        0.25,
    )
    values = {name: native.points("native_jax", name) for name in ("float", "half", "whole", "array", "loss")}
    assert {name: value for name, [(_, value)] in values.items()} == dict(zip(values, (1.5, 2.5, 3, 0, 7), strict=True))
    assert native.points("native_jax", "halves") == [(step, step) for step in range(5)]
    assert set(native.media("native_jax")) == {"weights", "picture", "parameters/layer.0"}


def test_processes_of_pytorch(integrations: Integrations, native: NativeApi) -> None:
    """Each row is there once, of ranks and of a data loader's workers, and no process outlives the program."""
    integrations.run_native("native_torch_processes")
    assert native.run("native_torch_ranks")["state"] == native.run("native_torch_loaders")["state"] == "finished"
    assert [native.series("native_torch_ranks", name)["points"] for name in ("total", "rank")] == [600, 600]
    assert {value for _, value in native.points("native_torch_ranks", "total")} == {3}
    assert native.series("native_torch_loaders", "item")["points"] == 64  # by fork, and by spawn
    assert steps(native, "native_torch_loaders", "halves") == [1, 2, 3]
    assert integrations.journals("native_torch") == []


def test_ray(integrations: Integrations, native: NativeApi) -> None:
    """What tasks and actors log to a run is there once, of one that is killed too; each trial of Tune is a run."""
    integrations.run_native("native_ray")
    run = native.run("native_ray")
    assert (run["state"], run["config"]) == ("finished", {"rate": 0.1})
    assert native.series("native_ray", "loss")["points"] == 901
    trials = sorted(native.group("tried"), key=lambda row: row["config"]["x"])
    assert [row["config"] for row in trials] == [{"x": number} for number in range(4)]
    assert [row["state"] for row in trials] == ["finished", "finished", "finished", "failed"]
    assert [row["tags"] for row in trials] == [["tuned"]] * 4
    assert native.points(trials[1]["run_id"], "score") == [(1, 1), (2, 2), (3, 3)]
    assert native.points(trials[1]["run_id"], "deep/half") == [(1, 0), (2, 0.5), (3, 1)]
