"""Facets: which values the spans that match have in a few columns, and how often."""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal, get_args

from runlake.products.traces.extents import find_extent
from runlake.products.traces.matching import SpansMatch, matching
from runlake.products.traces.rows import hour_of
from runlake.products.traces.searching import find_spans
from runlake.storage.columnar import Columnar

Facet = Literal[
    "kind", "status", "name", "model", "provider", "service", "error_type", "user_id", "tags", "scores", "judgements"
]
FACETS: tuple[Facet, ...] = get_args(Facet)

SELECT_FACET = """
SELECT value, sum(of_part) AS spans FROM ({parts})
WHERE value != ''
GROUP BY value
ORDER BY spans DESC, value
LIMIT {{limit:UInt32}}
"""

SELECT_PART = """
SELECT {value} AS value, count() AS of_part FROM spans
WHERE project_id = {{project_id:UInt32}} AND {times} AND {condition}
GROUP BY value"""

EVER = "1"
BETWEEN_ENDS = "hour > {first_hour:UInt32} AND hour < {last_hour:UInt32}"
AT_ENDS = """hour IN ({first_hour:UInt32}, {last_hour:UInt32})
  AND start_time >= fromUnixTimestamp64Nano({since_ns:Int64}) AND start_time < fromUnixTimestamp64Nano({until_ns:Int64})"""
"""Only where the range begins and ends are the times of spans looked at: they are many more bytes than what is counted."""


SELECT_SCORE_FACET = """
SELECT arrayJoin({said}) AS value, uniqExact(trace_id) AS spans
FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}} + 1
  AND notEmpty(score_names)
  AND trace_id IN (
    SELECT trace_id FROM spans
    WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}}
      AND start_time >= fromUnixTimestamp64Nano({{since_ns:Int64}})
      AND start_time < fromUnixTimestamp64Nano({{until_ns:Int64}})
      AND {condition})
GROUP BY value
ORDER BY spans DESC, value
LIMIT {{limit:UInt32}}
"""
"""Of roots: those whose traces have a score anywhere."""

_SCORES = "arrayMap((name, label) -> if(label = '', name, concat(name, ': ', label)), score_names, score_labels)"
_VALUES = {"tags": "arrayJoin(tags)", "scores": f"arrayJoin(arrayDistinct({_SCORES}))"}


async def read_facets(
    columnar: Columnar, project_id: int, match: SpansMatch, facets: Sequence[Facet], limit: int
) -> dict[str, list[dict[str, Any]]]:
    """Facet → `{value, spans}` of its most frequent values, at most `limit`, of what spans hold themselves.

    Raises InvalidInput.
    """
    condition, parameters = matching(match, await find_spans(columnar, project_id, match))
    ranges = await ranges_of(columnar, project_id, match)
    values = {**parameters.values, **range_values(project_id, match), "limit": limit}

    async def read(facet: Facet) -> list[dict[str, Any]]:
        if facet == "scores" and match.roots_only:
            sql = SELECT_SCORE_FACET.format(said=_SCORES, condition=condition)
        else:
            value = _VALUES.get(facet, facet)
            parts = " UNION ALL ".join(
                SELECT_PART.format(value=value, times=times, condition=condition) for times in ranges
            )
            sql = SELECT_FACET.format(parts=parts)
        rows: list[dict[str, Any]] = (await columnar.query(sql, values)).to_pylist()
        return rows

    return dict(zip(facets, await asyncio.gather(*map(read, facets)), strict=True))


def range_values(project_id: int, match: SpansMatch) -> dict[str, Any]:
    """What conditions of time are bound to."""
    return {
        "project_id": project_id,
        "since_ns": match.since_ns,
        "until_ns": match.until_ns,
        "first_hour": hour_of(match.since_ns),
        "last_hour": hour_of(match.until_ns),
    }


async def ranges_of(columnar: Columnar, project_id: int, match: SpansMatch) -> tuple[str, ...]:
    """Conditions of time that no span meets twice."""
    extent = await find_extent(columnar, project_id)
    if extent is None or (hour_of(match.since_ns) < extent.first_hour and extent.last_hour < hour_of(match.until_ns)):
        return (EVER,)
    return BETWEEN_ENDS, AT_ENDS
