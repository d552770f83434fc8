"""The brackets of Hyperband, and who is stopped."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.sweeps.hyperband import Hyperband, parse_hyperband


@pytest.mark.parametrize(
    ("spec", "brackets"),
    [
        ({"min_iter": 3}, (3, 9, 27, 81)),
        ({"min_iter": 2, "eta": 2}, (2, 4, 8, 16)),
        ({"max_iter": 27, "s": 2}, (3, 9)),
        ({"max_iter": 27, "s": 3, "eta": 2}, (3, 6, 13)),
        ({"max_iter": 9, "s": 99}, (1, 3)),
    ],
)
def test_brackets(spec: dict[str, Any], brackets: tuple[int, ...]) -> None:
    assert parse_hyperband(spec).brackets[:4] == brackets


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({}, "min_iter, or max_iter and s"),
        ({"max_iter": 9}, "with max_iter comes s"),
        ({"max_iter": 2, "s": 1}, "no bracket"),
        ({"min_iter": 0}, "whole number from 1"),
        ({"min_iter": 2.5}, "whole number from 1"),
        ({"min_iter": "x"}, "must be a number"),
        ({"min_iter": 2, "eta": 1}, "eta must be greater than 1"),
        ({"min_iter": 2, "strict": "yes"}, "true or false"),
    ],
)
def test_rules_that_cannot_be(spec: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        parse_hyperband(spec)


def stopped(rule: Hyperband, **histories: list[float]) -> list[str]:
    return rule.to_stop({run: rule.course(values) for run, values in histories.items()}, list(histories))


def test_the_worst_are_stopped_at_a_bracket() -> None:
    rule = Hyperband((2, 6), 3, strict=False)
    assert stopped(rule, a=[1, 1], b=[2, 2], c=[3, 3]) == ["b", "c"]
    assert stopped(rule, a=[1, 1], b=[2, 2], c=[3]) == ["b"], "c has not come so far"
    assert stopped(rule, a=[1, 1]) == [], "nobody to compare with"
    assert stopped(rule, a=[1, 1], b=[1, 1]) == []


def test_only_strict_rules_judge_what_is_past() -> None:
    caught_up = {"a": [1.0, 1.0, 1.0], "b": [9.0, 9.0, 0.5]}
    assert stopped(Hyperband((2,), 3, strict=False), **caught_up) == []
    assert stopped(Hyperband((2,), 3, strict=True), **caught_up) == ["b"]


@given(st.lists(st.lists(st.floats(0, 10), max_size=30), min_size=1, max_size=8), st.sampled_from([2, 3, 4]))
def test_the_best_at_a_bracket_goes_on(values: list[list[float]], eta: int) -> None:
    rule = Hyperband((1, 3, 9), eta, strict=False)
    histories = {str(index): listed for index, listed in enumerate(values)}
    given_up = set(stopped(rule, **histories))
    for bracket in rule.brackets:
        reached = {run: min(listed) for run, listed in histories.items() if len(listed) >= bracket}
        at_top = [run for run in reached if len(histories[run]) < bracket * 3 and reached[run] == min(reached.values())]
        assert not given_up & set(at_top)
