"""Facets: which values the spans that match have in a few columns, and how often."""

import asyncio
from collections.abc import Sequence
from typing import Any, Literal, get_args

from runlake.products.traces.matching import SpansMatch, matching
from runlake.products.traces.rows import hour_of
from runlake.storage.columnar import Columnar

Facet = Literal["kind", "status", "name", "model", "provider", "service", "error_type", "user_id", "tags"]
FACETS: tuple[Facet, ...] = get_args(Facet)

SELECT_FACET = """
SELECT {value} AS value, count() AS spans
FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}}
  AND start_time >= fromUnixTimestamp64Nano({{since_ns:Int64}})
  AND start_time < fromUnixTimestamp64Nano({{until_ns:Int64}})
  AND {condition}
GROUP BY value
HAVING value != ''
ORDER BY spans DESC, value
LIMIT {{limit:UInt32}}
"""


async def read_facets(
    columnar: Columnar, project_id: int, match: SpansMatch, facets: Sequence[Facet], limit: int
) -> dict[str, list[dict[str, Any]]]:
    """Facet → `{value, spans}` of its most frequent values, at most `limit`. Raises InvalidInput."""
    condition, parameters = matching(match)
    values = {
        **parameters.values,
        "project_id": project_id,
        "since_ns": match.since_ns,
        "until_ns": match.until_ns,
        "first_hour": hour_of(match.since_ns),
        "last_hour": hour_of(match.until_ns),
        "limit": limit,
    }

    async def read(facet: Facet) -> list[dict[str, Any]]:
        value = "arrayJoin(tags)" if facet == "tags" else facet
        sql = SELECT_FACET.format(value=value, condition=condition)
        rows: list[dict[str, Any]] = (await columnar.query(sql, values)).to_pylist()
        return rows

    return dict(zip(facets, await asyncio.gather(*map(read, facets)), strict=True))
