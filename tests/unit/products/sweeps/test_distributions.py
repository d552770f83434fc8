"""Every distribution stays in its range, and finds the way back from its values."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from runlake.errors import InvalidInput
from runlake.products.sweeps.beta import beta_cdf, beta_quantile
from runlake.products.sweeps.parameters import parse_parameter

UNIT = st.floats(0, 1, exclude_max=True)
NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
POSITIVE = st.floats(1e-6, 1e6)
EXPONENTS = st.floats(-20, 20)


def limits(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))


def draw(spec: dict[str, Any], u: float) -> Any:
    return parse_parameter("x", spec)[1].at(u)


@pytest.mark.parametrize("name", ["uniform"])
@given(pair=limits(NUMBERS), u=UNIT)
def test_uniform_stays_between_its_limits(name: str, pair: tuple[float, float], u: float) -> None:
    value = draw({"distribution": name, "min": pair[0], "max": pair[1]}, u)
    assert pair[0] <= value <= pair[1]


@given(pair=limits(st.integers(-1000, 1000)), u=UNIT)
def test_whole_numbers_stay_whole_and_between_their_limits(pair: tuple[int, int], u: float) -> None:
    value = draw({"min": pair[0], "max": pair[1]}, u)
    assert type(value) is int
    assert pair[0] <= value <= pair[1]


@pytest.mark.parametrize("name", ["log_uniform_values", "inv_log_uniform_values"])
@given(pair=limits(POSITIVE), u=UNIT)
def test_logarithmic_values_stay_between_their_limits(name: str, pair: tuple[float, float], u: float) -> None:
    assert pair[0] <= draw({"distribution": name, "min": pair[0], "max": pair[1]}, u) <= pair[1]


@given(pair=limits(EXPONENTS), u=UNIT)
def test_limits_of_log_uniform_are_exponents(pair: tuple[float, float], u: float) -> None:
    spec = {"min": pair[0], "max": pair[1]}
    assert math.exp(pair[0]) <= draw({"distribution": "log_uniform", **spec}, u) <= math.exp(pair[1])
    assert math.exp(-pair[1]) <= draw({"distribution": "inv_log_uniform", **spec}, u) <= math.exp(-pair[0])


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("q_uniform", {"min": 0.25, "max": 7.9}),
        ("q_log_uniform", {"min": -1.0, "max": 3.0}),
        ("q_log_uniform_values", {"min": 0.3, "max": 40.0}),
        ("q_normal", {"mu": 3, "sigma": 2}),
        ("q_log_normal", {"mu": 0, "sigma": 1}),
        ("q_beta", {"a": 2, "b": 3}),
    ],
)
@given(u=UNIT, q=st.sampled_from([0.1, 0.25, 1, 2]))
def test_quantized_values_are_multiples_of_the_step(name: str, spec: dict[str, Any], u: float, q: float) -> None:
    value = draw({"distribution": name, "q": q, **spec}, u)
    assert abs(value / q - round(value / q)) < 1e-9
    assert type(value) is type(q)
    if name == "q_uniform":
        assert 0.25 <= value <= 7.9
    if name == "q_beta" and q <= 1:
        assert 0 <= value <= 1


@given(u=UNIT, mu=st.floats(-50, 50), sigma=st.floats(0.01, 10))
def test_normal_values_are_finite_and_symmetric(u: float, mu: float, sigma: float) -> None:
    value = draw({"distribution": "normal", "mu": mu, "sigma": sigma}, u)
    assert math.isfinite(value)
    assert (value > mu) is (u > 0.5) or math.isclose(u, 0.5, abs_tol=1e-9)
    assert draw({"distribution": "log_normal", "mu": mu, "sigma": sigma}, u) > 0


@given(u=st.floats(0.001, 0.999), a=st.floats(0.2, 30), b=st.floats(0.2, 30))
def test_beta_agrees_with_a_reference(u: float, a: float, b: float) -> None:
    x = beta_quantile(u, a, b)
    assert 0 <= x <= 1
    assert math.isclose(stats.beta.cdf(x, a, b), u, abs_tol=1e-6)
    assert math.isclose(beta_cdf(u, a, b), stats.beta.cdf(u, a, b), abs_tol=1e-9)


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=6), UNIT)
def test_categories_come_as_often_as_their_weights_say(weights: list[float], u: float) -> None:
    total = math.fsum(weights)
    weights = [weight / total for weight in weights]
    spec = {"values": [str(index) for index in range(len(weights))], "probabilities": weights}
    kind, found = parse_parameter("x", spec)
    assert kind == "categorical_w_probabilities"
    index = int(found.at(u))
    assert math.fsum(weights[:index]) <= u + 1e-9
    assert u <= math.fsum(weights[: index + 1]) + 1e-9


@pytest.mark.parametrize(
    "spec",
    [
        {"value": 3},
        {"values": ["a", True, 1, None]},
        {"min": 1, "max": 9},
        {"min": 0.5, "max": 9},
        {"distribution": "log_uniform_values", "min": 1e-5, "max": 1},
        {"distribution": "inv_log_uniform_values", "min": 1e-5, "max": 1},
        {"distribution": "log_uniform", "min": -5, "max": 1},
        {"distribution": "inv_log_uniform", "min": -5, "max": 1},
        {"distribution": "normal", "mu": 1, "sigma": 3},
        {"distribution": "log_normal"},
        {"distribution": "beta", "a": 2, "b": 5},
        {"distribution": "q_uniform", "min": 0, "max": 1, "q": 0.1},
    ],
)
@given(u=st.floats(0.001, 0.999))
def test_a_value_is_found_again_at_its_place(spec: dict[str, Any], u: float) -> None:
    found = parse_parameter("x", spec)[1]
    value = found.at(u)
    place = found.place(value)
    assert place is not None
    again = found.at(min(place, 1 - 1e-12))
    assert again == value or math.isclose(again, value, rel_tol=1e-6, abs_tol=1e-9)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (3, "must be a mapping"),
        ({}, "needs value"),
        ({"values": []}, "not empty"),
        ({"values": [1, 2], "probabilities": [1]}, "as long as values"),
        ({"values": [1, 2], "probabilities": [0.9, 0.9]}, "sum to 1"),
        ({"distribution": "categorical_w_probabilities", "values": [1]}, "needs probabilities"),
        ({"min": 3, "max": 1}, "greater than max"),
        ({"min": "a", "max": 1}, "must be a number"),
        ({"distribution": "uniform", "min": 1}, "max is missing"),
        ({"distribution": "int_uniform", "min": 0.5, "max": 1}, "whole numbers"),
        ({"distribution": "log_uniform_values", "min": 0, "max": 1}, "greater than 0"),
        ({"distribution": "log_uniform", "min": 0, "max": 1e9}, "exponents"),
        ({"distribution": "normal", "sigma": 0}, "sigma must be greater than 0"),
        ({"distribution": "q_uniform", "min": 1, "max": 2, "q": 5}, "no multiple"),
        ({"distribution": "gamma"}, "not a distribution"),
        ({"vales": [1]}, "unknown key"),
    ],
)
def test_what_cannot_be_says_why(spec: Any, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        parse_parameter("x", spec)
