"""Pages of runs on a real store are in the order of a small reference, and hold every run once."""

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runlake.query import Sort
from tests.stores.runs_world import BareMirror, open_bare_mirror
from tests.unit.products.runs.examples import make_run

SORTABLE = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, 1, 1.5, -1e300, math.inf, -math.inf, math.nan]),
    st.text(alphabet="abé\\", max_size=2),
)
CONFIGS = st.lists(st.dictionaries(st.sampled_from("ab"), SORTABLE), max_size=7)
SORTS = st.lists(st.builds(Sort, st.sampled_from(["config.a", "config.b"]), st.booleans()), min_size=1, max_size=2)


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareMirror]:
    with open_bare_mirror(tmp_path_factory.mktemp("mirror")) as mirror:
        yield mirror


def in_order(configs: list[dict[str, Any]], sorts: list[Sort]) -> list[int]:
    """Numbers before NaN before text before nothing, whatever the direction; then the run number."""
    numbers = list(range(len(configs)))
    numbers.sort(reverse=sorts[0].descending)
    for sort in reversed(sorts):
        values = {number: configs[number].get(sort.field.removeprefix("config.")) for number in numbers}
        numbers.sort(key=lambda number: sort_key(values[number]), reverse=sort.descending)
        numbers.sort(key=lambda number: rank(values[number]))
    return numbers


def rank(value: Any) -> int:
    if value is None:
        return 3
    return 2 if isinstance(value, str) else int(math.isnan(value))


def sort_key(value: Any) -> tuple[float, str]:
    if value is None or value != value:
        return (0, "")
    return (0, value) if isinstance(value, str) else (value, "")


@given(configs=CONFIGS, sorts=SORTS, limit=st.integers(1, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_hold_every_run_once_and_in_order(
    mirror: BareMirror, configs: list[dict[str, Any]], sorts: list[Sort], limit: int
) -> None:
    wrapped = [json.dumps({key: {"value": value} for key, value in config.items()}) for config in configs]
    project_id = mirror.put([make_run(number, config_json=text) for number, text in enumerate(wrapped)])
    pages = mirror.pages(project_id, sorts, limit)
    assert [number for page in pages for number in page] == in_order(configs, sorts)
    assert all(len(page) == limit for page in pages[:-1])
