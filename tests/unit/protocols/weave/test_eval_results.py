"""Results of evaluations: which rows, in which order, and what scores sum up to."""

from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.products.objects import value_digest
from runlake.protocols.weave.eval_selection import in_all, select_rows
from runlake.protocols.weave.eval_stats import summary_of
from runlake.protocols.weave.eval_trials import ResultRow, digest_of
from runlake.protocols.weave.eval_wire import ResultsFilter, ResultsQuery, ResultsSort


def trial(**scores: Any) -> dict[str, Any]:
    return {"scores": scores, "model_output": {"text": "x"}, "total_tokens": 2, "total_cost": None}


ROWS = [
    ResultRow("a", {"n": 10}, {"one": [trial(off=0.0, ok=True)], "two": [trial(off=0.5, ok=False)]}),
    ResultRow("b", {"n": 9}, {"one": [trial(off=1.0), trial(off=2.0)], "two": [trial(off=1.5)]}),
    ResultRow("c", {"n": 100}, {"one": [trial(ok={"deep": "yes"})]}),
]


def digests(**query: Any) -> list[str]:
    return [row.digest for row in select_rows(ROWS, ResultsQuery(**query))]


def above(field: str, limit: float) -> dict[str, Any]:
    return {"$expr": {"$gt": [{"$convert": {"input": {"$getField": field}, "to": "double"}}, {"$literal": limit}]}}


def test_rows_are_ordered_by_numbers_means_and_differences() -> None:
    assert digests(sort_by=[ResultsSort("inputs.n", "asc")]) == ["b", "a", "c"]
    assert digests(sort_by=[ResultsSort("scores.off", "desc")]) == ["b", "a", "c"]
    assert digests(sort_by=[ResultsSort("scores.off", "desc", mode="difference")]) == ["a", "b", "c"]
    assert digests(sort_by=[ResultsSort("scores.off", "desc", evaluation_call_id="two")]) == ["b", "a", "c"]


def test_a_condition_is_about_one_evaluation_any_or_all() -> None:
    high = above("scores.off", 0.4)
    assert digests(filters=[ResultsFilter(high, "one")]) == ["b"]
    assert digests(filters=[ResultsFilter(high)]) == ["a", "b"]
    assert digests(filters=[ResultsFilter(high)], filter_logic_operator="and") == ["b"]


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(InvalidInput):
        digests(sort_by=[ResultsSort("trials", "asc")])
    with pytest.raises(InvalidInput):
        digests(sort_by=[ResultsSort("inputs.n", "asc", mode="difference")])


def test_scores_are_summed_up_by_their_leaves() -> None:
    (one,) = summary_of([ROWS[0], ROWS[2]], {})["evaluations"][:1]
    leaves = {(leaf["scorer_key"], leaf["path"]): leaf for leaf in one["scorer_stats"]}
    assert leaves["off", None]["numeric_mean"] == 0
    assert leaves["ok", None]["pass_rate"] == 1
    assert leaves["ok", "deep"]["value_type"] == "text"
    assert (one["trial_count"], one["predict_total_tokens"], one["predict_total_cost"]) == (2, 4, None)
    assert [row.digest for row in in_all(ROWS, ["one", "two"])] == ["a", "b"]


def test_a_row_has_the_digest_in_its_reference_or_that_of_its_value() -> None:
    digest = value_digest({"b": 1, "a": 2})
    assert digest_of(f"weave:///e/p/object/d:1/attr/rows/id/{digest}") == digest
    assert digest_of({"a": 2, "b": 1}) == digest
