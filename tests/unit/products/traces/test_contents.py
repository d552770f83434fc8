"""Payloads are folded and unfolded without losing a byte."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import StoreError
from runlake.products.traces.contents import Folder, unfold

LONG = 'wörd "quoted" \n' * 40
MESSAGES = [{"role": "user", "content": f"{number} {LONG}"} for number in range(5)]
SPACED = json.dumps(MESSAGES)
KEYS = st.sampled_from(["a", "b", "$content", "$json", "$plain"])
TEXTS = st.sampled_from(["", "short", LONG, "[" + "x" * 300, SPACED, json.dumps(MESSAGES, separators=(",", ":"))])
NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)  # which JSON has not
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def folded(value: Any) -> tuple[Any, dict[str, str]]:
    folder = Folder()
    return json.loads(json.dumps(folder.fold(value))), folder.contents


@given(VALUES)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    left, contents = folded(value)
    assert json.dumps(unfold(left, contents)) == json.dumps(value)


@pytest.mark.parametrize(
    "text",
    [
        SPACED,
        json.dumps(MESSAGES, ensure_ascii=False),
        json.dumps(MESSAGES, separators=(",", ":")),
        json.dumps(MESSAGES, separators=(",", ":"), ensure_ascii=False),
    ],
    ids=["python", "python, utf-8", "compact ascii", "compact"],
)
def test_messages_in_json_texts_are_found_however_they_are_written(text: str) -> None:
    left, contents = folded({"attribute": text})
    assert set(contents) == set(folded(MESSAGES)[1])
    assert len(json.dumps(left)) < 400
    assert unfold(left, contents) == {"attribute": text}


@pytest.mark.parametrize(
    "text",
    [
        "[1.0, 1e5, 12345678901234567890123" + " " * 300 + "]",
        '{"a": 1, "a": "' + "x" * 300 + '"}',
        "[" * 100_000,
        "[" * 900 + '"' + "x" * 300 + '"' + "]" * 900,
        "{" + "no json" * 100,
        "\x00\u2028" + "y" * 300,
    ],
)
def test_texts_that_cannot_be_written_again_are_kept_whole(text: str) -> None:
    left, contents = folded([text])
    assert unfold(left, contents) == [text]


def test_deep_values_are_kept_whole() -> None:
    value: Any = {"$content": "deep"}
    for _ in range(200):
        value = [value]
    left, contents = folded(value)
    assert unfold(left, contents) == value


def test_what_is_missing_is_said() -> None:
    with pytest.raises(StoreError, match="missing"):
        unfold({"$content": "gone"}, {})
