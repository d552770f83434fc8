"""Live branches: a row is on the branch exactly when no rewind and no fork has cut it off."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.model import Run
from runlake.model.streams import segment_of_writer, segments_of_part
from runlake.products.runs.branches import BranchPoint, branch_after_rewind, branch_of_fork, branch_point, fork_point
from tests.unit.products.runs.examples import make_run

Row = tuple[int, int, int]
"""(run number, segment, step)"""


def is_on_branch(run: Run, row: Row) -> bool:
    run_number, segment, step = row
    if not run.branch:
        return run_number == run.run_number
    own = [part.segment for part in run.branch if part.run_number == run_number and part.segment is not None]
    named = any(stands_for(part, segment) for part in own)
    return any(
        part.run_number == run_number
        and (not named if part.segment is None else stands_for(part.segment, segment))
        and (part.first_step is None or step >= part.first_step)
        and (part.last_step is None or step <= part.last_step)
        for part in run.branch
    )


def stands_for(part: int, segment: int) -> bool:
    first, last = segments_of_part(part)
    return first <= segment <= last


EVENTS = st.lists(
    st.tuples(st.sampled_from(["log", "log of another", "resume", "rewind", "fork"]), st.integers(0, 5)), max_size=12
)


@given(EVENTS)
def test_the_branch_is_what_a_client_believes_to_have_written(events: list[tuple[str, int]]) -> None:
    run, stored, believed, step = make_run(1), list[Row](), list[Row](), 0
    for kind, amount in events:
        match kind:
            case "log":
                rows = [(run.run_number, run.segment, step + index) for index in range(amount)]
                stored, believed, step = stored + rows, believed + rows, step + amount
            case "log of another":  # at the same steps, as the ranks of one training do
                segment = segment_of_writer("rank 1", run)
                rows = [(run.run_number, segment, step + index) for index in range(amount)]
                stored, believed = stored + rows, believed + rows
            case "resume":
                run = replace(run, segment=run.segment + 1)
            case "rewind":
                run = replace(run, branch=branch_after_rewind(run, amount), segment=run.segment + 1)
                believed = [row for row in believed if row[2] <= amount]
                step = max([row[2] + 1 for row in believed], default=0)
            case "fork":
                number = run.run_number + 1
                run = make_run(number, branch=branch_of_fork(run, number, amount))
                believed = [row for row in believed if row[2] <= amount]
                step = max([row[2] + 1 for row in believed], default=0)
        assert [row for row in stored if is_on_branch(run, row)] == believed


def test_fork_points() -> None:
    assert fork_point({}, "me") is None
    assert fork_point({"branch_point": {"run_id": "me", "step": 1}}, "me") is None
    assert fork_point({"branch_point": {"run_id": "you", "step": 1.0}}, "me") == ("you", 1)
    assert fork_point({"branch_point": "you"}, "me") is None
    for step in (None, True, 1.5, "1"):
        with pytest.raises(InvalidInput, match=r"branch_point\.step"):
            fork_point({"branch_point": {"run_id": "you", "step": step}}, "me")


@pytest.mark.parametrize("step", [2**63, -(2**63) - 1, 10**400], ids=["above", "below", "far above"])
def test_a_branch_is_cut_only_at_steps_that_can_be_stored(step: int) -> None:
    with pytest.raises(InvalidInput, match="beyond the range of steps"):
        branch_after_rewind(make_run(), step)
    with pytest.raises(InvalidInput, match="beyond the range of steps"):
        branch_of_fork(make_run(), 2, step)
    assert branch_of_fork(make_run(), 2, 2**63 - 1)[0].last_step == 2**63 - 1


def test_a_branch_point_names_the_direct_parent_and_the_last_inherited_step() -> None:
    parent = make_run(1)
    child = make_run(2, branch=branch_of_fork(parent, 2, 100))
    grandchild = make_run(3, branch=branch_of_fork(child, 3, 150))
    early = make_run(4, branch=branch_of_fork(child, 4, 50))
    assert branch_point(parent) is None
    assert branch_point(child) == BranchPoint(1, 100, None)
    assert branch_point(grandchild) == BranchPoint(2, 150, None)
    assert branch_point(early) == BranchPoint(2, 50, None)


def test_a_rewound_run_names_the_last_step_it_kept() -> None:
    once = make_run(1, segment=1, branch=branch_after_rewind(make_run(1), 80))
    twice = replace(once, segment=2, branch=branch_after_rewind(once, 30))
    assert branch_point(once) == BranchPoint(None, None, 80)
    assert branch_point(twice) == BranchPoint(None, None, 30)
    fork = make_run(2, branch=branch_of_fork(make_run(1), 2, 10))
    assert branch_point(replace(fork, segment=1, branch=branch_after_rewind(fork, 25))) == BranchPoint(1, 10, 25)
