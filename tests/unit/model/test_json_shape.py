"""What is small on the wire and large in memory is known before it is read."""

import json

import pytest

from runlake.errors import InvalidInput, LimitExceeded
from runlake.model.json_shape import DEEPEST, check_containers, check_json, is_deep


def nested(levels: int) -> object:
    return json.loads("[" * levels + "]" * levels)


def test_depth_is_counted_through_lists_and_objects() -> None:
    assert not is_deep(nested(DEEPEST))
    assert is_deep({"a": [nested(DEEPEST)]})


def test_brackets_in_texts_are_no_lists() -> None:
    texts = [json.dumps({"code": '[["\\' * 50, "a": [1, {}]}).encode()] * 3
    check_containers(texts, most=9)
    with pytest.raises(LimitExceeded, match="9 lists and objects: at most 8"):
        check_containers(texts, most=8)


@pytest.mark.parametrize("cut", [b'"', b'["', b'"\\', b'"[' + b'\\"[' * 1_000_000])
def test_a_text_that_does_not_end_goes_to_the_end(cut: bytes) -> None:
    check_containers([b"[]", cut], most=2)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, nested(DEEPEST + 1)])
def test_what_could_not_be_given_back_is_refused(value: object) -> None:
    check_json("it", ["\N{FOX FACE}", 2**70, nested(DEEPEST - 2)])
    with pytest.raises(InvalidInput, match="it "):
        check_json("it", value)
