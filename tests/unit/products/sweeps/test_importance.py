"""Which parameters are said to matter."""

import random

import pytest

from runlake.products.sweeps.importance import importances


def test_the_parameter_that_decides_is_the_important_one() -> None:
    chance = random.Random(1)
    lr = [chance.random() for _ in range(60)]
    noise = [chance.random() for _ in range(60)]
    found = importances({"config.noise": noise, "config.lr": lr}, [3 * value for value in lr])
    assert found[0].path == "config.lr"
    assert found[0].importance > 0.8
    assert found[0].correlation == pytest.approx(1.0)
    assert sum(each.importance for each in found) == pytest.approx(1.0)


def test_categories_matter_without_a_correlation() -> None:
    kinds = ["a", "b"] * 10
    found = importances({"config.kind": kinds}, [1.0 if kind == "a" else 2.0 for kind in kinds])
    assert (found[0].importance, found[0].correlation) == (1.0, None)


def test_few_runs_or_no_difference_explain_nothing() -> None:
    assert [each.importance for each in importances({"config.a": [1, 2]}, [1.0, 2.0])] == [0.0]
    assert [each.importance for each in importances({"config.a": [1, 2, 3, 4]}, [1.0] * 4)] == [0.0]
    assert importances({}, [1.0, 2.0]) == []


def test_missing_values_are_a_group_of_their_own() -> None:
    found = importances({"config.a": [None, None, None, 1, 1, 1]}, [1.0, 1.1, 1.0, 5.0, 5.1, 5.0])
    assert found[0].importance == pytest.approx(1.0)
