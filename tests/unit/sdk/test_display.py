"""What a notebook shows of a run; and data frames that are logged at once."""

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import runlake
from runlake.sdk.display import run_html, sparkline


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
