"""`runlake.evaluate`: what a model gives is scored, whatever goes wrong, and kept in the shape of Weave's evaluations."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import runlake
from runlake.sdk.evaluation import Scorer
from tests.unit.sdk.tracing.conftest import Kept

ROWS = [{"question": f"q{number}", "expected": number} for number in range(4)]


@runlake.scorer
def exact(output: int, expected: int) -> bool:
    return output == expected


def detail(prediction: int, expected: int) -> dict[str, Any]:
    return {"distance": abs(prediction - expected), "label": "near"}


def model(question: str) -> int:
    if question == "q3":
        raise ValueError("too hard")
    return int(question[1:]) if question != "q2" else 0


def test_outputs_are_scored_and_exceptions_are_results(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    result = runlake.evaluate(model, runlake.Dataset(ROWS, "digits"), [exact, detail])
    assert result["exact"] == pytest.approx(2 / 3)
    assert result["detail.distance"] == pytest.approx(2 / 3)
    assert result.error_rate == 0.25
    assert [trial.error for trial in result.trials] == [None, None, None, "ValueError: too hard"]
    assert "1 of 4 trials failed; first: ValueError: too hard" in capsys.readouterr().out
    frame = result.results().to_pandas()
    assert frame["scores.exact"].tolist()[:3] == [True, True, False]
    assert set(frame["trace_id"]) == {result.trace_id}


def test_traces_have_the_shape_of_evaluations(kept: Kept) -> None:
    runlake.evaluate(model, runlake.Dataset(ROWS[:1], "digits"), [exact], progress=False, name="first pass")
    spans = kept.spans()
    root, joint = spans["Evaluation.evaluate"], spans["Evaluation.predict_and_score"]
    assert root.attributes["wandb.display_name"] == "first pass"
    assert root.attributes["weave.inputs"] | {"dataset": ""} == {
        "self": "digits",
        "model": "model",
        "rows": 1,
        "dataset": "",
    }
    assert root.attributes["weave.output"]["exact"]["true_fraction"] == 1
    assert joint.parent_id == root.span_id
    assert joint.attributes["weave.inputs"]["example"] == ROWS[0]
    assert joint.attributes["weave.output"]["scores"] == {"exact": True}
    assert {spans["model.predict"].parent_id, spans["exact"].parent_id} == {joint.span_id}
    assert spans["exact"].attributes["weave.kind"] == "scorer"
    assert [(score.name, score.span_id) for score in kept.batch.scores] == [("exact", spans["model.predict"].span_id)]


def test_trials_that_fail_are_marked(kept: Kept) -> None:
    runlake.evaluate(model, ROWS[3:], [exact], progress=False)
    spans = kept.spans()
    assert spans["Evaluation.predict_and_score"].status == spans["model.predict"].status == "error"
    assert spans["Evaluation.evaluate"].status == "ok"


def test_async_models_and_trials_run_together_within_a_loop(kept: Kept) -> None:
    calls: list[int] = []

    class Guess:
        name = "guess"

        async def predict(self, row: dict[str, Any]) -> bool:
            calls.append(row["expected"])
            number = len(calls)
            await asyncio.sleep(0)
            return number % 2 == 0

    async def judge(output: bool) -> bool:
        return output

    async def notebook() -> Any:
        first = runlake.Evaluation(ROWS, {"judge": judge}, trials=2, concurrency=2).run(Guess(), progress=False)
        second = await runlake.Evaluation(ROWS, {"judge": judge}).run_async(Guess())
        return first, second

    first, second = asyncio.run(notebook())
    assert len(first.trials) == 8
    assert len(second.trials) == 4
    assert first.model == "guess"
    assert first.summary["judge"]["pass_hat"]["1"] == pytest.approx(0.5)


def test_two_results_are_compared_row_by_row(kept: Kept) -> None:
    before = runlake.evaluate(model, ROWS, [exact], progress=False)
    after = runlake.evaluate(lambda question: int(question[1:]), ROWS, [exact], progress=False)
    change = before.compare(after)["exact"]
    assert (change.rows, change.better, change.worse) == (3, 1, 0)
    assert change.difference == pytest.approx(1 / 3)
    assert not change.is_clear
    assert "exact" in repr(before.compare(after))


def test_a_score_that_fails_is_left_out_and_told(kept: Kept) -> None:
    def breaks(output: int) -> bool:
        raise RuntimeError("no judge")

    result = runlake.evaluate(model, ROWS[:1], [exact, breaks], progress=False)
    assert result.trials[0].scorer_errors == {"breaks": "RuntimeError: no judge"}
    assert result.scores == {"exact": 1.0}


def test_a_score_that_spans_cannot_have_is_told(kept: Kept, capfd: pytest.CaptureFixture[str]) -> None:
    def judged(output: int) -> dict[str, Any]:
        return {"a" * 60: 1, "verdict": "x" * 300, "fine": 2}

    result = runlake.evaluate(model, ROWS[:1], [judged], progress=False)
    assert [score.name for score in kept.batch.scores] == ["judged.fine"]
    assert result[f"judged.{'a' * 60}"] == 1
    told = capfd.readouterr().err
    assert "its name has 67 characters, 64 may be" in told
    assert "'judged.verdict' is in the result, not among the spans' scores: its label has 300" in told


@pytest.mark.parametrize(
    ("dataset", "scorers", "message"),
    [
        ([], [exact], "at least one row"),
        ([1, 2], [exact], "row 0 is int"),
        (ROWS, [exact, exact], "two scorers are called 'exact'"),
        (ROWS, [lambda output: True], "a lambda has no name"),
        (ROWS, [Scorer(lambda output, wanted, other: True, "odd")], "odd asks for wanted, other"),
    ],
)
def test_what_cannot_be_is_refused(dataset: Any, scorers: Any, message: str) -> None:
    with pytest.raises(runlake.UsageError, match=message):
        runlake.evaluate(model, dataset, scorers, progress=False)


def test_rows_come_from_everything(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)) + "\n")
    digest = runlake.Dataset(ROWS).digest
    for source in (pd.DataFrame(ROWS), pa.Table.from_pylist(ROWS), path, str(path), iter(ROWS)):
        assert runlake.Dataset(source).digest == digest
    assert runlake.Dataset(ROWS)[1:].rows == ROWS[1:]
