"""The guide's page on tracing does what it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import runlake
from runlake.sdk.journal import file_numbers, file_path
from runlake.sdk.live_runs import live_runs
from runlake.wire import read_frames
from tests.unit.sdk.guides import run_guide
from tests.unit.sdk.tracing.conftest import Kept


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder of journals of a client that sends nothing."""
    for name, value in (("RUNLAKE_MODE", "offline"), ("RUNLAKE_JOURNALS", str(tmp_path)), ("RUNLAKE_SILENT", "1")):
        monkeypatch.setenv(name, value)
    yield tmp_path
    for run in live_runs():
        run.finish()


def spans_in(folder: Path) -> Kept:
    kept = Kept()
    for number in file_numbers(folder):
        frames = file_path(folder, number).read_bytes()
        view = memoryview(frames)
        for frame in read_frames(view):
            if frame.kind >= 20:
                kept.batch.add(frame.kind, view[frame.start : frame.end])
    return kept


def test_a_span_that_ends_after_its_run_is_kept(offline: Path) -> None:
    run = runlake.init(project="p", run_id="r", console=False, system_every_s=None)
    with runlake.trace("late") as span:
        run.finish()
        with runlake.trace("nowhere"):
            pass
    span.score("good", True)
    (of_run,) = offline.glob("r.*")
    (beside,) = offline.glob("traces.*")
    assert list(spans_in(of_run).batch.begun) == [span.span_id]
    late = spans_in(beside).batch
    assert (list(late.begun), list(late.ended), [score.name for score in late.scores]) == ([], [span.span_id], ["good"])


def test_the_page_on_tracing(offline: Path) -> None:
    run_guide("python-tracing.md")
    of_run = next(spans_in(folder) for folder in offline.iterdir() if not folder.name.startswith("traces."))
    without_run = next(spans_in(folder) for folder in offline.iterdir() if folder.name.startswith("traces."))
    assert set(of_run.spans()) == {"answer", "rank", "summarise"}
    assert of_run.said("answer")["weave.output"] == "document 0document 1document 2"
    assert [score.name for score in of_run.batch.scores] == ["faithful", "comment"]
    spans = without_run.spans()
    assert spans["in another process"].parent_id == spans["request"].span_id
