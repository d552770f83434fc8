"""Comparisons that were answered elsewhere: the spans that they hold for, one by one → SQL over `spans`. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from runlake.query import And, Compare, Filter, Or, Parameters

OF_TRACES = """(hour, trace_hash) IN (
    SELECT hour, trace_hash FROM trace_hours WHERE project_id = {{project_id:UInt32}} AND trace_hash IN {hashes})
  AND trace_id IN {trace_ids}"""


@dataclass(frozen=True, slots=True)
class Answered(Compare):
    """A comparison, and the traces that it holds for; of those all spans, or the ones in `span_ids`."""

    hashes: tuple[int, ...]
    trace_ids: tuple[str, ...]
    span_ids: tuple[str, ...] | None


def names_spans(found: Filter) -> bool:
    """Can only spans match that are named one by one?"""
    match found:
        case And(parts):
            return any(map(names_spans, parts))
        case Or(parts):
            return all(map(names_spans, parts))
    return isinstance(found, Answered)


def compile_answered(found: Answered, parameters: Parameters) -> str:
    """A boolean over a row of `spans`. Where the spans are is read first: the others are not looked at."""
    if not found.trace_ids:
        return "0"
    condition = of_traces(found.hashes, found.trace_ids, parameters)
    if found.span_ids is not None:
        condition += f" AND span_id IN {{{parameters.add(list(found.span_ids), 'spans')}:Array(String)}}"
    return f"({condition})"


def of_traces(hashes: Sequence[int], trace_ids: Sequence[str], parameters: Parameters) -> str:
    """A boolean over a row of `spans`: it is of one of these traces."""
    bound_hashes = f"{{{parameters.add(list(hashes), 'hashes')}:Array(UInt64)}}"
    bound_ids = f"{{{parameters.add(list(trace_ids), 'traces')}:Array(String)}}"
    return OF_TRACES.format(hashes=bound_hashes, trace_ids=bound_ids)
