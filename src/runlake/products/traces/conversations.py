"""Sessions and users as lists: what all the spans of their traces sum up to, the one that was last at work first.

A span belongs to the session that it names, else to the first one that its trace names: model requests seldom repeat
what the root says.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Literal

from runlake.errors import InvalidInput
from runlake.products.traces.extents import Extent
from runlake.products.traces.matching import NO_END_NS
from runlake.products.traces.newest import newest_rows
from runlake.products.traces.reading import COUNTED, Row
from runlake.products.traces.rows import hour_of
from runlake.storage.columnar import Columnar

MOST_CONVERSATIONS = 500

Who = Literal["session_id", "user_id"]

SELECT_KEYS = """
SELECT {who} AS key, toUnixTimestamp64Nano(max(start_time)) AS last_ns
FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{newest_hour:UInt32}} AND {who} != ''
  AND start_time >= fromUnixTimestamp64Nano({{since_ns:Int64}})
  AND start_time < fromUnixTimestamp64Nano({{until_ns:Int64}})
  AND (start_time, {who}) < (fromUnixTimestamp64Nano({{before_ns:Int64}}), {{before_key:String}})
  AND positionCaseInsensitiveUTF8({who}, {{contains:String}}) > 0
  AND {who} NOT IN {{known:Array(String)}} AND {who} NOT IN (
    SELECT {who} FROM spans
    WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{before_hour:UInt32}} AND {{last_hour:UInt32}}
      AND start_time < fromUnixTimestamp64Nano({{until_ns:Int64}})
      AND (start_time, {who}) >= (fromUnixTimestamp64Nano({{before_ns:Int64}}), {{before_key:String}}))
GROUP BY key
ORDER BY last_ns DESC, key DESC
LIMIT {{limit:UInt32}}
"""
"""Those that were last at work in these hours, and not in later ones."""

SELECT_SUMS = """
WITH firsts AS (
    SELECT trace_id, argMin({who}, (start_time, span_id)) AS first_key
    FROM spans
    WHERE project_id = {{project_id:UInt32}} AND {who} != '' AND {in_traces}
    GROUP BY trace_id)
SELECT if(s.{who} != '', s.{who}, f.first_key) AS key,
    uniqExact(s.trace_id) AS traces, count() AS spans, countIf(s.status = 'error') AS errors,
    sumIf(s.input_tokens, s.kind IN {{counted:Array(String)}}) AS input_tokens,
    sumIf(s.output_tokens, s.kind IN {{counted:Array(String)}}) AS output_tokens,
    sumIf(s.cost, s.kind IN {{counted:Array(String)}}) AS cost,
    toUnixTimestamp64Nano(min(s.start_time)) AS start_ns,
    max(toUnixTimestamp64Nano(s.start_time) + s.duration_ns) AS end_ns,
    sumIf(s.duration_ns, s.is_root) AS busy_ns,
    argMin(s.trace_id, (s.start_time, s.span_id)) AS first_trace,
    argMax(s.trace_id, (s.start_time, s.span_id)) AS last_trace,
    argMinIf(s.input_preview, (s.start_time, s.span_id), s.is_root) AS first_input,
    argMaxIf(s.output_preview, (s.start_time, s.span_id), s.is_root) AS last_output,
    arraySort(groupUniqArrayIf(10)(s.model, s.model != '')) AS models,
    arraySort(groupUniqArrayIf(10)(s.{other}, s.{other} != '')) AS others,
    uniqExactIf(s.{other}, s.{other} != '') AS other_count
FROM spans AS s INNER JOIN firsts AS f ON s.trace_id = f.trace_id
WHERE s.project_id = {{project_id:UInt32}} AND {in_traces}
GROUP BY key
HAVING key IN {{keys:Array(String)}}
"""

IN_TRACES = """(hour, trace_hash) IN (
    SELECT hour, trace_hash FROM trace_hours
    WHERE project_id = {{project_id:UInt32}} AND trace_hash IN (
        SELECT trace_hash FROM spans WHERE project_id = {{project_id:UInt32}} AND {who} IN {{keys:Array(String)}}))"""


@dataclass(frozen=True, slots=True)
class ConversationsQuery:
    """A page of sessions or users that were at work in a range of time, in ns since the epoch; `until_ns` is exclusive."""

    by: Who = "session_id"
    contains: str = ""
    since_ns: int = 0
    until_ns: int = NO_END_NS
    cursor: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ConversationsPage:
    """Sums by session or user; the next page begins at `next_cursor` (None: there is none)."""

    rows: list[Row]
    next_cursor: str | None


async def read_conversations(columnar: Columnar, project_id: int, query: ConversationsQuery) -> ConversationsPage:
    """A page of sums over whole sessions or users, also over what of them is outside of the range. Raises InvalidInput."""
    if not 1 <= query.limit <= MOST_CONVERSATIONS:
        raise InvalidInput(f"limit is {query.limit}: ask for 1 to {MOST_CONVERSATIONS}")
    found = await _keys(columnar, project_id, query)
    page = found[: query.limit]
    rows = await _sums(columnar, project_id, query.by, [row["key"] for row in page]) if page else {}
    more = len(found) > query.limit
    return ConversationsPage(
        [rows[row["key"]] for row in page if row["key"] in rows], _cursor(page[-1]) if more else None
    )


async def _keys(columnar: Columnar, project_id: int, query: ConversationsQuery) -> list[Row]:
    """Those of the page and one more: `key` and `last_ns`."""
    before_ns, before_key = (NO_END_NS, "") if query.cursor is None else _before(query.cursor)
    whole = Extent(hour_of(query.since_ns), hour_of(query.until_ns))
    values = {
        "project_id": project_id,
        "last_hour": whole.last_hour,
        "since_ns": query.since_ns,
        "until_ns": query.until_ns,
        "contains": query.contains,
        "before_ns": before_ns,
        "before_key": before_key,
        "before_hour": hour_of(before_ns),
    }
    sql, known = SELECT_KEYS.format(who=query.by), list[str]()

    async def read(hours: Extent, limit: int) -> list[Row]:
        bounds = {"first_hour": hours.first_hour, "newest_hour": hours.last_hour, "limit": limit, "known": known}
        rows: list[Row] = (await columnar.query(sql, values | bounds)).to_pylist()
        known.extend(row["key"] for row in rows)
        return rows

    hours = Extent(whole.first_hour, min(whole.last_hour, hour_of(before_ns)))
    return await newest_rows(columnar, project_id, hours, query.limit + 1, read)


async def _sums(columnar: Columnar, project_id: int, who: Who, keys: list[str]) -> dict[str, Row]:
    other = "user_id" if who == "session_id" else "session_id"
    sql = SELECT_SUMS.format(who=who, other=other, in_traces=IN_TRACES.format(who=who))
    values = {"project_id": project_id, "keys": keys, "counted": list(COUNTED)}
    return {row["key"]: row for row in (await columnar.query(sql, values)).to_pylist()}


def _cursor(row: Row) -> str:
    return base64.urlsafe_b64encode(f"{row['last_ns']}.{row['key']}".encode()).decode()


def _before(cursor: str) -> tuple[int, str]:
    try:
        time, dot, key = base64.urlsafe_b64decode(cursor.encode("ascii")).decode().partition(".")
        before_ns = int(time)
    except (ValueError, binascii.Error) as error:
        raise InvalidInput("the cursor is not one of a page of sessions or users: start from the first page") from error
    if not dot or not 0 <= before_ns <= NO_END_NS:
        raise InvalidInput("the cursor is not one of a page of sessions or users: start from the first page")
    return before_ns, key
