"""Evaluations as tests: what must hold, and what the terminal says of it."""

from pathlib import Path

import pytest

import runlake
from runlake.integrations.pytest import assert_evaluation
from runlake.sdk.evaluation.gates import check_gates

pytest_plugins = ["pytester"]

TESTS = """
import runlake
from runlake.integrations.pytest import assert_evaluation

def judged(output): return output > 1

def test_passes():
    assert_evaluation(runlake.evaluate(lambda x: x, [{"x": 2}], [judged], progress=False), judged=">= 100 %")

def test_fails():
    result = runlake.evaluate(lambda x: x, [{"x": 2}, {"x": 0}], [judged], progress=False)
    assert_evaluation(result, {"judged": "> 0.9"}, error_rate="== 0")
"""


def test_conditions_are_held_against_means() -> None:
    def size(output: int) -> dict[str, int]:
        return {"digits": output}

    result = runlake.evaluate(lambda x: x, [{"x": 1}, {"x": 3}], [size], progress=False)
    conditions = {"size.digits": "== 2", "error_rate": "< 5%", "latency_s": "<= 1e-9", "other": 1}
    assert [gate.holds for gate in check_gates(result, conditions)] == [True, True, False, False]
    with pytest.raises(runlake.UsageError, match="is no condition"):
        check_gates(result, {"size.digits": "about 2"})
    with pytest.raises(runlake.UsageError, match="needs a condition"):
        assert_evaluation(result)


def test_the_terminal_lists_the_gates(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (("RUNLAKE_MODE", "offline"), ("RUNLAKE_JOURNALS", str(tmp_path)), ("RUNLAKE_SILENT", "1")):
        monkeypatch.setenv(name, value)
    pytester.makepyfile(TESTS)
    done = pytester.runpytest_inprocess("--runlake-project", "gates", "-p", "no:cacheprovider", "-p", "no:asyncio")
    done.assert_outcomes(passed=1, failed=1)
    done.stdout.fnmatch_lines(["*the evaluation does not pass*", "*runlake evaluations*", "*ok   judged >= 100 %: 1"])
    done.stdout.fnmatch_lines(["*FAIL judged > 0.9: 0.5", "*ok   error_rate == 0: 0"])
    assert len(list(tmp_path.iterdir())) == 1  # the run's journal
