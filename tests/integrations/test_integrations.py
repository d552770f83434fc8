"""What libraries log by themselves is read back through wandb.Api and through Runlake's own API."""

from typing import Any

import pytest

from tests.conformance.native import NativeApi
from tests.integrations.conftest import Integrations

pytestmark = pytest.mark.timeout(600)  # two scripts, each of which imports a library of that size


def column(found: dict[str, Any], x: str, key: str) -> list[tuple[float, float]]:
    """(x, value) of each row that has both."""
    return [(row[x], row[key]) for row in found["rows"] if x in row and key in row]


def check_native(native: NativeApi, run_id: str, found: dict[str, Any], key: str) -> None:
    """The native API tells the same points, against wandb's own step; its JSON has the digits of a float32."""
    assert native.run(run_id)["state"] == "finished"
    steps, values = zip(*native.points(run_id, key), strict=True)
    expected = column(found, "_step", key)
    assert steps == tuple(step for step, _ in expected)
    assert values == pytest.approx([value for _, value in expected], rel=1e-6)


def aliases(found: dict[str, Any], collection: str) -> list[list[str]]:
    """Of each version that the run logged to the collection, in their order."""
    named = {artifact["name"]: artifact for artifact in found["artifacts"]}
    assert all(artifact["files"] for artifact in named.values())
    versions = [f"{collection}:v{number}" for number in range(len(named))]
    return [named[name]["aliases"] for name in versions if name in named]


def test_transformers(integrations: Integrations, native: NativeApi) -> None:
    found = integrations.run("transformers_trainer")
    assert (found["name"], found["state"]) == ("tiny-gpt", "finished")
    assert found["config"]["n_embd"] == 16
    assert found["config"]["model/num_parameters"] > 1000
    assert [step for step, _ in column(found, "train/global_step", "train/loss")] == [2, 4, 6, 8, 10, 12]
    assert [step for step, _ in column(found, "train/global_step", "eval/loss")] == [6, 12]
    assert found["summary"]["train_loss"] > 0
    assert aliases(found, "model-tiny-gpt") == [
        ["base_model"],
        ["checkpoint_global_step_6", "epoch_0.75"],
        ["checkpoint_global_step_12", "epoch_1.5"],
        ["final_model", "latest"],
    ]
    check_native(native, "transformers", found, "train/loss")


def test_lightning(integrations: Integrations, native: NativeApi) -> None:
    """`_step` counts the calls of `log`; Lightning's own step, which skips what is not logged, is a metric beside it."""
    found = integrations.run("lightning_trainer")
    assert (found["name"], found["config"]) == ("a line", {"rate": 0.1})
    assert [step for step, _ in column(found, "trainer/global_step", "train/loss")] == list(range(1, 24, 2))
    validations = column(found, "trainer/global_step", "val/loss")
    assert [step for step, _ in validations] == [7, 15, 23]
    assert found["summary"]["val/loss"] == validations[-1][1]
    assert aliases(found, "model-lightning") == [[], [], ["best", "latest"]]
    check_native(native, "lightning", found, "val/loss")


def test_keras(integrations: Integrations, native: NativeApi) -> None:
    found = integrations.run("keras_fit")
    assert [epoch for epoch, _ in column(found, "epoch/epoch", "epoch/val_loss")] == [0, 1, 2]
    assert found["summary"]["epoch/learning_rate"] > 0
    checkpoints = aliases(found, "run_keras_model")
    assert checkpoints[0][0] == "epoch_0"
    assert "latest" in checkpoints[-1]
    check_native(native, "keras", found, "epoch/loss")


def test_xgboost(integrations: Integrations, native: NativeApi) -> None:
    found = integrations.run("xgboost_train")
    losses = column(found, "epoch", "valid-logloss")
    assert [epoch for epoch, _ in losses] == list(range(10))
    assert found["summary"]["valid-logloss"] == {"min": min(loss for _, loss in losses)}
    assert found["config"]["learner"]["objective"]["name"] == "binary:logistic"
    assert found["summary"]["Feature Importance_table"]["_type"] == "table-file"
    assert len(aliases(found, "xgboost_model.json")) == 1
    check_native(native, "xgboost", found, "train-auc")


def test_lightgbm(integrations: Integrations, native: NativeApi) -> None:
    found = integrations.run("lightgbm_train")
    scores = column(found, "iteration", "valid_auc")
    assert [iteration for iteration, _ in scores] == list(range(10))
    assert found["summary"]["valid_auc"] == {"max": max(score for _, score in scores)}
    assert found["summary"]["best_score"]["valid"]["auc"] > 0.9
    assert found["config"]["num_leaves"] == 7
    assert aliases(found, "model_lightgbm") == [["best", "latest"]]
    check_native(native, "lightgbm", found, "valid_binary_logloss")


def test_scikit_learn(integrations: Integrations, native: NativeApi) -> None:
    found = integrations.run("sklearn_plots")
    charts = {"confusion_matrix", "roc_table", "precision_recall_table", "feature_importances", "class_proportions"}
    charts |= {"learning_curve", "residuals", "outlier_candidates", "summary_metrics", "elbow_curve"}
    assert charts <= set(found["summary"])
    shown = native.media("sklearn")
    for name in charts:
        table = found["summary"][name]
        assert table["_type"] == "table-file"
        assert table["path"] in found["files"]
        assert name in shown


def test_tensorboard(integrations: Integrations, native: NativeApi) -> None:
    """What was written is a metric, its step is one too, and the file of events is kept."""
    found = integrations.run("tensorboard_sync")
    losses = column(found, "global_step", "train/loss")
    assert [step for step, _ in losses] == list(range(0, 50, 5))
    assert max(abs(loss - 1 / (step + 1)) for step, loss in losses) < 1e-6
    assert found["summary"]["weights"]["_type"] == "histogram"
    (picture,) = found["summary"]["picture"]["filenames"]
    assert picture in found["files"]
    (events,) = [name for name in found["files"] if ".tfevents." in name]
    assert len(native.file_bytes("tensorboard", events)) > 500
    check_native(native, "tensorboard", found, "train/loss")
