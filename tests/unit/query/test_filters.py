"""The native form of filters: what is read, and what is refused with a reason."""

from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.query import And, Compare, Filter, Not, Or, Parameters, check_filter, compile_filter, parse_filter
from runlake.query.filters import MAX_DEPTH, MAX_TERMS

EQ = {"field": "state", "op": "eq", "value": "running"}
COMPARE = Compare("state", "eq", "running")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (EQ, COMPARE),
        ({"and": [EQ, EQ]}, And((COMPARE, COMPARE))),
        ({"or": []}, Or(())),
        ({"not": {"and": [EQ]}}, Not(And((COMPARE,)))),
        ({"field": "config.lr", "op": "eq"}, Compare("config.lr", "eq", None)),
        ({"field": "a", "op": "in", "value": [1, "b", None, True]}, Compare("a", "in", [1, "b", None, True])),
        ({"field": "a", "op": "exists", "value": False}, Compare("a", "exists", False)),
        ({"field": "created_at", "op": "within_s", "value": 90}, Compare("created_at", "within_s", 90)),
        ({"field": "and", "op": "regex", "value": "x"}, Compare("and", "regex", "x")),
    ],
)
def test_filters_are_read(document: Any, expected: Filter) -> None:
    assert parse_filter(document) == expected


def nested(depth: int) -> Any:
    document: Any = EQ
    for _ in range(depth - 1):
        document = {"not": document}
    return document


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (None, "not a filter"),
        ([EQ], "not a filter"),
        ({}, "not a filter"),
        ({"and": EQ}, "not a filter"),
        ({"and": [EQ], "or": []}, "not a filter"),
        ({**EQ, "more": 1}, "not a filter"),
        ({"field": 1, "op": "eq", "value": 1}, "not a filter"),
        ({"field": "", "op": "eq", "value": 1}, "needs a name"),
        ({"field": "a" * 10_001, "op": "eq", "value": 1}, "at most 10000 characters"),
        ({"field": "a", "op": "like", "value": 1}, "'like' is not an operator: use one of contains, eq"),
        ({"field": "a", "op": "eq", "value": {"b": 1}}, "cannot be compared with"),
        ({"field": "a", "op": "eq", "value": float("nan")}, "NaN equals nothing"),
        ({"field": "a", "op": "eq", "value": "\ud800"}, "not valid Unicode"),
        ({"field": "a", "op": "in", "value": "abc"}, "needs a list"),
        ({"field": "a", "op": "in", "value": [[1]]}, "cannot be compared with"),
        ({"field": "a", "op": "nin", "value": [1] * 10_001}, "at most 10000 values"),
        ({"field": "a", "op": "exists", "value": 1}, "true or false"),
        ({"field": "a", "op": "regex", "value": 1}, "regex needs a text"),
        ({"field": "a", "op": "contains", "value": "x" * 10_001}, "at most 10000 characters"),
        ({"field": "tags", "op": "gt", "value": "x"}, "tags have no order"),
        ({"field": "config.lr", "op": "within_s", "value": 1}, "applies to times only"),
        ({"field": "created_at", "op": "within_s", "value": 0}, "positive number of seconds"),
        ({"field": "created_at", "op": "within_s", "value": True}, "positive number of seconds"),
        ({"field": "created_at", "op": "within_s", "value": float("inf")}, "positive number of seconds"),
        (nested(MAX_DEPTH + 1), "nested deeper"),
        ({"or": [EQ] * (MAX_TERMS + 1)}, f"{MAX_TERMS + 1} comparisons"),
    ],
)
def test_what_is_no_filter_is_refused_with_a_reason(document: Any, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        parse_filter(document)


def test_the_largest_filters_are_read() -> None:
    assert isinstance(parse_filter(nested(MAX_DEPTH)), Not)
    check_filter(Or((COMPARE,) * MAX_TERMS))


def test_values_and_paths_are_bound_never_pasted() -> None:
    parameters = Parameters()
    hostile = "x' OR '1'='1"
    parts = (Compare(hostile, "eq", hostile), Compare(hostile, "in", [hostile]), Compare("tags", "regex", hostile))
    assert hostile not in compile_filter(And(parts), parameters)
    assert [hostile] in parameters.values.values()


def test_many_equalities_of_one_field_are_one_read() -> None:
    parameters = Parameters()
    names = tuple(Compare("name", "eq", f"r{index}") for index in range(100))
    sql = compile_filter(Or((*names, Compare("name", "in", ["s", None]), Compare("group", "gt", "g"))), parameters)
    assert sql.count("SELECT") == 2
    assert compile_filter(And(()), parameters) == "1"
    assert compile_filter(Or(()), parameters) == "0"
