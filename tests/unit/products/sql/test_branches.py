"""Branches become parts that do not overlap."""

from runlake.model import BranchPart
from runlake.model.streams import extra_writer_segments
from runlake.products.sql.branches import parts_of
from tests.unit.products.runs.examples import make_run

LOWEST, HIGHEST = -(2**63), 2**63 - 1


def test_a_run_that_was_rewound_has_its_own_segments_once() -> None:
    first, last = extra_writer_segments(0)
    cut = (BranchPart(5, 0, None, 9), BranchPart(5, first, None, 9))
    run = make_run(5, branch=(*cut, BranchPart(5, None, None, None)))
    assert list(parts_of(run)) == [
        (5, 5, 0, 0, LOWEST, 9),
        (5, 5, first, last, LOWEST, 9),
        (5, 5, 1, first - 1, LOWEST, HIGHEST),
        (5, 5, last + 1, 2**64 - 1, LOWEST, HIGHEST),
    ]


def test_a_fork_has_what_it_inherited_and_all_of_its_own() -> None:
    run = make_run(6, branch=(BranchPart(5, 0, None, 2), BranchPart(6, None, 3, None)))
    assert list(parts_of(run)) == [(6, 5, 0, 0, LOWEST, 2), (6, 6, 0, 2**64 - 1, 3, HIGHEST)]
