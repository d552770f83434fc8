"""What of a query the store is asked for, and what it is not bothered with. That it answers right: tests/stores."""

from typing import Any

import pytest

from runlake.products.traces import Every, Inverse, PayloadTest, Some
from runlake.protocols.weave.query.stored_tests import stored_tests

INPUTS = ("attributes", "weave.inputs")


def get(path: str) -> dict[str, Any]:
    return {"$getField": path}


def eq(path: str, value: Any) -> dict[str, Any]:
    return {"$eq": [get(path), {"$literal": value}]}


def asked_of_store(operation: dict[str, Any]) -> Any:
    """What must hold of calls of weave."""
    found = stored_tests({"$expr": operation}, reads_objects=False)
    assert isinstance(found, Some)
    assert found.parts[0] == Inverse(PayloadTest(("attributes", "weave.op_name"), "exists"))
    return found.parts[1]


def test_numbers_and_negations_go_to_the_store() -> None:
    above = {"$gt": [get("inputs.a.b"), {"$literal": 0.5}]}
    assert asked_of_store({"$not": [above]}) == Every(
        (Inverse(PayloadTest((*INPUTS, "a", "b"), "gt", 0.5, "number", otherwise=True)),)
    )


def test_a_path_may_stand_on_either_side() -> None:
    assert asked_of_store({"$lt": [{"$literal": 3}, get("inputs.x")]}) == asked_of_store(
        {"$gt": [get("inputs.x"), {"$literal": 3}]}
    )


def test_what_the_store_cannot_tell_is_left_out_where_all_must_hold() -> None:
    known, unknown = eq("inputs.x", "a"), eq("feedback.[*].payload.note", "b")
    assert asked_of_store({"$and": [known, unknown, eq("trace_id", "t")]}) == asked_of_store(known)


@pytest.mark.parametrize(
    "operation",
    [
        eq("feedback.[*].payload.note", "b"),
        {"$or": [eq("inputs.x", "a"), eq("display_name", "b")]},
        eq("op_name", "weave:///e/p/op/f:1"),
        eq("inputs.0", "a"),
        eq("inputs.x", None),
        eq("inputs.x", 10**301),
        {"$in": [get("inputs.x"), []]},
        {"$contains": {"input": get("inputs.x"), "substr": {"$literal": "É"}, "case_insensitive": True}},
    ],
)
def test_what_is_not_worth_reading_payloads(operation: dict[str, Any]) -> None:
    assert stored_tests({"$expr": operation}, reads_objects=False) is None


def test_paths_into_objects_are_not_in_the_call() -> None:
    assert stored_tests({"$expr": eq("inputs.model.x", "a")}, reads_objects=True) is None
