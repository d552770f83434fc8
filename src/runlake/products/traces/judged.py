"""Lists by what was said of spans: from the few that were judged to the spans, never the other way.

What people, scorers and clients say is not in the columnar store; the server hands in who knows it.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from runlake.errors import LimitExceeded
from runlake.products.traces.among import Answered
from runlake.products.traces.came_scores import Said, read_came_scores
from runlake.products.traces.matching import NO_END_NS, SpansMatch
from runlake.products.traces.rows import trace_hash
from runlake.query import And, Compare, Filter, Not, Or, check_filter
from runlake.storage.columnar import Columnar

MOST_JUDGED = 10_000
"""So many spans a query names one by one."""

_MOST_ASKED = 10
_MOST_COUNTED = 100_000
JUDGEMENTS = "judgements"
_OF_TRACE = "trace."
_OPPOSITE = {"ne": "eq", "nin": "in"}
_HOUR_NS = 3_600 * 10**9
_DAY_NS = 24 * _HOUR_NS
ANYTHING = Compare(JUDGEMENTS, "exists", True)

SELECT_PLACES = """
SELECT span_id, argMax(trace_id, start_time) AS trace_id, toUnixTimestamp64Nano(max(start_time)) AS start_ns
FROM spans
WHERE project_id = {project_id:UInt32} AND span_id IN {span_ids:Array(String)}
GROUP BY span_id
"""

M = TypeVar("M", bound=SpansMatch)


class Judging(Protocol):
    """Who knows what was said of spans."""

    async def to_find(self, project_id: int) -> Sequence[str]:
        """Ids of spans that something was said of, and whose traces are not known."""

    async def put_found(
        self, project_id: int, looked_for: Sequence[str], places: Mapping[str, tuple[str, int]]
    ) -> None:
        """The traces and starts of those of them that are there."""

    async def find(
        self, project_id: int, asked: Compare, times_ns: tuple[int, int], most: int
    ) -> Sequence[tuple[str, str, str]]:
        """(trace id, span id, word) of what was said, of spans that start between these times."""

    async def said(
        self, project_id: int, *, span_ids: Sequence[str] = (), trace_ids: Sequence[str] = ()
    ) -> Sequence[tuple[str, str, str, str]]:
        """(trace id, span id, name, text) of what was said of spans and in traces, the newest first."""


class Judged:
    """The judged spans of all projects."""

    def __init__(self, columnar: Columnar, judging: Judging) -> None:
        self._columnar = columnar
        self._judging = judging

    async def answer(self, project_id: int, match: M) -> M:
        """The same question, with the comparisons of judgements answered. Raises InvalidInput or LimitExceeded."""
        if match.filter is None or (asked := _count(match.filter)) == 0:
            return match
        check_filter(match.filter)
        if asked > _MOST_ASKED:
            raise LimitExceeded(f"the filter compares judgements {asked} times: at most {_MOST_ASKED} times, or use in")
        await self.settle(project_id)
        return replace(match, filter=await self._answered(project_id, match.filter, _times_ns(match)))

    async def find(self, project_id: int, match: SpansMatch) -> Sequence[tuple[str, str, str]] | None:
        """(trace id, span id, word) of all that was said around the time of a question; None when it is over 100,000."""
        await self.settle(project_id)
        found = await self._judging.find(project_id, ANYTHING, _times_ns(match), _MOST_COUNTED + 1)
        return found if len(found) <= _MOST_COUNTED else None

    async def shown(self, project_id: int, rows: Sequence[Mapping[str, Any]], *, of_traces: bool) -> Said:
        """What was said of the spans of a page, or of any span of their traces: the newest first, then what came with them."""
        await self.settle(project_id)
        wanted = [row["trace_id" if of_traces else "span_id"] for row in rows]
        names = {"trace_ids": wanted} if of_traces else {"span_ids": wanted}
        spoken, came = await asyncio.gather(
            self._judging.said(project_id, **names),
            read_came_scores(self._columnar, project_id, rows, whole_traces=of_traces),
        )
        said: Said = {}
        for trace_id, span_id, name, text in spoken:
            said.setdefault((trace_id, "" if of_traces else span_id), Counter())[name, text] += 1
        for key, scores in came.items():
            said.setdefault(key, Counter()).update(scores)
        return said

    async def settle(self, project_id: int) -> None:
        """Find the traces of spans that something was said of since."""
        while span_ids := await self._judging.to_find(project_id):
            values = {"project_id": project_id, "span_ids": list(span_ids)}
            rows = (await self._columnar.query(SELECT_PLACES, values)).to_pylist()
            places = {row["span_id"]: (row["trace_id"], row["start_ns"]) for row in rows}
            await self._judging.put_found(project_id, span_ids, places)

    async def _answered(self, project_id: int, found: Filter, times_ns: tuple[int, int]) -> Filter:
        match found:
            case And(parts) | Or(parts):
                answered = await asyncio.gather(*(self._answered(project_id, part, times_ns) for part in parts))
                return replace(found, parts=tuple(answered))
            case Not(part):
                return Not(await self._answered(project_id, part, times_ns))
            case Compare(field, op, value) if _is_asked(field):
                if op in _OPPOSITE or (op, value) == ("exists", False):
                    same = Compare(field, _OPPOSITE.get(op, op), True if op == "exists" else value)
                    return Not(await self._answered(project_id, same, times_ns))
                return await self._named(project_id, found, times_ns)
        return found

    async def _named(self, project_id: int, asked: Compare, times_ns: tuple[int, int]) -> Answered:
        own = replace(asked, field=asked.field.removeprefix(_OF_TRACE))
        found = await self._judging.find(project_id, own, times_ns, MOST_JUDGED + 1)
        if len(found) > MOST_JUDGED:
            raise LimitExceeded(
                f"{asked.field[:100]} {asked.op}: more than {MOST_JUDGED:,} spans are judged so, "
                "ask for a range of time, or for a label that fewer have"
            )
        return answered(asked, found, whole_traces=asked.field.startswith(_OF_TRACE))


def answered(asked: Compare, found: Sequence[tuple[str, str, str]], *, whole_traces: bool) -> Answered:
    """A comparison that holds for these (trace id, span id, word)."""
    trace_ids = sorted({trace_id for trace_id, _, _ in found})
    span_ids = None if whole_traces else tuple(sorted({span_id for _, span_id, _ in found}))
    return Answered(asked.field, asked.op, asked.value, tuple(map(trace_hash, trace_ids)), tuple(trace_ids), span_ids)


def _count(found: Filter) -> int:
    """How many comparisons of judgements there are."""
    match found:
        case And(parts) | Or(parts):
            return sum(map(_count, parts))
        case Not(part):
            return _count(part)
        case Compare(field):
            return int(_is_asked(field))


def _is_asked(field: str) -> bool:
    own = field.removeprefix(_OF_TRACE)
    return own == JUDGEMENTS or (own.startswith(f"{JUDGEMENTS}.") and own != f"{JUDGEMENTS}.")


def _times_ns(match: SpansMatch) -> tuple[int, int]:
    """When the spans start that are looked at: those of a trace up to a day after its root, or before by another clock."""
    return max(match.since_ns - _HOUR_NS, 0), min(match.until_ns + _DAY_NS, NO_END_NS)
