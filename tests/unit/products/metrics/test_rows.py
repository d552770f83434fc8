"""Points → rows, with their nesting."""

import math

import numpy as np
import pyarrow as pa
import pytest

from runlake.products.metrics.rows import as_logged, assemble_rows

COLUMNS = ("run_number", "metric", "segment", "step", "line", "value")


def points(*rows: tuple[int, str, int, int, int, float]) -> pa.Table:
    """Rows of (run, metric, segment, step, line, value), in the order of the store."""
    ordered = sorted(rows, key=lambda row: row[:4])
    types = (pa.uint32(), pa.string(), pa.uint64(), pa.int64(), pa.uint32(), pa.float64())
    columns = zip(*ordered, strict=True) if ordered else [()] * 6
    return pa.table({name: pa.array(column, kind) for name, column, kind in zip(COLUMNS, columns, types, strict=True)})


def test_rows_come_in_step_order_and_hold_only_what_they_logged() -> None:
    table = points(
        (1, "_timestamp", 0, 5, 1, 2.0),
        (1, "_timestamp", 0, 3, 0, 1.0),
        (1, "_timestamp", 7, 5, 0, 3.0),
        (1, "loss", 0, 3, 0, 0.5),
        (1, "loss", 7, 5, 0, 2.0),
    )
    rows = assemble_rows(table, None, {}, with_step=True)
    assert list(rows.items()) == [
        ((1, 0, 0), {"_step": 3, "_timestamp": 1, "loss": 0.5}),
        ((1, 0, 1), {"_step": 5, "_timestamp": 2}),
        ((1, 7, 0), {"_step": 5, "_timestamp": 3, "loss": 2}),
    ]


def test_segments_and_lines_of_two_runs_do_not_mix() -> None:
    table = points(*((run, "_timestamp", 0, 0, 0, run) for run in (1, 2)), (1, "a", 0, 0, 0, 8), (2, "a", 0, 0, 0, 9))
    rows = assemble_rows(table, None, {}, with_step=False)
    assert rows == {(1, 0, 0): {"_timestamp": 1, "a": 8}, (2, 0, 0): {"_timestamp": 2, "a": 9}}


def test_nesting_is_restored_and_a_name_in_its_way_stays_flat() -> None:
    table = points((1, "_timestamp", 0, 0, 0, 0), (1, "a", 0, 0, 0, 1), (1, "a.b", 0, 0, 0, 2), (1, "c.d", 0, 0, 0, 3))
    rich = pa.table(
        {"run_number": [1, 2], "segment": [0, 0], "line": [0, 0], "metric": ["c.e", "x"], "value": ['"t"', "1"]}
    )
    paths = {"a.b": ("a", "b"), "c.d": ("c", "d"), "c.e": ("c", "e")}
    (row,) = assemble_rows(table, rich, paths, with_step=False).values()
    assert row == {"_timestamp": 0, "a": 1, "a.b": 2, "c": {"d": 3, "e": "t"}}


def test_no_points_are_no_rows() -> None:
    assert assemble_rows(points(), None, {}, with_step=True) == {}


@pytest.mark.parametrize(
    "values", [[1.0, -0.0, 2.0**53], [0.5, 1e300], [1.0, 0.5, math.inf, -math.inf, 2.0**60], [], [math.nan]]
)
def test_whole_numbers_are_integers_as_far_as_they_are_exact(values: list[float]) -> None:
    found = as_logged(np.array(values, dtype=np.float64))
    expected = [int(v) if math.isfinite(v) and v.is_integer() and abs(v) <= 2**53 else v for v in values]
    assert str(found) == str(expected)
