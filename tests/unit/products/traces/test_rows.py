"""What lists show of a span."""

from typing import Any

import pytest

from runlake.products.traces.previews import preview
from runlake.products.traces.rows import short_attributes

LONG = "word " * 200


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("two\n  words", "two words"),
        ({"city": "Paris"}, '{"city":"Paris"}'),
        ([{"role": "user", "parts": [{"type": "text", "content": "hi"}]}], "hi"),
        ({"messages": [{"role": "system", "content": "be"}, {"role": "user", "content": "hi"}]}, "hi"),
        ({"choices": [{"message": {"role": "assistant", "content": [{"type": "text", "text": "yes"}]}}]}, "yes"),
        ([{"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}], None),
        (
            [{"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {}}]}],
            "see",
        ),
        (
            [{"role": "assistant", "tool_calls": [{"function": {"name": "find", "arguments": '{"n":1}'}}]}],
            'find({"n":1})',
        ),
        (
            [{"role": "assistant", "content": [{"type": "tool_use", "name": "find", "input": {"n": 1}}]}],
            'find({"n":1})',
        ),
        ([{"role": "assistant", "parts": [{"type": "tool_call", "name": "find", "arguments": {}}]}], "find({})"),
        (
            [{"role": "user", "parts": [{"type": "text", "content": "see"}, {"type": "blob", "content": "iVBORw"}]}],
            "see",
        ),
        ([{"role": "tool", "parts": [{"type": "tool_call_response", "response": {"ok": True}}]}], '{"ok":true}'),
        ([{"role": "tool", "parts": [{"type": "tool_call_response", "response": "done"}]}], "done"),
        ([{"type": []}], None),
        ([1, 2], None),
        (LONG, LONG[:300]),
    ],
)
def test_previews(value: Any, shown: str | None) -> None:
    as_json = "" if value is None else str(value).replace("'", '"').replace(": ", ":")
    found = preview(value, as_json)
    assert found == (as_json if shown is None else shown)


def test_filters_see_short_scalars_only() -> None:
    attributes = {"yes": True, "n": 1.5, "text": "t", "long": LONG, "list": [1]}
    assert short_attributes(attributes) == {"yes": "true", "n": "1.5", "text": "t"}
    assert len(short_attributes({str(number): number for number in range(1000)})) == 128
