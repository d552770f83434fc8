"""What was said of the spans that match, and of how many nothing was."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from runlake.products.traces.facets import Counted
from runlake.products.traces.judged import ANYTHING, MOST_JUDGED, answered
from runlake.products.traces.matching import matching
from runlake.products.traces.ranges import range_values
from runlake.query import And
from runlake.storage.columnar import Columnar

SELECT_SPANS = """
SELECT DISTINCT trace_id, span_id FROM spans WHERE project_id = {{project_id:UInt32}} AND {times} AND {condition}"""

SELECT_COUNT = """
SELECT count() AS spans FROM spans WHERE project_id = {{project_id:UInt32}} AND {times} AND {condition}"""

Word = tuple[str, str, str]
"""(trace id, span id, word)"""


async def read_judged_facet(
    columnar: Columnar, project_id: int, spans: Counted, said: Sequence[Word], limit: int
) -> list[dict[str, Any]]:
    """`{value, spans}` of the most frequent words, at most `limit`; "" counts the spans of which nothing was said.

    Of roots: what was said of any span of their traces. Raises InvalidInput.
    """
    batches = [said[start : start + MOST_JUDGED] for start in range(0, len(said), MOST_JUDGED)]
    total, *found = await asyncio.gather(
        _rows(columnar, project_id, spans, SELECT_COUNT),
        *(_matching(columnar, project_id, spans, batch) for batch in batches),
    )
    keys = set[tuple[str, str]]().union(*found)
    words: dict[str, set[tuple[str, str]]] = {}
    for trace_id, span_id, word in said:
        key = (trace_id, "" if spans.match.roots_only else span_id)
        if key in keys:
            words.setdefault(word, set()).add(key)
    counted = sorted(((word, len(spans)) for word, spans in words.items()), key=lambda each: (-each[1], each[0]))
    silent = sum(row["spans"] for row in total) - len(keys)
    return [{"value": word, "spans": spans} for word, spans in [*counted[:limit], ("", max(silent, 0))] if spans]


async def _matching(columnar: Columnar, project_id: int, spans: Counted, said: Sequence[Word]) -> set[tuple[str, str]]:
    """Those of the judged spans, or of their traces, that match."""
    match = spans.match
    leaf = answered(ANYTHING, said, whole_traces=match.roots_only)
    among = replace(match, filter=leaf if match.filter is None else And((match.filter, leaf)))
    rows = await _rows(columnar, project_id, replace(spans, match=among), SELECT_SPANS)
    return {(row["trace_id"], "" if match.roots_only else row["span_id"]) for row in rows}


async def _rows(columnar: Columnar, project_id: int, spans: Counted, sql: str) -> list[dict[str, Any]]:
    match = spans.match
    condition, parameters = matching(match, spans.named)
    whole = " UNION ALL ".join(sql.format(times=times, condition=condition) for times in spans.ranges)
    values = {**parameters.values, **range_values(project_id, match.since_ns, match.until_ns)}
    rows: list[dict[str, Any]] = (await columnar.query(whole, values)).to_pylist()
    return rows
