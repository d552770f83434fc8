"""Which spans a list, its facets and its charts are about → SQL over `spans`."""

from collections.abc import Sequence
from dataclasses import dataclass

from runlake.products.traces.among import of_traces
from runlake.products.traces.filters import compile_span_filter
from runlake.products.traces.text_search import SPANS, compile_terms, terms_of
from runlake.query import Filter, Parameters, check_filter

NO_END_NS = 2**63 - 1

# The root of a trace starts before what matches below it, or little later by another clock.
AFTER = "project_id = {project_id:UInt32} AND hour >= {first_hour:UInt32} - 1"
BETWEEN = "project_id = {project_id:UInt32} AND hour BETWEEN {first_hour:UInt32} AND {last_hour:UInt32}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpansMatch:
    """Spans of a range of time, in ns since the epoch (`until_ns` is exclusive), that a filter and a search find.

    A search of roots finds those whose traces hold the text anywhere.
    """

    filter: Filter | None = None
    search: str = ""
    roots_only: bool = True
    since_ns: int = 0
    until_ns: int = NO_END_NS


def matching(match: SpansMatch, named: Sequence[tuple[int, int, str, str]] | None = None) -> tuple[str, Parameters]:
    """The condition but for the times, with its parameters; the caller binds `project_id`, `first_hour`, `last_hour`.

    `named` are the spans that hold what is searched for, by (hour, trace_hash, trace_id, span_id); None: they are looked for.
    Raises InvalidInput for a filter or a search that cannot be.
    """
    parameters = Parameters()
    conditions = ["is_root"] if match.roots_only else []
    if match.filter is not None:
        check_filter(match.filter)
        conditions.append(compile_span_filter(match.filter, parameters))
    if named is not None:
        conditions.append(_among(named, match.roots_only, parameters))
    elif match.search.strip():
        chosen, within = ("trace_id", AFTER) if match.roots_only else (SPANS, BETWEEN)
        found = compile_terms(terms_of(match.search), parameters, chosen, within)
        conditions.append(f"({chosen}) IN ({found})")
    return " AND ".join(conditions) or "1", parameters


def _among(named: Sequence[tuple[int, int, str, str]], roots_only: bool, parameters: Parameters) -> str:
    """These spans, or all spans of their traces."""
    if not roots_only:
        spans = parameters.add(list(named), "named")
        return f"({SPANS}) IN {{{spans}:Array(Tuple(UInt32, UInt64, String, String))}}"
    hashes = sorted({trace_hash for _, trace_hash, _, _ in named})
    return of_traces(hashes, sorted({trace_id for _, _, trace_id, _ in named}), parameters)
