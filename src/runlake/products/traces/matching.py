"""Which spans a list, its facets and its charts are about → SQL over `spans`."""

from dataclasses import dataclass

from runlake.products.traces.filters import compile_span_filter
from runlake.products.traces.text_search import SPANS, compile_search
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


def matching(match: SpansMatch) -> tuple[str, Parameters]:
    """The condition but for the times, with its parameters; the caller binds `project_id`, `first_hour`, `last_hour`.

    Raises InvalidInput for a filter or a search that cannot be.
    """
    parameters = Parameters()
    conditions = ["is_root"] if match.roots_only else []
    if match.filter is not None:
        check_filter(match.filter)
        conditions.append(compile_span_filter(match.filter, parameters))
    if match.search.strip():
        chosen, within = ("trace_id", AFTER) if match.roots_only else (SPANS, BETWEEN)
        conditions.append(f"({chosen}) IN ({compile_search(match.search, parameters, chosen, within)})")
    return " AND ".join(conditions) or "1", parameters
