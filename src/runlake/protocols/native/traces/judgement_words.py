"""What was said of a span, as its row in a list shows it."""

from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any

_MOST = 8
_LONGEST = 120


def judgement_words(
    span: Mapping[str, Any], said: Mapping[tuple[str, str], Counter[tuple[str, str]]], *, of_trace: bool
) -> list[dict[str, Any]]:
    """`{name, text, count}` of at most eight things, `text` cut to 120 characters."""
    found = said.get((span["trace_id"], "" if of_trace else span["span_id"]), Counter())
    return [
        {"name": name, "text": text[:_LONGEST], "count": count} for (name, text), count in islice(found.items(), _MOST)
    ]
