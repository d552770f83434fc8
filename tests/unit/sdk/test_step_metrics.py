"""Rows get the last value of the metric that theirs are drawn over."""

from pathlib import Path

import numpy as np

from runlake.sdk.rows import Rows
from runlake.sdk.step_metrics import StepMetrics
from runlake.wire import HISTORY
from tests.unit.sdk.test_journal import journal_in, parts_of, points_in


def test_a_row_without_its_step_metric_gets_the_last_value() -> None:
    steps = StepMetrics()
    steps.define("val/*", "epoch")
    steps.define("val/late*", "lap.number")
    steps.define("val/own", None)
    assert steps.missing({"val/loss": 1}) == {}, "none was logged yet"
    assert steps.missing({"epoch": np.float32(2), "lap": {"number": 7}}) == {}
    assert steps.missing({"val/loss": 1}) == {"epoch": 2.0}
    assert steps.missing({"val/later": 1, "val/own": 1}) == {"lap.number": 7.0}
    assert steps.missing({"val/loss": 1, "epoch": 3}) == {}
    assert steps.missing({"val/loss": 1, "epoch": "three"}) == {}
    assert steps.missing({"val/loss": 1, "train": {"loss": 1}}) == {"epoch": 3.0}
    steps.define("val/*", None)
    assert steps.missing({"val/loss": 1}) == {}


def test_rows_and_batches_are_filled(tmp_path: Path) -> None:
    journal = journal_in(tmp_path)
    rows = Rows(journal, HISTORY)
    rows.step_metrics = StepMetrics()
    rows.step_metrics.define("loss", "epoch")
    rows.append({"epoch": 1}, 0)
    rows.append({"loss": 0.5}, 1)
    rows.append_columns({"loss": [0.4, 0.3], "epoch": [2, 3]}, [2, 3])
    rows.append_columns({"loss": [0.2, 0.1]}, [4, 5])
    rows.append({"other": 1}, 6)
    found = points_in(parts_of(journal))
    assert found["epoch"] == {0: 1, 1: 1, 2: 2, 3: 3, 4: 3, 5: 3}
    assert found["loss"] == {1: 0.5, 2: 0.4, 3: 0.3, 4: 0.2, 5: 0.1}
