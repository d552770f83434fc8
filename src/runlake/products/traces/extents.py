"""In which hours a project has spans."""

from typing import NamedTuple

from runlake.storage.columnar import Columnar

SELECT_EXTENT = """
SELECT count() AS hours, min(hour) AS first_hour, max(hour) AS last_hour
FROM trace_hours
WHERE project_id = {project_id:UInt32} AND hour BETWEEN {earliest:UInt32} AND {latest:UInt32}
"""

_LATEST = 2**32 - 1


class Extent(NamedTuple):
    """The first and the last hour since the epoch that have spans."""

    first_hour: int
    last_hour: int


async def find_extent(
    columnar: Columnar, project_id: int, *, earliest: int = 0, latest: int = _LATEST
) -> Extent | None:
    """The hours from `earliest` to `latest` that have spans of a project, from the first to the last; None without any."""
    values = {"project_id": project_id, "earliest": earliest, "latest": latest}
    rows = (await columnar.query(SELECT_EXTENT, values)).to_pylist()
    return Extent(rows[0]["first_hour"], rows[0]["last_hour"]) if rows and rows[0]["hours"] else None
