"""Judgements that come with spans: evaluation events of OpenTelemetry, evaluations and annotations of OpenInference. Pure.

Source: OpenTelemetry's GenAI conventions, event `gen_ai.evaluation.result`; OpenInference's semantic conventions,
`evaluations.N.evaluation.*` and `annotations.N.annotation.*`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from runlake.products.traces.mapping.values import as_number, parsed
from runlake.products.traces.records import Attributes, Score, SpanEvent

EVALUATION = "gen_ai.evaluation.result"
_FIELDS = "gen_ai.evaluation."
JUDGED = "gen_ai.evaluation.name"
"""The attribute that a span which judges has."""

_MOST = 64
_LONGEST_NAME, _LONGEST_LABEL, _LONGEST_NOTE = 128, 256, 1024
_JUDGES: Mapping[str, Literal["person", "scorer"]] = {"HUMAN": "person", "LLM": "scorer", "CODE": "scorer"}


def scores_in(attributes: Attributes, events: Sequence[SpanEvent], listed: Iterable[Any]) -> tuple[Score, ...]:
    """The scores of a span: of its events, of itself as a span that evaluates, and of `listed`, lists of objects."""
    found = [_of_event(event.attributes) for event in events if event.name == EVALUATION]
    if JUDGED in attributes:
        found.append(_of_event(attributes))
    found += [_of_object(item) for items in listed for item in _objects(items)]
    return tuple(dict.fromkeys(score for score in found if score is not None))[:_MOST]


def _of_event(attributes: Attributes) -> Score | None:
    value, label = attributes.get(f"{_FIELDS}score.value"), attributes.get(f"{_FIELDS}score.label")
    note = attributes.get(f"{_FIELDS}explanation") or attributes.get("error.type")
    return _score(attributes.get(JUDGED), value, label, note, "scorer")


def _of_object(item: Mapping[str, Any]) -> Score | None:
    kind = str(item.get("annotator_kind", "")).upper()
    return _score(item.get("name"), item.get("score"), item.get("label"), item.get("explanation"), _JUDGES.get(kind))


def _score(name: Any, value: Any, label: Any, note: Any, by: Literal["person", "scorer"] | None) -> Score | None:
    """None for what says nothing: no name, or neither a number nor a label nor a reason."""
    number = as_number(value)
    if number is not None and not math.isfinite(number):
        number = None
    named, labelled, noted = _text(name, _LONGEST_NAME), _text(label, _LONGEST_LABEL), _text(note, _LONGEST_NOTE)
    if not named or (number is None and not labelled and not noted):
        return None
    return Score(named, number, labelled, noted, by or "client")


def _text(value: Any, longest: int) -> str:
    return "" if value is None else str(value).strip()[:longest]


def _objects(items: Any) -> list[Mapping[str, Any]]:
    """The objects of a list, or of the JSON text of one; each may stand under `evaluation` or `annotation`."""
    found = parsed(items)
    listed = found if isinstance(found, list) else []
    inner = (item.get("evaluation", item.get("annotation", item)) for item in listed if isinstance(item, Mapping))
    return [item for item in inner if isinstance(item, Mapping)]
