"""Conversations: what the turns of a session sum up to. A turn is a span that names itself as the turn."""

from collections.abc import Sequence
from typing import Any

from runlake.storage.columnar import Columnar

MOST_SESSIONS = 10_000

SELECT_SESSIONS = """
SELECT session_id, count() AS turns,
    min(toUnixTimestamp64Nano(start_time)) AS start_ns,
    max(toUnixTimestamp64Nano(start_time) + duration_ns) AS end_ns,
    argMin(span_id, (start_time, span_id)) AS first_turn, argMax(span_id, (start_time, span_id)) AS last_turn,
    quantileExactInclusive(0.5)(duration_ns) AS p50_ns, quantileExactInclusive(0.99)(duration_ns) AS p99_ns
FROM spans
WHERE project_id = {project_id:UInt32} AND session_id != '' AND attributes['wandb.turn_id'] = span_id
  AND (empty({session_ids:Array(String)}) OR session_id IN {session_ids:Array(String)})
GROUP BY session_id
HAVING start_ns > {after_ns:Int64} AND end_ns < {before_ns:Int64}
ORDER BY end_ns DESC, session_id
LIMIT {limit:UInt32}
"""


async def read_sessions(
    columnar: Columnar, project_id: int, session_ids: Sequence[str], after_ns: int, before_ns: int
) -> list[dict[str, Any]]:
    """Sessions by their last end, at most 10,000; all of them when no ids are given. Times are ns, also those of turns."""
    values = {
        "project_id": project_id,
        "session_ids": list(session_ids),
        "after_ns": after_ns,
        "before_ns": before_ns,
        "limit": MOST_SESSIONS,
    }
    rows: list[dict[str, Any]] = (await columnar.query(SELECT_SESSIONS, values)).to_pylist()
    return rows
