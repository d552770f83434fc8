"""What a row of feedback says of a span, in forms that lists can ask for: names, texts, numbers. Pure."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runlake.products.feedback.judgements import COMMENT, judgement_of
from runlake.products.feedback.records import FeedbackItem

_OF_SPAN = "/call/"
_MOST_MEMBERS = 16
_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_IN_WORDS = 128, 1024, 64


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that a row of feedback says of a span.

    `word` is what facets count: `quality: 4`, or the name alone where texts and numbers are seldom twice the same.
    `folded` is the text in small letters; `number` None: it is none.
    """

    project_id: int
    feedback_id: str
    name: str
    span_id: str
    word: str
    text: str
    folded: str
    number: float | None
    judged_at: datetime


def sayings_of(item: FeedbackItem) -> Iterator[Saying]:
    """All that a row of feedback says: an object says one thing with each of its members. Nothing of what is no span."""
    if _OF_SPAN not in item.target:
        return
    judgement = judgement_of(item)
    for name, value in _members(judgement.name, judgement.value):
        text, number = _text(value), _number(value)
        yield Saying(
            item.project_id,
            item.feedback_id,
            name,
            judgement.span_id,
            _word(name, text, number),
            text,
            text.casefold(),
            number,
            item.created_at,
        )


def _members(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """`{"score": 1}` said by `exact` is `exact.score`; of two names that are the same when cut the first counts."""
    members = value if isinstance(value, Mapping) and value else None
    named = (
        {name: value} if members is None else {f"{name}.{key}": members[key] for key in list(members)[:_MOST_MEMBERS]}
    )
    found: dict[str, Any] = {}
    for each, said in named.items():
        found.setdefault(_clean(each, _LONGEST_NAME), said)
    yield from found.items()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 2**53 else repr(value)
    return _clean(str(value), _LONGEST_TEXT) if isinstance(value, str | int) else ""


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def _word(name: str, text: str, number: float | None) -> str:
    is_alone = not text or len(text) > _LONGEST_IN_WORDS or name == COMMENT
    is_measured = number is not None and not number.is_integer()
    return name if is_alone or is_measured else f"{name}: {text}"


def _clean(text: str, longest: int) -> str:
    """What every store takes as a text."""
    return text.replace("\0", "")[:longest]
