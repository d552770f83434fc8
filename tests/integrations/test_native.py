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
