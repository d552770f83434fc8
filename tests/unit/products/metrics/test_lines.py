"""Rows as JSON lines, straight from columns: the same as by way of rows, or not at all."""

import json
import math

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runlake.products.metrics.lines import encode_plain_rows
from runlake.products.metrics.rows import assemble_rows
from tests.unit.products.metrics.test_rows import points

finite = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**53), 2**53).map(float), st.just(-0.0)
)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)


def rows_of(table: pa.Table) -> list[dict[str, object]]:
    return list(assemble_rows(table, None, {}, with_step=True).values())


@settings(deadline=None)
@given(st.lists(names, max_size=3, unique=True), st.lists(st.lists(finite, min_size=4, max_size=4), max_size=6))
def test_lines_say_what_the_rows_say(metrics: list[str], values: list[list[float]]) -> None:
    series = list(dict.fromkeys(["_timestamp", *metrics]))
    table = points(
        *((1, metric, 0, 3 * line, line, row[n]) for line, row in enumerate(values) for n, metric in enumerate(series))
    )
    lines = encode_plain_rows(table)
    if lines is None:  # nothing was logged, or a whole number is past the exact ones
        assert not values or any(v.is_integer() and abs(v) > 2**53 for row in values for v in row)
        return
    found = [json.loads(line) for line in lines]
    assert found == rows_of(table)
    assert [list(row) for row in found] == [list(row) for row in rows_of(table)]
    assert [list(map(type, row.values())) for row in found] == [list(map(type, row.values())) for row in rows_of(table)]


def test_rows_of_several_segments_come_in_step_order() -> None:
    table = points(
        *((1, metric, segment, step, 0, step) for metric in ("_timestamp", "a") for segment, step in ((0, 5), (1, 2)))
    )
    assert encode_plain_rows(table) == ['{"_step":2,"_timestamp":2,"a":2}', '{"_step":5,"_timestamp":5,"a":5}']


@pytest.mark.parametrize(
    "others",
    [
        [(1, "a", 0, 0, 0, 1.0)],  # not in every row
        [(1, "a", 0, 0, 0, 1.0), (1, "a", 0, 1, 2, 1.0)],  # in another row
        [(1, "a", 0, 0, 0, math.nan), (1, "a", 0, 1, 1, 1.0)],
        [(1, "a", 0, 0, 0, math.inf), (1, "a", 0, 1, 1, 1.0)],
        [(1, "a", 0, 0, 0, 2.0**60), (1, "a", 0, 1, 1, 1.0)],
        [(2, "_timestamp", 0, 0, 0, 1.0)],  # two runs
    ],
)
def test_other_rows_have_to_be_put_together(others: list[tuple[int, str, int, int, int, float]]) -> None:
    plain = [(1, "_timestamp", 0, step, step, float(step)) for step in (0, 1)]
    assert encode_plain_rows(points(*plain)) is not None
    assert encode_plain_rows(points(*plain, *others)) is None
