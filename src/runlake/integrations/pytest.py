"""The pytest plugin: evaluations as tests. pytest finds it by itself where runlake is installed.

    from runlake.integrations.pytest import assert_evaluation

    def test_answers():
        assert_evaluation(runlake.evaluate(answer, dataset, [accuracy]), accuracy=">= 0.9", error_rate="== 0")

With `pytest --runlake` (and `--runlake-project NAME`) everything is traced in one run.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from runlake.sdk.evaluation import EvaluationResult
    from runlake.sdk.evaluation.gates import Gate
    from runlake.sdk.run import Run

_RUN: "pytest.StashKey[Run]" = pytest.StashKey()
_CHECKED: "pytest.StashKey[list[tuple[EvaluationResult, list[Gate]]]]" = pytest.StashKey()
_sessions: "list[list[tuple[EvaluationResult, list[Gate]]]]" = []
"""What was checked, of the session that runs and of those around it: a test may run pytest itself."""


def assert_evaluation(
    result: "EvaluationResult", conditions: Mapping[str, Any] | None = None, /, **more: Any
) -> "EvaluationResult":
    """Fail unless every condition holds; the terminal's summary lists all of them. Gives the result.

    Args:
        result: what `runlake.evaluate` gave.
        conditions, more: score → `">= 0.9"`, `"< 2"`, `"== 100 %"`, or a number that it must reach. Scores have the dotted
            names of the result's table; `error_rate` is the share of failed trials, `latency_s` the mean of the model's.

    Raises:
        AssertionError: one does not hold; the message has the result's table.
        UsageError: there is no condition, or one cannot be read.
    """
    from runlake.errors import UsageError
    from runlake.sdk.evaluation.gates import check_gates

    __tracebackhide__ = True
    wanted = {**(conditions or {}), **more}
    if not wanted:
        raise UsageError("assert_evaluation needs a condition: assert_evaluation(result, accuracy='>= 0.9')")
    gates = check_gates(result, wanted)
    if _sessions:
        _sessions[-1].append((result, gates))
    if not all(gate.holds for gate in gates):
        raise AssertionError("\n".join(["the evaluation does not pass", *map(str, gates), "", repr(result)]))
    return result


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("runlake")
    group.addoption("--runlake", action="store_true", help="trace all tests in one run")
    group.addoption("--runlake-project", metavar="NAME", help="where that run belongs (implies --runlake)")


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stash[_CHECKED] = []
    _sessions.append(session.config.stash[_CHECKED])
    project = session.config.getoption("--runlake-project")
    is_worker = hasattr(session.config, "workerinput")  # of pytest-xdist
    if (project or session.config.getoption("--runlake")) and not is_worker:
        import runlake

        session.config.stash[_RUN] = runlake.init(
            project, name="pytest", job_type="evaluation", console=False, system_every_s=None
        )


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    run = session.config.stash.get(_RUN, None)
    if run is not None:
        failed = sum(not gate.holds for _, gates in _sessions[-1] for gate in gates)
        run.summary.update(
            {"tests/run": session.testscollected, "tests/failed": session.testsfailed, "gates/failed": failed}
        )
        run.finish(int(exitstatus))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if not _sessions or not _sessions[-1]:
        return
    terminalreporter.section("runlake evaluations")
    for result, gates in _sessions[-1]:
        terminalreporter.line(f"{result.name}: {len(result.trials)} trials")
        for gate in gates:
            terminalreporter.line(f"  {gate}", green=gate.holds, red=not gate.holds)
    run = config.stash.get(_RUN, None)
    if run is not None and run.url:
        terminalreporter.line(run.url)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _CHECKED in config.stash:
        _sessions.pop()
