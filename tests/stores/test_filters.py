"""Filter SQL on a real store finds what a reference of a few lines finds, whatever the runs and the filter are."""

import json
import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.query import And, Compare, Filter, Not, Or, parse_filter
from tests.stores.runs_world import BareMirror, open_bare_mirror
from tests.unit.products.runs.examples import MOMENT, make_run

Fields = dict[str, Any]

TEXTS = st.text(alphabet=st.sampled_from("abAB \t\\'\"%_{}é\x00\U0001f98a"), max_size=4)
NUMBERS = st.one_of(st.integers(-2, 2), st.sampled_from([0.5, 1.0, 1e300, -math.inf, math.inf, 2**70, 10**400]))
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
VALUES = st.one_of(SCALARS, st.just(math.nan), st.lists(st.integers(0, 2), max_size=2))
KEYS = ("a", "b", "a/b", "it's {x:String}")
TAGS = ("x", "y", "a'b")
RUNS = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(KEYS), VALUES), st.sets(st.sampled_from(TAGS))), min_size=1, max_size=4
)
PATTERNS = ("a", "^a", "[ab]+", "(?i)B", "a|é", r"\\", r"\Aa", "'")


def compares() -> st.SearchStrategy[Compare]:
    fields = st.sampled_from([f"config.{key}" for key in KEYS])
    tags = st.sampled_from([*TAGS, "z", None])
    return st.one_of(
        st.builds(Compare, fields, st.sampled_from(["eq", "ne", "gt", "ge", "lt", "le"]), SCALARS),
        st.builds(Compare, fields, st.sampled_from(["in", "nin"]), st.lists(SCALARS, max_size=3)),
        st.builds(Compare, fields, st.just("exists"), st.booleans()),
        st.builds(Compare, fields, st.just("contains"), TEXTS),
        st.builds(Compare, fields, st.just("regex"), st.sampled_from(PATTERNS)),
        st.builds(Compare, st.just("tags"), st.sampled_from(["eq", "ne"]), tags),
        st.builds(Compare, st.just("tags"), st.sampled_from(["in", "nin"]), st.lists(tags, max_size=2)),
        st.builds(Compare, st.just("tags"), st.just("exists"), st.booleans()),
        st.builds(Compare, st.just("tags"), st.just("regex"), st.sampled_from(PATTERNS)),
    )


FILTERS: st.SearchStrategy[Filter] = st.recursive(
    compares(),
    lambda part: st.one_of(
        st.builds(And, st.lists(part, max_size=3).map(tuple)),
        st.builds(Or, st.lists(part, max_size=3).map(tuple)),
        st.builds(Not, part),
    ),
    max_leaves=6,
)


def matches(found: Filter, fields: Fields, tags: set[str]) -> bool:
    match found:
        case And(parts):
            return all(matches(part, fields, tags) for part in parts)
        case Or(parts):
            return any(matches(part, fields, tags) for part in parts)
        case Not(part):
            return not matches(part, fields, tags)
        case Compare(field, "ne" | "nin" as op, value):
            return not matches(Compare(field, {"ne": "eq", "nin": "in"}[op], value), fields, tags)
        case Compare(field, "exists", False):
            return not matches(Compare(field, "exists", True), fields, tags)
        case Compare("tags", op, value):
            return any(holds(tag, op, value) for tag in tags) or (
                not tags and None in (value if op == "in" else [value])
            )
        case Compare(field, op, value):
            return field in fields and holds(fields[field], op, value)


def holds(stored: Any, op: str, value: Any) -> bool:
    stored, value = comparable(stored), [comparable(item) for item in value] if op == "in" else comparable(value)
    match op:
        case "exists":
            return True
        case "eq":
            return bool(stored == value)
        case "in":
            return stored in value and stored == stored  # NaN is in nothing
        case "contains":
            return isinstance(stored, str) and value in stored
        case "regex":
            return isinstance(stored, str) and not stored.startswith("[") and bool(re.search(value, stored))
    if type(stored) is not type(value) or stored is None or (isinstance(stored, str) and stored.startswith("[")):
        return False
    return bool({"gt": stored > value, "ge": stored >= value, "lt": stored < value, "le": stored <= value}[op])


