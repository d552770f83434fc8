"""Facets: which values the spans that match have in a few columns, and how often."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from runlake.products.traces.matching import SpansMatch, matching
from runlake.products.traces.ranges import range_values, ranges_of
from runlake.products.traces.searching import Place, find_spans
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
      AND {condition} AND trace_hash IN (
        SELECT trace_hash FROM spans
        WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}} + 1
          AND notEmpty(score_names)))
GROUP BY value
ORDER BY spans DESC, value
LIMIT {{limit:UInt32}}
"""
"""Of roots: those whose traces have a score anywhere. Where few have one, the roots of others are not looked at."""

_SCORES = "arrayMap((name, label) -> if(label = '', name, concat(name, ': ', label)), score_names, score_labels)"
_VALUES = {"tags": "arrayJoin(tags)", "scores": f"arrayJoin(arrayDistinct({_SCORES}))"}


@dataclass(frozen=True, slots=True)
class Counted:
    """The spans that are counted: those that match. `named` hold what is searched for, if they are few; `ranges` are the times."""

    match: SpansMatch
    named: Sequence[Place] | None
    ranges: Sequence[str]


async def counted(columnar: Columnar, project_id: int, match: SpansMatch) -> Counted:
    """What all facets of a question need to know, found once. Raises InvalidInput."""
    named, ranges = await asyncio.gather(
        find_spans(columnar, project_id, match), ranges_of(columnar, project_id, match)
    )
    return Counted(match, named, ranges)


async def read_facets(
    columnar: Columnar, project_id: int, spans: Counted, facets: Sequence[Facet], limit: int
) -> dict[str, list[dict[str, Any]]]:
    """Facet → `{value, spans}` of its most frequent values, at most `limit`, of what spans hold themselves.

    Raises InvalidInput.
    """
    match, ranges = spans.match, spans.ranges
    condition, parameters = matching(match, spans.named)
    values = {**parameters.values, **range_values(project_id, match.since_ns, match.until_ns), "limit": limit}

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
