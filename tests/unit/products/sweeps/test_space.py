"""A grid has every cell once; a space takes its cells apart again."""

import itertools
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.sweeps.cells import cell_key
from runlake.products.sweeps.space import parse_space, plain_config

LISTS = st.lists(st.integers(0, 50), min_size=1, max_size=5, unique=True)


@given(st.dictionaries(st.sampled_from("abcdef"), LISTS, min_size=1, max_size=4))
def test_a_grid_has_every_cell_once_in_the_order_of_the_config(values: dict[str, list[int]]) -> None:
    space = parse_space({name: {"values": listed} for name, listed in values.items()})
    assert space.size is not None
    cells = [space.grid_cell(index) for index in range(space.size)]
    assert cells == list(itertools.product(*values.values()))
    assert len(set(map(cell_key, cells))) == space.size


def test_ranges_have_grids_too() -> None:
    space = parse_space({"n": {"min": 1, "max": 3}, "q": {"distribution": "q_uniform", "min": 0, "max": 1, "q": 0.5}})
    assert space.size == 9
    assert [space.grid_cell(index) for index in (0, 1, 8)] == [(1, 0.0), (1, 0.5), (3, 1.0)]


@given(st.integers(0, 2**32))
def test_nested_parameters_make_nested_arguments(seed: int) -> None:
    inner = {"lr": {"min": 0.0, "max": 1.0}, "deep": {"parameters": {"name": {"values": ["a", "b"]}}}}
    space = parse_space({"x": {"value": 1}, "opt": {"parameters": inner}})
    cell = space.draw(random.Random(seed))
    args = space.args(cell)
    assert args.keys() == {"x", "opt"}
    assert args["opt"]["value"]["deep"]["name"] in ("a", "b")
    assert [parameter.name for parameter in space.parameters] == ["x", "opt.lr", "opt.deep.name"]
    assert space.values_in(plain_config(args)) == cell


def test_a_config_that_lacks_a_parameter_is_in_no_cell() -> None:
    space = parse_space({"x": {"value": 1}, "opt": {"parameters": {"lr": {"value": 2}}}})
    assert space.values_in({"x": 1, "opt": 3}) is None
    assert space.values_in({"x": 1}) is None


def test_a_grid_needs_countable_values() -> None:
    with pytest.raises(InvalidInput, match=r"opt\.lr.*uniform has none"):
        parse_space({"opt": {"parameters": {"lr": {"min": 0.0, "max": 1.0}}}}).require_grid()
    with pytest.raises(InvalidInput, match="more than anybody can run"):
        parse_space({str(name): {"min": 0, "max": 999} for name in range(9)}).require_grid()


@pytest.mark.parametrize(
    ("one", "other", "same"), [(1, 1.0, True), (1, True, False), ("1", 1, False), (None, 0, False)]
)
def test_cells_are_compared_by_value(one: Any, other: Any, same: bool) -> None:
    assert (cell_key((one,)) == cell_key((other,))) is same
