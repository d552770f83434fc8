import json
import math
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from runlake.protocols.wandb.graphql.scalars import integer, strict, timestamp

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=20,
)


@given(json_values)
def test_inline_json_is_always_strict_json(value: object) -> None:
    json.loads(orjson.dumps(strict(value)), parse_constant=pytest.fail)


def test_non_finite_numbers_become_their_names() -> None:
    assert strict({"a": [math.nan, math.inf, -math.inf, 1.5, 3]}) == {"a": ["NaN", "Infinity", "-Infinity", 1.5, 3]}


def test_integers_past_64_bits_become_floats() -> None:
    assert orjson.dumps(strict([2**63 - 1, 2**70, 10**400])).startswith(b"[9223372036854775807,1.1805916207174113e+21,")


def test_times_are_utc_with_a_z() -> None:
    assert timestamp(datetime(2026, 1, 31, 12, tzinfo=UTC)) == "2026-01-31T12:00:00Z"
    assert timestamp(datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=2)))) == "2026-01-31T10:00:00Z"


@pytest.mark.parametrize(("given_", "found"), [(60000, 60000), (2.0, 2), (-(2**63), -(2**63))])
def test_whole_numbers_are_integers(given_: object, found: int) -> None:
    assert integer(given_) == found


@pytest.mark.parametrize("given_", [True, 1.5, "3", 2**63, math.nan, math.inf])
def test_other_things_are_not(given_: object) -> None:
    with pytest.raises(GraphQLError):
        integer(given_)
