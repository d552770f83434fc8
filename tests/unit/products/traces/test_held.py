"""Attributes that input and output hold are stored once, and given back to the last byte."""

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.products.traces.held import restore
from runlake.products.traces.mapping import normalise
from runlake.products.traces.records import Attributes, RawSpan
from runlake.products.traces.rows import SpanRow, make_row

SAID = [{"role": "user", "parts": [{"type": "text", "content": 'Grüße, "you"\n'}]}]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def stored(attributes: Attributes) -> SpanRow:
    return make_row(1, normalise(RawSpan("a" * 32, "b" * 16, "", "name", 1, 2, attributes)), 1)


def sent(row: SpanRow) -> dict[str, Any]:
    raw: dict[str, Any] = orjson.loads(row.raw_json)
    restore(raw, row.held, row.input_json, row.output_json)
    return raw


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (json.dumps(SAID, ensure_ascii=False), ["input~gen_ai.input.messages"]),
        (json.dumps(SAID, ensure_ascii=False, indent=2), ["input~gen_ai.input.messages"]),
        (json.dumps(SAID), []),  # its ü is written otherwise than it is searched
        ('["a\\/b"]', []),
        ("just words", ["input=gen_ai.input.messages"]),
        ("[no json", ["input=gen_ai.input.messages"]),
    ],
)
def test_a_text_is_held_when_it_is_found_as_it_stands(text: str, held: list[str]) -> None:
    attributes = {"first": 1, "gen_ai.input.messages": text, "last": 2}
    row = stored(attributes)
    assert row.held == held
    assert list(sent(row)["attributes"].items()) == list(attributes.items())


def test_what_is_read_of_a_part_of_an_attribute_stays_there() -> None:
    attributes = {"llm.input_messages.0.message.content": "hi", "output.value": "[1, 2]", "mine": "x"}
    row = stored(attributes)
    assert row.held == ["output~output.value"]
    assert sent(row)["attributes"] == attributes


def test_the_same_span_has_the_same_digest_and_a_changed_one_another() -> None:
    first, again, other = (stored({"input": text}).digest for text in ("[1]", "[1]", "[2]"))
    assert first == again != other


@given(
    st.dictionaries(
        st.sampled_from(["weave.inputs", "weave.output", "input.value", "output.value", "input", "more"]), values
    )
)
def test_whatever_was_sent_is_given_back(attributes: dict[str, Any]) -> None:
    row = stored(attributes)
    assert sent(row)["attributes"] == attributes
    understood = normalise(RawSpan("a" * 32, "b" * 16, "", "name", 1, 2, attributes))
    for text, value in ((row.input_json, understood.input), (row.output_json, understood.output)):
        assert (orjson.loads(text) if text else None) == value