def comparable(value: Any) -> Any:
    """Booleans and numbers as floats, lists as the JSON text they are stored as."""
    if isinstance(value, int):
        return math.inf if value >= 2**1024 else float(value)
    return json.dumps(value) if isinstance(value, list) else value


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareMirror]:
    with open_bare_mirror(tmp_path_factory.mktemp("mirror")) as mirror:
        yield mirror


@given(before=RUNS, after=RUNS, filters=st.lists(FILTERS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_find_what_the_reference_finds(
    mirror: BareMirror,
    before: list[tuple[Fields, set[str]]],
    after: list[tuple[Fields, set[str]]],
    filters: list[Filter],
) -> None:
    project_id = mirror.put(*([stored(number, *run) for number, run in enumerate(runs, 1)] for runs in (before, after)))
    now = dict(enumerate(before, 1)) | dict(enumerate(after, 1))
    for found in filters:
        expected = {
            number
            for number, (config, tags) in now.items()
            if matches(found, {f"config.{key}": value for key, value in config.items()}, tags)
        }
        assert mirror.find(project_id, found) == expected, found


def stored(number: int, config: Fields, tags: set[str]) -> Any:
    wrapped = {key: {"value": value} for key, value in config.items()}
    return make_run(number, config_json=json.dumps(wrapped), tags=tuple(tags))


def test_times_are_compared_with_iso_text(mirror: BareMirror) -> None:
    days = [MOMENT + timedelta(days=day) for day in range(3)]
    project_id = mirror.put([make_run(number, created_at=day) for number, day in enumerate(days)])
    assert mirror.find(project_id, Compare("created_at", "ge", "2026-01-02")) == {1, 2}
    assert mirror.find(project_id, Compare("created_at", "lt", "2026-01-02T01:00:00+01:00")) == {0}
    assert mirror.find(project_id, Compare("created_at", "in", ["2026-01-03T00:00:00Z"])) == {2}
    micros = (days[1] - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    assert mirror.find(project_id, Compare("created_at", "eq", micros)) == {1}
    assert mirror.find(project_id, Compare("created_at", "exists", True)) == {0, 1, 2}
    with pytest.raises(InvalidInput, match="not a time that created_at"):
        mirror.find(project_id, Compare("created_at", "gt", "yesterday"))


def test_a_time_is_so_long_ago_when_it_is_asked(mirror: BareMirror) -> None:
    now = datetime.now(UTC)
    ages = [timedelta(seconds=1), timedelta(days=1), timedelta(days=8)]
    project_id = mirror.put([make_run(number, created_at=now - age) for number, age in enumerate(ages)])
    week = Compare("created_at", "within_s", 7 * 86_400)
    assert mirror.find(project_id, week) == {0, 1}
    assert mirror.find(project_id, Not(week)) == {2}
    assert mirror.find(project_id, Compare("finished_at", "within_s", 1e10)) == set()


def test_a_field_is_never_read_as_sql(mirror: BareMirror) -> None:
    project_id = mirror.put([make_run(1)])
    for hostile in ("config.x' OR 1=1 --", "') OR (1=1", "{f_0:String}", "config.\\"):
        assert mirror.find(project_id, Compare(hostile, "exists", True)) == set()
        assert mirror.find(project_id, Compare("name", "eq", hostile)) == set()


def test_a_bad_pattern_is_the_callers_fault(mirror: BareMirror) -> None:
    project_id = mirror.put([make_run(1, notes="a")])
    for pattern in ("(", "a(?=b)", "*"):
        with pytest.raises(InvalidInput, match="regular expression"):
            mirror.find(project_id, Compare("notes", "regex", pattern))


def test_projects_do_not_see_each_other(mirror: BareMirror) -> None:
    first, second = mirror.put([make_run(1, notes="a")]), mirror.put([make_run(2, notes="b")])
    everything = parse_filter({"not": {"field": "notes", "op": "eq", "value": "c"}})
    assert (mirror.find(first, everything), mirror.find(second, everything)) == ({1}, {2})
