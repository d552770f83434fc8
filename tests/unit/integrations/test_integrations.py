"""Integrations with light libraries, into offline journals: what a run would send is read back from its frames."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import optuna
import pytest
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from runlake.integrations.logging import RunHandler
from runlake.integrations.optuna import StudyCallback
from runlake.integrations.sklearn import log_estimator
from runlake.integrations.tensorboard import SummaryWriter
from runlake.protocols.native.appending.append_batch import Batch, parse_batch
from runlake.sdk import Run, init
from runlake.settings import LimitSettings
from runlake.wire import Kind, read_frames
from tests.unit.sdk.guides import run_guide


@pytest.fixture(autouse=True)
def journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {"MODE": "offline", "JOURNALS": str(tmp_path / "journals"), "SILENT": "1"}.items():
        monkeypatch.setenv(f"RUNLAKE_{name}", value)
    return tmp_path / "journals"


@pytest.fixture
def run(journals: Path) -> Iterator[Run]:
    with init(run_id="r", console=False, system_every_s=None) as run:
        yield run


def written(journals: Path, run_id: str = "r") -> Batch:
    """What a server would be sent of the run."""
    [path] = journals.glob(f"{run_id}.*/*.frames")
    content = path.read_bytes()
    frames = [(kind, start, end) for kind, start, end in read_frames(memoryview(content))]
    first = next(start for kind, start, _ in frames if kind != Kind.JOURNAL)
    return parse_batch(content[first - 12 :], LimitSettings())


def points(batch: Batch, metric: str) -> list[tuple[int, float]]:
    block = batch.blocks["history"].points
    at = block.metric_index == block.metrics.index(metric)
    return list(zip(block.step[at].tolist(), block.value[at].tolist(), strict=True))


def rich(batch: Batch, metric: str) -> dict[str, Any]:
    found = next(each for each in batch.blocks["history"].rich if each.metric == metric)
    value = json.loads(found.value_json)
    return value if isinstance(value, dict) else {"value": value}


def test_records_become_console_lines(run: Run, journals: Path) -> None:
    logger = logging.getLogger("tests.integrations")
    logger.addHandler(RunHandler(run, logging.WARNING))
    logger.warning("beware of %s", "dogs\nand cats")
    logger.error("bitten")
    logger.info("too low")
    run.finish()
    logger.error("too late")
    lines = [(line.level, line.text) for line in written(journals).console]
    assert [level for level, _ in lines] == ["", "", "error"]
    assert lines[0][1].endswith("WARNING tests.integrations: beware of dogs")
    assert lines[1][1] == "and cats"


def test_a_summary_writer_logs_what_tensorboards_takes(run: Run, journals: Path) -> None:
    with SummaryWriter("runs/first", 10, comment="x", run=run) as writer:
        for step in range(3):
            writer.add_scalar("loss", np.float32(step), step)
        writer.add_scalars("pair", {"a": 1, "b": 2}, 3)
        writer.add_histogram("weights", np.arange(10), 4, bins="tensorflow")
        writer.add_image("picture", np.zeros((3, 4, 5)), 5)
        writer.add_image("gray", np.zeros((4, 5)), 5, dataformats="HW")
        writer.add_images("pictures", np.zeros((2, 3, 4, 5)), 5)
        writer.add_text("words", "**bold**", 6)
        writer.add_audio("sound", np.zeros((1, 100)), 7, sample_rate=8000)
        writer.add_hparams({"lr": 0.1}, {"hparam/accuracy": 0.9})
        writer.add_graph(object())
        writer.add_embedding(np.zeros((2, 2)))
        writer.add_image("wrong", np.zeros((3, 4)), 8)
        writer.flush()
    run.log({"more": 1})  # the run is the user's: it goes on
    run.finish()
    batch = written(journals)
    assert points(batch, "loss") == [(0, 0.0), (1, 1.0), (2, 2.0)]
    assert points(batch, "pair/b") == [(3, 2.0)]
    assert rich(batch, "weights")["_type"] == "histogram"
    assert [rich(batch, "picture")[name] for name in ("width", "height")] == [5, 4]
    assert rich(batch, "gray")["width"] == 5
    assert rich(batch, "pictures")["count"] == 2
    assert rich(batch, "words")["format"] == "markdown"
    assert rich(batch, "sound")["_type"] == "audio-file"
    assert batch.run is not None
    assert batch.run.config == {"lr": 0.1}
    assert batch.summary["hparam/accuracy"] == 0.9
    assert "wrong" not in batch.blocks["history"].points.metrics


def test_a_writer_that_is_given_no_run_begins_one(journals: Path) -> None:
    writer = SummaryWriter(log_dir="runs/second", run_id="own", console=False, system_every_s=None)
    writer.add_scalar("loss", 1.0, 0)
    writer.close()
    batch = written(journals, "own")
    assert batch.run is not None
    assert batch.run.display_name == "second"
    assert batch.end is not None


def test_a_classifier_is_logged_with_its_metrics(run: Run, journals: Path) -> None:
    x, y = load_iris(return_X_y=True)
    model = RandomForestClassifier(n_estimators=5, random_state=0).fit(x, y)
    assert log_estimator(run, model, x, y)["test/accuracy"] > 0.9
    run.finish()
    batch = written(journals)
    assert batch.run is not None
    assert batch.run.config is not None
    assert batch.run.config["estimator"] == "RandomForestClassifier"
    assert batch.run.config["n_estimators"] == 5
    assert points(batch, "test/f1")[0][1] > 0.9
    assert rich(batch, "test/confusion")["ncols"] == 4
    assert rich(batch, "test/importance")["nrows"] == 4


def test_a_pipeline_of_two_classes_and_a_regressor(run: Run) -> None:
    x, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(StandardScaler(), RandomForestClassifier(n_estimators=3, random_state=0))
    assert log_estimator(run, pipeline.fit(x, y > 0), x, y > 0)["test/roc_auc"] > 0.9
    x, y = load_diabetes(return_X_y=True)
    assert log_estimator(run, LinearRegression().fit(x, y), x, y, prefix="all")["all/rmse"] < 60


def test_trials_become_runs_of_a_group(journals: Path) -> None:
    def objective(trial: optuna.Trial) -> float:
        x = trial.suggest_float("x", -1, 1)
        for step in range(3):
            trial.report(x / (step + 1), step)
        if trial.number == 2:
            raise optuna.TrialPruned
        return x**2

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(study_name="curve", sampler=optuna.samplers.RandomSampler(seed=0))
    study.optimize(objective, n_trials=3, callbacks=[StudyCallback(["squared"], project="p")])
    batches = [written(journals, path.name.partition(".")[0]) for path in journals.iterdir()]
    assert len(batches) == 3
    found = {str(batch.run.display_name): batch for batch in batches if batch.run is not None}
    first, pruned = found["trial 0"], found["trial 2"]
    assert first.run is not None
    assert (first.run.group, first.run.tags, list(first.run.config or {})) == ("curve", ("complete",), ["x"])
    assert [step for step, _ in points(first, "intermediate")] == [0, 1, 2]
    assert points(first, "squared")[0][1] == study.trials[0].value
    assert pruned.run is not None
    assert pruned.run.tags == ("pruned",)
    assert "squared" not in pruned.blocks["history"].points.metrics


def test_the_guides_page_runs_where_its_libraries_are_light(journals: Path) -> None:
    run_guide("python-integrations.md", of=("log_estimator", "StudyCallback", "SummaryWriter", "RunHandler"))
    assert len(list(journals.iterdir())) == 6
