"""Ranges of time as conditions over `spans`.

Only where a range begins and ends are the times of spans looked at, else their hours: times are many more bytes than what
is counted.
"""

from typing import Any

from runlake.products.traces.extents import Extent, find_extent
from runlake.products.traces.matching import SpansMatch
from runlake.products.traces.rows import hour_of
from runlake.storage.columnar import Columnar

EVER = "1"
BETWEEN_ENDS = "hour > {first_hour:UInt32} AND hour < {last_hour:UInt32}"
AT_ENDS = """hour IN ({first_hour:UInt32}, {last_hour:UInt32})
  AND start_time >= fromUnixTimestamp64Nano({since_ns:Int64}) AND start_time < fromUnixTimestamp64Nano({until_ns:Int64})"""


async def ranges_of(columnar: Columnar, project_id: int, match: SpansMatch) -> tuple[str, ...]:
    """Conditions that no span meets twice, and all of the range meet once."""
    return ranges_within(await find_extent(columnar, project_id), match.since_ns, match.until_ns)


def ranges_within(extent: Extent | None, since_ns: int, until_ns: int) -> tuple[str, ...]:
    """The same, for a project with spans in these hours."""
    if extent is None or (hour_of(since_ns - 1) < extent.first_hour and extent.last_hour < hour_of(until_ns)):
        return (EVER,)
    return BETWEEN_ENDS, AT_ENDS


def range_values(project_id: int, since_ns: int, until_ns: int) -> dict[str, Any]:
    """What the conditions are bound to."""
    return {
        "project_id": project_id,
        "since_ns": since_ns,
        "until_ns": until_ns,
        "first_hour": hour_of(since_ns),
        "last_hour": hour_of(until_ns),
    }
