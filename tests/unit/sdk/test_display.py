"""What a notebook shows of a run; and data frames that are logged at once."""

import xml.etree.ElementTree
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import runlake
from runlake.sdk.display import run_html, sparkline
from runlake.sdk.evaluation.results import EvaluationResult, Trial
from runlake.sdk.reading.chart import Line, chart


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("RUNLAKE_JOURNALS", str(tmp_path))
    with runlake.init(name="<b>name</b>", mode="offline", console=False, system_every_s=None) as run:
        yield run


def test_a_run_shows_its_metrics_and_what_users_wrote_stays_text(run: runlake.Run) -> None:
    for step in range(3):
        run.log({"<script>": step / 2, "nan": float("nan")})
    shown = run._repr_html_()
    assert "<td>&lt;script&gt;</td>" in shown
    assert "&lt;b&gt;name&lt;/b&gt;" in shown
    assert 'aria-label="3 points"' in shown
    assert "<td>1</td>" in shown
    assert "<script" not in shown


def test_a_run_that_is_sent_shows_its_page(tmp_path: Path) -> None:
    assert '<a href="http://x/?a=&quot;"' in run_html("n", 'http://x/?a="', "finished", "told", tmp_path / "gone")


def test_a_line_ends_with_the_last_value() -> None:
    line = sparkline([float(value) for value in range(1000)])
    assert line.count(",") == 100
    assert "120.0,1.0" in line
    assert sparkline([]) == ""


def test_data_frames_are_logged_at_once(run: runlake.Run) -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5]})
    assert run.log_batch(frame) == 2
    assert run.log_batch(pa.table({"a": [3.0]})) == 1
    with pytest.raises(runlake.UsageError, match="data frame"):
        run.log_batch([1, 2])
    assert run.delivery.rows == 3


def test_a_chart_has_lines_areas_axes_and_a_legend() -> None:
    whole = Line("a<b", [0, 10, 20], [0, None, 2], [1, None, 3], [2, None, 4])
    point = Line("one", [5], [3], [3], [3])
    drawn = chart("<loss>", [whole, point])
    xml.etree.ElementTree.fromstring(drawn.replace("&nbsp;", ""))
    assert '<polyline points="56.0,126.0 352.0,58.0"' in drawn, "a bucket without a value is passed over"
    assert '<polygon points="56.0,92.0 352.0,24.0 352.0,92.0 56.0,160.0"' in drawn
    assert '<circle cx="130.0" cy="58.0"' in drawn
    assert "a&lt;b" in drawn
    assert "&lt;loss&gt;" in drawn
    assert "a&lt;b" not in chart("loss", [whole]), "one line needs no legend"
    xml.etree.ElementTree.fromstring(chart("flat", [Line("a", [1, 1], [2, 2], [2, 2], [2, 2])]))


def test_an_evaluation_shows_its_scores() -> None:
    trials = [Trial(row, 0, {}, "", {"<exact>": row > 0, "words": row}, None, 0.1) for row in range(4)]
    trials.append(Trial(4, 0, {}, None, {}, "KeyError: <x>", 0.1))
    shown = EvaluationResult("first", "gpt", "sums", trials)._repr_html_()
    xml.etree.ElementTree.fromstring(shown)
    assert "<td>&lt;exact&gt;</td><td>75.0 %</td>" in shown
    assert '<circle cx="90.0"' in shown
    assert "<td>words</td><td>1.5</td>" in shown
    assert "1 of 5 trials failed; first: KeyError: &lt;x&gt;" in shown
