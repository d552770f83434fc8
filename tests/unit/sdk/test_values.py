"""What may be logged, and what it becomes."""

from array import array
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from runlake.errors import UsageError
from runlake.sdk.console import _shown
from runlake.sdk.journal import FORMAT, Journal
from runlake.sdk.rows import Rows
from runlake.sdk.values import Flat, checked_step, flatten, plain
from runlake.wire import HISTORY, JournalRecord


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    record = JournalRecord(format=FORMAT, project="p", run_id="r", writer="w")
    return Rows(Journal(tmp_path / "r.w", record, max_bytes=1 << 30), HISTORY)


def test_numbers_of_all_kinds() -> None:
    given = {"a": 1, "b": True, "c": np.float32(0.5), "d": np.array(2), "e": Decimal("1.5"), "f": {"g": {"h": 3}}}
    assert flatten(given) == Flat({"a": 1, "b": 1, "c": 0.5, "d": 2, "e": 1.5, "f.g.h": 3})


def test_texts_and_lists_are_kept_beside_the_numbers() -> None:
    flat = flatten({"text": "warm", "none": None, "list": [1, "a"], "array": np.arange(2)})
    assert flat.numbers == {}
    assert [(entry.metric, entry.kind, entry.json) for entry in flat.rich] == [
        ("text", "string", '"warm"'),
        ("none", "null", "null"),
        ("list", "list", '[1, "a"]'),
        ("array", "list", "[0, 1]"),
    ]


@pytest.mark.parametrize("values", [{"": 1}, {3: 1}, {"_timestamp": 1}, {"a": object()}, {"a": {"": 1}}, ["a"]])
def test_what_cannot_be_logged_is_said_at_once(rows: Rows, values: Any) -> None:
    with pytest.raises(UsageError):
        rows.append(values, None)
    assert rows.line == 0


@pytest.mark.parametrize("step", [1.5, "3", 2**63, -(2**63) - 1])
def test_steps_are_integers_of_64_bits(step: Any) -> None:
    with pytest.raises(UsageError):
        checked_step(step)


def test_steps_go_on_from_the_highest(rows: Rows) -> None:
    rows.append({"a": 1}, 10)
    rows.append({"a": 1}, 3)
    rows.append({"a": 1}, None)
    assert (rows.line, rows.next_step) == (3, 12)
    assert rows.append_columns({"a": [1, 2, 3]}, None) == 3
    assert (rows.line, rows.next_step) == (6, 15)


@pytest.mark.parametrize(
    "column", [[1, 2], (1.0, 2.0), array("d", [1, 2]), np.array([1, 2], np.float16), np.arange(4)[::2]]
)
def test_columns_of_all_kinds(rows: Rows, column: Any) -> None:
    assert rows.append_columns({"a": column}, [5, 6]) == 2
    assert rows.next_step == 7


@pytest.mark.parametrize(
    ("columns", "step"),
    [({}, None), ({"a": [1], "b": [1, 2]}, None), ({"a": ["x"]}, None), ({"a": [1]}, [0.5]), ({"a": [[1]]}, None)],
)
def test_what_is_no_columns_is_said_at_once(rows: Rows, columns: Any, step: Any) -> None:
    with pytest.raises(UsageError):
        rows.append_columns(columns, step)
    assert rows.line == 0


def test_configs_become_plain() -> None:
    given = {"path": Path("a"), "sizes": (1, np.int64(2)), "nested": {"tensor": np.float32(0.5), 3: {4}}, "big": 2**80}
    assert plain(given) == {"path": "a", "sizes": [1, 2], "nested": {"tensor": 0.5, "3": [4]}, "big": float(2**80)}


def test_a_line_is_shown_as_a_terminal_leaves_it() -> None:
    assert _shown("10 %\r20 %\r") == "20 %"
    assert _shown("\ud800") == "?"
