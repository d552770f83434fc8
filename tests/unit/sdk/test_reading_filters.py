"""What a filter that is written as a text asks the server for."""

import pytest

from runlake.errors import UsageError
from runlake.query import parse_filter
from runlake.sdk.reading.filters import filter_document, sort_document

CASES = {
    "config.lr > 0.01": {"field": "config.lr", "op": "gt", "value": 0.01},
    "0.1 <= config.lr < 1": {
        "and": [
            {"field": "config.lr", "op": "ge", "value": 0.1},
            {"field": "config.lr", "op": "lt", "value": 1},
        ]
    },
    "summary['val/loss'] == -1": {"field": "summary.val/loss", "op": "eq", "value": -1},
    "'baseline' in tags": {"field": "tags", "op": "eq", "value": "baseline"},
    "'x' not in notes": {"not": {"field": "notes", "op": "contains", "value": "x"}},
    "state in ('finished', 'failed')": {"field": "state", "op": "in", "value": ["finished", "failed"]},
    "config.opt is_not_there or not a.b": None,
    "group != None": {"field": "group", "op": "exists", "value": True},
    "name.regex('^a')": {"field": "name", "op": "regex", "value": "^a"},
    "not (user == 'a' or user == 'b')": {
        "not": {"or": [{"field": "user", "op": "eq", "value": "a"}, {"field": "user", "op": "eq", "value": "b"}]}
    },
}


@pytest.mark.parametrize("text", CASES)
def test_the_text_becomes_a_document_that_the_server_takes(text: str) -> None:
    expected = CASES[text]
    if expected is None:
        with pytest.raises(UsageError, match="cannot be read"):
            filter_document(text)
        return
    assert filter_document(text) == expected
    parse_filter(expected)


@pytest.mark.parametrize("text", ["config.lr", "f(1) == 2", "a.b is 3", "a == b", "(" * 500, "", "a = 1"])
def test_what_is_no_comparison_is_refused_before_anybody_is_asked(text: str) -> None:
    with pytest.raises(UsageError):
        filter_document(text)


def test_an_order_is_a_text_or_several() -> None:
    assert sort_document("-summary.loss") == [{"field": "summary.loss", "descending": True}]
    assert [each["descending"] for each in sort_document(["a", "-b"])] == [False, True]
    assert sort_document(None) == []
