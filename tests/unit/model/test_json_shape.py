"""What is small on the wire and large in memory is known before it is read."""

import json

import pytest

from runlake.errors import InvalidInput, LimitExceeded
from runlake.model.json_shape import DEEPEST, check_json, check_json_size, is_deep


def nested(levels: int) -> object:
    return json.loads("[" * levels + "]" * levels)


def test_depth_is_counted_through_lists_and_objects() -> None:
    assert not is_deep(nested(DEEPEST))
    assert is_deep({"a": [nested(DEEPEST)]})


def test_brackets_in_texts_are_no_lists() -> None:
    texts = [json.dumps({"code": '[["\\' * 50, "a": [1, {}]}).encode()] * 3
    check_json_size(texts, most=9)
    with pytest.raises(LimitExceeded, match="9 lists and objects with"):
        check_json_size(texts, most=8)


def test_a_text_may_be_longer_than_what_is_looked_at_at_once() -> None:
    text = json.dumps(["[" * 300_000 + '"\\', [1], "é" * 300_000, {}]).encode()
    check_json_size([text], most=3)
    with pytest.raises(LimitExceeded, match="3 lists and objects"):
        check_json_size([text], most=2)


def test_values_of_lists_are_counted_too() -> None:
    check_json_size([b"[1,2,3,4,5]"], most=2)
    with pytest.raises(LimitExceeded, match="5 values"):
        check_json_size([b"[1,2,3,4,5,6]"], most=2)


@pytest.mark.parametrize("cut", [b'"', b'["', b'"\\', b'"[' + b'\\"[' * 1_000_000])
def test_a_text_that_does_not_end_goes_to_the_end(cut: bytes) -> None:
    check_json_size([b"[]", cut], most=2)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, nested(DEEPEST + 1)])
def test_what_could_not_be_given_back_is_refused(value: object) -> None:
    check_json("it", ["\N{FOX FACE}", 2**70, nested(DEEPEST - 2)])
    with pytest.raises(InvalidInput, match="it "):
        check_json("it", value)
