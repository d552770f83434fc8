"""Payloads with variables."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.automations.templates import MAX_PAYLOAD_BYTES, check_payload, fill, fill_text, parse_payload

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=20).filter(lambda text: "$" not in text),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8).filter(lambda text: "$" not in text), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(JSON)
def test_a_payload_without_variables_stays_as_it_is(payload: object) -> None:
    assert fill(payload, {"a": "b"}) == payload


@given(st.text())
def test_no_value_breaks_out_of_its_text(value: str) -> None:
    filled = fill({"a": "<${x}>", "b": [1]}, {"x": value})
    assert filled == {"a": f"<{value}>", "b": [1]}


def test_variables_are_filled_in_once() -> None:
    values = {"a": "${b}", "b": "no", "n": 3, "none": None, "list": ["x"], "artifact_metadata.a/b": 1.5}
    assert fill_text("${a} ${n} [${none}] ${list} ${artifact_metadata.a/b}", values) == '${b} 3 [] ["x"] 1.5'
    assert fill_text("$a ${ a} ${} ${unknown} $${n}", values) == "$a ${ a} ${} ${unknown} $3"
    assert fill({"${n}": "${n}"}, values) == {"3": "3"}


def test_payloads_are_bounded() -> None:
    deep: object = 1
    for _ in range(100):
        deep = [deep]
    for payload in (deep, "x" * MAX_PAYLOAD_BYTES):
        with pytest.raises(InvalidInput):
            check_payload(payload)
    with pytest.raises(InvalidInput, match="filled in"):
        fill(["${x}"] * 1000, {"x": "y" * 10_000})
    with pytest.raises(InvalidInput, match="not JSON"):
        parse_payload("{")
    assert parse_payload(" ") is parse_payload(None) is None
    assert parse_payload(json.dumps({"a": 1})) == {"a": 1}
