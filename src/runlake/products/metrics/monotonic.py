"""Which series never go down.

Almost all that do are found from the envelopes of 128 steps, which the engine keeps; only what is left is read.
"""

from collections.abc import Mapping
from typing import Any

from runlake.storage.columnar import Columnar

_MOST_POINTS = 20_000_000
"""To read in one go. Series past it count as not monotonic."""

# The largest of a bucket may not be above the smallest of the next.
SELECT_CANDIDATES = """
SELECT owner, metric, sum(points) AS all_points
FROM (
    SELECT {owner} AS owner, metric, intDiv(step, 128) AS bucket, count() AS points,
        countIf(isFinite(value)) AS finite,
        minIf(value, isFinite(value)) AS low, maxIf(value, isFinite(value)) AS high
    FROM points
    WHERE project_id = {{project_id:UInt32}} AND {condition}
    GROUP BY owner, metric, bucket
)
GROUP BY owner, metric
HAVING sum(points) = sum(finite) AND arrayAll(
    (one, next) -> one.3 <= next.2,
    arrayPopBack(arraySort(groupArray((bucket, low, high)))),
    arrayPopFront(arraySort(groupArray((bucket, low, high)))))
"""

SELECT_MONOTONIC = """
SELECT owner, metric
FROM (
    SELECT {owner} AS owner, metric, value,
        lagInFrame(value, 1, value) OVER (
            PARTITION BY owner, metric ORDER BY step, segment, line
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS previous
    FROM points
    WHERE project_id = {{project_id:UInt32}} AND {condition} AND metric IN {{metrics:Array(String)}}
)
GROUP BY owner, metric
HAVING countIf(value < previous) = 0
"""


async def read_monotonic(
    columnar: Columnar, owner: str, condition: str, parameters: Mapping[str, object]
) -> set[tuple[int, str]]:
    """(run number, metric) of the series whose values never go down and are all finite.

    `owner` and `condition` are SQL over `points`: whose a point is, and which points count.
    """

    async def rows(sql: str, **more: object) -> list[dict[str, Any]]:
        table = await columnar.query(sql.format(owner=owner, condition=condition), {**parameters, **more})
        found: list[dict[str, Any]] = table.to_pylist()
        return found

    candidates, points = set(), 0
    for row in sorted(await rows(SELECT_CANDIDATES), key=lambda row: int(row["all_points"])):
        points += row["all_points"]
        if points <= _MOST_POINTS:
            candidates.add((row["owner"], row["metric"]))
    if not candidates:
        return set()
    read = await rows(SELECT_MONOTONIC, metrics=sorted({metric for _, metric in candidates}))
    return candidates & {(row["owner"], row["metric"]) for row in read}
