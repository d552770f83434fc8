"""What a span is linked to: the run it was made in, versions of artifacts and objects it used. Pure.

A run is named by its id, `project/run`, `entity/project/run`, or a ref `runlake:///entity/project/run/id`. What is used
is named by refs: `runlake:///…`, or those of clients, `wandb-artifact:///entity/project/name:v3` and
`weave:///entity/project/object/name:digest`.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from runlake.products.traces.mapping.values import parsed
from runlake.products.traces.records import RunOfSpan

_REF = "runlake:///"
_WEAVE = "weave:///"
_PARTS = 7
_SCHEMES = (_REF, "wandb-artifact:///", _WEAVE)
_MOST_REFS = 64
_MOST_VALUES = 10_000
_LONGEST = 512


def run_in(text: str, step: int | None) -> RunOfSpan | None:
    """The run that a text names, None for a text that names none."""
    parts = text.strip().removeprefix(_REF).split("/")
    if text.startswith(_REF) and len(parts) == 4 and parts[2] == "run":
        parts.pop(2)
    if not 1 <= len(parts) <= 3 or not all(parts) or len(text) > _LONGEST:
        return None
    run_id, project, entity = (*reversed(parts), "", "")[:3]
    return RunOfSpan(run_id, project, entity, step)


def refs_in(values: Iterable[Any]) -> tuple[str, ...]:
    """The refs in texts, and anywhere in lists and objects, each once, without paths into what they name."""
    flat = (text.strip() for value in values for text in _texts(parsed(value)))
    refs = (_version(text) for text in flat if text.startswith(_SCHEMES) and len(text) <= _LONGEST)
    return tuple(islice(dict.fromkeys(refs), _MOST_REFS))


def _texts(value: Any) -> Iterator[str]:
    """A text in its parts between commas; of JSON all texts, in their order, of at most 10,000 values."""
    if isinstance(value, str):
        yield from value.split(",", _MOST_VALUES)
    left = [value] if isinstance(value, dict | list) else []
    for _ in range(_MOST_VALUES):
        if not left:
            return
        item = left.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict | list):
            left.extend(reversed(item if isinstance(item, list) else list(item.values())))


def _version(ref: str) -> str:
    """`weave:///entity/project/object/name:digest/attr/rows` → the version alone."""
    return "/".join(ref.split("/")[:_PARTS]) if ref.startswith(_WEAVE) else ref
