"""What a span is linked to: the run it was made in, versions of artifacts and objects it used. Pure.

A run is named by its id, `project/run`, `entity/project/run`, or a ref `runlake:///entity/project/run/id`. What is used
is named by refs: `runlake:///…`, or those of clients, `wandb-artifact:///entity/project/name:v3` and
`weave:///entity/project/object/name:digest`.
"""

from collections.abc import Iterable
from typing import Any

from runlake.products.traces.mapping.values import parsed
from runlake.products.traces.records import RunOfSpan

_REF = "runlake:///"
_SCHEMES = (_REF, "wandb-artifact:///", "weave:///")
_MOST_REFS = 64
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
    """The refs in texts and lists of texts, each once; what is no ref is left out."""
    flat = (text for value in values for text in _texts(parsed(value)))
    refs = (text.strip() for text in flat if text.strip().startswith(_SCHEMES) and len(text) <= _LONGEST)
    return tuple(dict.fromkeys(refs))[:_MOST_REFS]


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return value.split(",") if isinstance(value, str) else []
