"""A session as a conversation: the roots of its traces in their order, each with the tools that its trace called."""

from dataclasses import dataclass

from runlake.errors import InvalidInput
from runlake.products.traces.matching import NO_END_NS
from runlake.products.traces.reading import COLUMNS, Row
from runlake.products.traces.rows import trace_hash
from runlake.storage.columnar import Columnar

MOST_TURNS = 200
_MOST_TOOLS = 100

SELECT_TURNS = """
SELECT {columns} FROM spans
WHERE project_id = {{project_id:UInt32}}
  AND (hour, trace_hash) IN (
    SELECT hour, trace_hash FROM trace_hours
    WHERE project_id = {{project_id:UInt32}} AND trace_hash IN (
        SELECT trace_hash FROM spans WHERE project_id = {{project_id:UInt32}} AND session_id = {{session_id:String}}))
  AND trace_id IN (
    SELECT trace_id FROM spans WHERE project_id = {{project_id:UInt32}} AND session_id = {{session_id:String}})
  AND is_root AND session_id IN ('', {{session_id:String}})
  AND (start_time, span_id) > (fromUnixTimestamp64Nano({{from_ns:Int64}}), {{from_span:String}})
ORDER BY start_time, span_id
LIMIT {{limit:UInt32}}
"""

SELECT_TOOLS = """
SELECT {columns} FROM spans
WHERE project_id = {{project_id:UInt32}}
  AND (hour, trace_hash) IN (
    SELECT hour, trace_hash FROM trace_hours
    WHERE project_id = {{project_id:UInt32}} AND trace_hash IN {{hashes:Array(UInt64)}})
  AND trace_id IN {{trace_ids:Array(String)}} AND kind = 'tool'
ORDER BY start_time, span_id
LIMIT {{most_tools:UInt32}} BY trace_id
"""


@dataclass(frozen=True, slots=True)
class TurnsPage:
    """Roots, the oldest first; trace id → its calls of tools, at most 100; the next page begins at `next_cursor`."""

    turns: list[Row]
    tools: dict[str, list[Row]]
    next_cursor: str | None


async def read_turns(
    columnar: Columnar, project_id: int, session_id: str, *, cursor: str | None, limit: int
) -> TurnsPage:
    """A page of a session's turns; empty for a session that is not there. Raises InvalidInput."""
    if not 1 <= limit <= MOST_TURNS:
        raise InvalidInput(f"limit is {limit}: ask for 1 to {MOST_TURNS} turns")
    from_ns, from_span = (0, "") if cursor is None else _after(cursor)
    values = {
        "project_id": project_id,
        "session_id": session_id,
        "from_ns": from_ns,
        "from_span": from_span,
        "limit": limit + 1,
    }
    rows = (await columnar.query(SELECT_TURNS.format(columns=COLUMNS), values)).to_pylist()
    turns = rows[:limit]
    more = f"{turns[-1]['start_ns']}.{turns[-1]['span_id']}" if len(rows) > limit else None
    return TurnsPage(turns, await _tools(columnar, project_id, [row["trace_id"] for row in turns]), more)


async def _tools(columnar: Columnar, project_id: int, trace_ids: list[str]) -> dict[str, list[Row]]:
    if not trace_ids:
        return {}
    hashes = [trace_hash(trace_id) for trace_id in trace_ids]
    values = {"project_id": project_id, "trace_ids": trace_ids, "hashes": hashes, "most_tools": _MOST_TOOLS}
    found: dict[str, list[Row]] = {}
    for row in (await columnar.query(SELECT_TOOLS.format(columns=COLUMNS), values)).to_pylist():
        found.setdefault(row["trace_id"], []).append(row)
    return found


def _after(cursor: str) -> tuple[int, str]:
    time, _, span_id = cursor.partition(".")
    if not (time.isascii() and time.isdigit() and int(time) <= NO_END_NS):
        raise InvalidInput("the cursor is not one of a page of turns: start from the first page")
    return int(time), span_id
