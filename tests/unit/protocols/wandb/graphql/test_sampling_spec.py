import json

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.sampling_spec import SamplingSpec, parse_spec


def test_keys_may_come_twice() -> None:
    text = json.dumps({"keys": ["_step", "loss", "_step"], "samples": 10, "minStep": 3, "maxStep": 9})
    assert parse_spec(text) == SamplingSpec(("_step", "loss"), 10, 3, 9)


@pytest.mark.parametrize(("end", "last"), [(9, 9), (10, 9), (20, 20)])
def test_pages_of_old_clients_end_before_their_end(end: int, last: int) -> None:
    text = json.dumps({"keys": ["loss"], "samples": 10, "minStep": 0, "maxStep": end})
    assert parse_spec(text).max_step == last


def test_everything_but_keys_is_optional() -> None:
    assert parse_spec('{"keys":["loss"]}') == SamplingSpec(("loss",), None, None, None)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"keys":"loss"}', '{"keys":[1]}', '{"keys":["a"],"samples":"b"}', '{"keys":["a"],"minStep":1.5}'],
)
def test_invalid_specs_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_spec(text)


def test_infinite_bounds_are_refused() -> None:
    with pytest.raises(InvalidInput):
        parse_spec('{"keys":["a"],"maxStep":Infinity}')
