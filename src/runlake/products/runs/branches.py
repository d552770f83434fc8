"""Live branches: which (run, segment, steps) a run is made of after rewinds and forks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from runlake.errors import InvalidInput
from runlake.model import BranchPart, Run
from runlake.model.streams import extra_writer_segments, rewinds_of

_STEPS_FROM, _STEPS_TO = -(2**63), 2**63


@dataclass(frozen=True, slots=True)
class BranchPoint:
    """Where a run's live branch leaves what was logged before.

    `parent_number` and `fork_step` name the last inherited row of a fork; `rewound_to` is the last row that a rewind
    kept of the run's own.
    """

    parent_number: int | None
    fork_step: int | None
    rewound_to: int | None


def branch_point(run: Run) -> BranchPoint | None:
    """The branch point of a run; None for a run that is neither a fork nor rewound."""
    inherited = [part for part in run.branch if part.run_number != run.run_number]
    kept = [part.last_step for part in run.branch if part.run_number == run.run_number and part.last_step is not None]
    if not inherited and not kept:
        return None
    steps = [part.last_step for part in inherited if part.last_step is not None]
    parent = inherited[-1].run_number if inherited else None
    return BranchPoint(parent, max(steps, default=None), max(kept, default=None))


def is_fresh_from_branching(run: Run) -> bool:
    """True while the process that forked or rewound the run writes: its segment is the first on the new branch."""
    own = {part.segment for part in run.branch if part.run_number == run.run_number and part.segment is not None}
    is_first_of_fork = run.segment == 0 and any(part.run_number != run.run_number for part in run.branch)
    return is_first_of_fork or (run.segment - 1 in own and run.segment not in own)


def branch_after_rewind(run: Run, step: int) -> tuple[BranchPart, ...]:
    """The live branch of a run that goes on from `step` in its next segment: the tail is cut off, but kept."""
    return (*cut_branch(run, step), _open_part(run.run_number))


def branch_of_fork(parent: Run, child_number: int, step: int) -> tuple[BranchPart, ...]:
    """The live branch of a run that begins as `parent` up to `step`."""
    return (*cut_branch(parent, step), _open_part(child_number))


def cut_branch(run: Run, step: int) -> tuple[BranchPart, ...]:
    """The branch up to `step`, with every own segment named: segments to come must not slip in.

    Raises InvalidInput for a step that is no int64: no point can be compared with it.
    """
    if not _STEPS_FROM <= step < _STEPS_TO:
        raise InvalidInput("the step is beyond the range of steps, the integers of 64 bits: name one that was logged")
    named = {part.segment for part in run.branch if part.run_number == run.run_number and part.segment is not None}
    parts: list[BranchPart] = []
    for part in run.branch or (_open_part(run.run_number),):
        if part.segment is None and part.run_number == run.run_number:
            unnamed = [segment for segment in range(run.segment + 1) if segment not in named]
            unnamed.append(extra_writer_segments(rewinds_of(run))[0])
            parts += [replace(part, segment=segment) for segment in unnamed]
        else:
            parts.append(part)
    return tuple(
        replace(part, last_step=step if part.last_step is None else min(part.last_step, step)) for part in parts
    )


def fork_point(internal: Mapping[str, Any], run_id: str) -> tuple[str, int] | None:
    """(parent's run id, step) when the client's own part of the config says that the run is a fork of another.

    A branch point that names the run itself is what a rewound run sends. Source: protocol notes 3.4.
    """
    point = internal.get("branch_point")
    if not isinstance(point, dict):
        return None
    parent, step = point.get("run_id"), point.get("step")
    if not isinstance(parent, str) or parent == run_id:
        return None
    if isinstance(step, float) and step.is_integer():
        step = int(step)
    if isinstance(step, bool) or not isinstance(step, int):
        raise InvalidInput(f"branch_point.step is {str(step)[:40]!r}, not an integer")
    return parent, step


def _open_part(run_number: int) -> BranchPart:
    return BranchPart(run_number, None, None, None)
