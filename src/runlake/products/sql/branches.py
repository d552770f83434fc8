"""Live branches of forks and rewound runs as parts that a join can read. Pure."""

from collections.abc import Iterator, Sequence

from runlake.model import BranchPart, Run
from runlake.model.streams import segments_of_part

_LAST_SEGMENT = 2**64 - 1
_FIRST_STEP, _LAST_STEP = -(2**63), 2**63 - 1

Part = tuple[int, int, int, int, int, int]
"""(run, run that wrote, first and last segment, first and last step): all inclusive."""


def parts_of(run: Run) -> Iterator[Part]:
    """What the run's points are; no two parts overlap. An open part is what lies between those that have a name."""
    for part in run.branch:
        first = _FIRST_STEP if part.first_step is None else part.first_step
        last = _LAST_STEP if part.last_step is None else part.last_step
        for segments in _segments(part, run.branch):
            yield (run.run_number, part.run_number, *segments, first, last)


def _segments(part: BranchPart, branch: Sequence[BranchPart]) -> Iterator[tuple[int, int]]:
    if part.segment is not None:
        yield segments_of_part(part.segment)
        return
    of_run = (each.segment for each in branch if each.run_number == part.run_number and each.segment is not None)
    free = 0
    for first, last in sorted(map(segments_of_part, set(of_run))):
        if free < first:
            yield free, first - 1
        free = max(free, last + 1)
    if free <= _LAST_SEGMENT:
        yield free, _LAST_SEGMENT
