"""The query language: what matches, what cannot be told, what is refused."""

from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.weave.call_wire import SortBy
from runlake.protocols.weave.query import CallFields, check_order, compile_query, implied_values, in_order
from runlake.protocols.weave.refusals import FieldRefused

CALL: dict[str, Any] = {
    "id": "c1",
    "op_name": "weave:///e/p/op/work:abc",
    "display_name": None,
    "parent_id": None,
    "started_at": "2030-01-01T00:00:00.500000Z",
    "ended_at": "2030-01-01T00:00:02.000000Z",
    "exception": None,
    "wb_run_step": 3,
    "inputs": {"n": 5.0, "half": 1.5, "text": "Hello", "flag": True, "none": None, "list": [1, {"a": "b"}], "a.b": 7},
    "output": None,
    "attributes": {},
    "summary": {"status_counts": {"error": 1}},
    "feedback": [
        {"feedback_type": "wandb.note.1", "payload": {"note": "first"}},
        {"feedback_type": "wandb.note.1", "payload": {"note": "second"}},
        {"feedback_type": "score", "payload": {"value": 0.5}},
    ],
}


def get(path: str) -> dict[str, Any]:
    return {"$getField": path}


def lit(value: Any) -> dict[str, Any]:
    return {"$literal": value}


def eq(path: str, value: Any) -> dict[str, Any]:
    return {"$eq": [get(path), lit(value)]}


def to(path: str, kind: str) -> dict[str, Any]:
    return {"$convert": {"input": get(path), "to": kind}}


MATCHES = [
    eq("id", "c1"),
    eq("inputs.n", 5),
    eq("inputs.n", "5"),
    eq("inputs.half", 1.5),
    eq("inputs.flag", True),
    eq("inputs.flag", "true"),
    eq("inputs.list.1.a", "b"),
    eq("inputs.list", '[1,{"a":"b"}]'),
    eq("inputs.a\\.b", 7),
    eq("inputs.missing", ""),
    eq("inputs.none", ""),
    eq("parent_id", None),
    eq("wb_run_step", 3),
    {"$not": [eq("inputs.text", "")]},
    {"$eq": [lit("1"), lit("1")]},
    {"$gt": [to("inputs.half", "double"), lit(1)]},
    {"$gte": [get("started_at"), lit(1893456000.5)]},
    {"$lt": [get("started_at"), lit("2030-01-01T00:00:01+00:00")]},
    {"$in": [get("inputs.n"), [lit(4), lit(5)]]},
    {"$contains": {"input": get("inputs.text"), "substr": lit("ell")}},
    {"$contains": {"input": get("op_name"), "substr": lit("WORK"), "case_insensitive": True}},
    {"$eq": [to("inputs.text", "exists"), lit(True)]},
    {"$eq": [to("inputs.none", "exists"), lit(False)]},
    {"$eq": [{"$size": get("inputs.list")}, lit(2)]},
    {"$or": [eq("id", "other"), eq("id", "c1")]},
    eq("summary.weave.status", "descendant_error"),
    eq("summary.weave.latency_ms", 1500),
    eq("summary.weave.trace_name", "work"),
    eq("feedback.[wandb.note.1].payload.note", "second"),
    eq("feedback.[score].payload.value", 0.5),
    eq("feedback.[*].payload.value", 0.5),
    eq("feedback.[nothing].payload.x", None),
    {"$contains": {"input": get("feedback.[wandb.note.1].payload.note"), "substr": lit("eco")}},
]
DOES_NOT = [
    eq("inputs.half", 1),
    {"$gt": [get("inputs.half"), lit(1)]},
    {"$gt": [get("inputs.text"), lit(1)]},
    {"$not": [{"$gt": [get("inputs.text"), lit(1)]}]},
    eq("inputs.missing", None),
    {"$not": [eq("inputs.missing", None)]},
    eq("display_name", "x"),
    {"$not": [eq("display_name", "x")]},
    {"$contains": {"input": get("parent_id"), "substr": lit("x")}},
    {"$and": [eq("id", "c1"), eq("id", "c2")]},
    eq("feedback.[score].payload.value", 0.6),
]
REFUSED = [
    {},
    {"$expr": eq("id", 1), "more": 1},
    {"$expr": {"$and": []}},
    {"$expr": {"$not": [eq("id", 1), eq("id", 2)]}},
    {"$expr": {"$eq": [lit(1)]}},
    {"$expr": {"$regex": [get("id"), lit("x")]}},
    {"$expr": {"$in": [get("id"), lit("x")]}},
    {"$expr": {"$contains": {"input": get("id")}}},
    {"$expr": {"$convert": {"input": get("id"), "to": "date"}}},
    {"$expr": {"$gt": [get("started_at"), lit("yesterday")]}},
    {"$expr": 5},
]


@pytest.mark.parametrize("operation", MATCHES)
def test_what_matches(operation: dict[str, Any]) -> None:
    assert compile_query({"$expr": operation}, CallFields())(CALL)


@pytest.mark.parametrize("operation", DOES_NOT)
def test_what_does_not(operation: dict[str, Any]) -> None:
    assert not compile_query({"$expr": operation}, CallFields())(CALL)


@pytest.mark.parametrize("document", REFUSED)
def test_what_is_no_query(document: Any) -> None:
    with pytest.raises(InvalidInput):
        compile_query(document, CallFields())


@pytest.mark.parametrize("name", ["nothing", "summary.weave.costs", "storage_size_bytes", "feedback.x", "", "x" * 2000])
def test_fields_that_cannot_be_asked_for(name: str) -> None:
    with pytest.raises(FieldRefused):
        compile_query({"$expr": eq(name, 1)}, CallFields())


def test_queries_are_bounded() -> None:
    deep: dict[str, Any] = eq("id", 1)
    for _ in range(60):
        deep = {"$not": [deep]}
    with pytest.raises(InvalidInput, match="deeper"):
        compile_query({"$expr": deep}, CallFields())
    with pytest.raises(InvalidInput, match="parts"):
        compile_query({"$expr": {"$or": [eq("id", 1)] * 2000}}, CallFields())


def test_orders_put_numbers_first_and_what_is_missing_last() -> None:
    calls = [
        {**CALL, "id": str(n), "inputs": inputs} for n, inputs in enumerate([{"x": "b"}, {"x": 10}, {}, {"x": "9"}])
    ]
    for direction, expected in (("asc", "3102"), ("desc", "1302")):
        keys = check_order([SortBy("inputs.x", direction)], CallFields())
        assert "".join(call["id"] for call in in_order(calls, keys)) == expected
    with pytest.raises(InvalidInput, match="direction"):
        check_order([SortBy("id", "up")], CallFields())


def test_what_a_query_says_about_a_field() -> None:
    both = {"$and": [eq("feedback_type", "a"), {"$in": [get("weave_ref"), [lit("x"), lit("y")]]}]}
    assert implied_values({"$expr": both}, "weave_ref") == ["x", "y"]
    assert implied_values({"$expr": {"$or": [eq("id", "1"), eq("id", "2")]}}, "id") == ["1", "2"]
    assert implied_values({"$expr": {"$or": [eq("id", "1"), eq("kind", "2")]}}, "id") is None
    assert implied_values({"$expr": {"$not": [eq("id", "1")]}}, "id") is None
    assert implied_values(None, "id") is None
