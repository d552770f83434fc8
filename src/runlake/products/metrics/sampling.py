"""Reads envelopes of many series at once.

Two reads: the extent of every series (from the projection, so it costs next to nothing), then the series themselves:
those with few points whole, the others in buckets. Buckets of many steps are made of the projection's 128-step
envelopes, which the engine maintains; all others of the points.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from runlake.model import Run
from runlake.products.metrics.assemble import split_buckets, split_points
from runlake.products.metrics.envelopes import AxisKind, Envelopes, SeriesEnvelope, SeriesQuery
from runlake.products.metrics.sampling_sql import (
    EXTENTS,
    POINT_BUCKETS,
    POINTS,
    PROJECTED_STEP_BUCKETS,
    PROJECTED_TIME_BUCKETS,
    RUN_STARTS,
    Source,
)
from runlake.products.metrics.tables import POINTS_TABLE
from runlake.storage.columnar import Columnar, branch_condition

_BLOCK = 128
_PROJECTED_TIME_FROM = 2_000_000
_MANY_POINTS = 500_000
"""Of more points than this, buckets a little wider than asked for are worth it: a hundred times less is read."""

SeriesKey = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Extent:
    first: float
    last: float
    points: int
    last_line: int


async def read_envelopes(columnar: Columnar, query: SeriesQuery) -> Envelopes:
    """Read the envelopes of all series that have points; unknown runs and metrics are just absent."""
    groups = _groups(query)
    answers = [await _Reader(columnar, group, query).read() for group in groups if group.runs]
    widths = [answer.bucket_width for answer in answers if answer.bucket_width is not None]
    series = [item for answer in answers for item in answer.series]
    return Envelopes(series, max(widths, default=None))


@dataclass(frozen=True, slots=True)
class _Group:
    """Runs that one SQL condition selects: all runs without a branch, or a single one with."""

    runs: Sequence[Run]
    condition: str
    parameters: dict[str, object]
    branched: bool

    @property
    def owner(self) -> str:
        """The run that a point is shown under, as SQL: a branch is one run, whatever runs its points came from."""
        return "{owner:UInt32}" if self.branched else "run_number"


def _groups(query: SeriesQuery) -> list[_Group]:
    plain = [run for run in query.runs if not run.branch or query.source != "history"]
    numbers = {"runs": [run.run_number for run in plain]}
    groups = [_Group(plain, "run_number IN {runs:Array(UInt32)}", dict(numbers), branched=False)]
    for run in query.runs:
        if run.branch and query.source == "history":
            condition, parameters = branch_condition(run)
            parameters["owner"] = run.run_number
            groups.append(_Group([run], condition, parameters, branched=True))
    return groups


class _Reader:
    def __init__(self, columnar: Columnar, group: _Group, query: SeriesQuery) -> None:
        self._columnar = columnar
        self._group = group
        self._query = query
        self._kind = query.axis.kind
        self._table = POINTS_TABLE[query.source]
        self._parameters: dict[str, object] = {
            **group.parameters,
            "project_id": query.project_id,
            "metrics": list(query.metrics),
        }

    async def read(self) -> Envelopes:
        source = await self._source()
        extents = await self._extents(source)
        if not extents:
            return Envelopes([], None)
        first, last = self._bounds(extents)
        exact = {key for key, extent in extents.items() if extent.points <= self._query.buckets}
        coarse = extents.keys() - exact
        series = await self._exact(source, exact, extents) if exact else []
        width = None
        if coarse:
            width, bucketed = await self._bucketed(source, coarse, extents, first, last)
            series += bucketed
        return Envelopes(series, width)

    async def _source(self) -> Source:
        """Where points come from and how their x is computed."""
        starts: list[tuple[int, int]] = []
        if self._kind is AxisKind.RELATIVE:
            sql = RUN_STARTS.format(table=self._table, condition=self._group.condition, owner=self._group.owner)
            rows = (await self._columnar.query(sql, self._parameters)).to_pylist()
            starts = [(row["owner"], row["start_ms"]) for row in rows]
        if self._kind is AxisKind.METRIC:
            self._parameters["x_metric"] = self._query.axis.metric
        self._parameters["start_runs"] = [run_number for run_number, _ in starts]
        self._parameters["start_times"] = [start_ms for _, start_ms in starts]
        return Source(self._kind, self._table, self._group.condition, self._group.owner)

    async def _extents(self, source: Source) -> dict[SeriesKey, _Extent]:
        conditions = ""
        if self._query.bounds is not None:
            self._parameters["first"], self._parameters["last"] = self._query.bounds
            if self._kind is AxisKind.STEP and not self._group.branched:
                conditions = "AND intDiv(step, 128) BETWEEN {first_block:Int64} AND {last_block:Int64}"
                self._parameters["first_block"] = math.floor(self._query.bounds[0] / _BLOCK)
                self._parameters["last_block"] = math.floor(self._query.bounds[1] / _BLOCK)
            else:
                conditions = f"AND {source.position} BETWEEN {{first:Float64}} AND {{last:Float64}}"
        sql = self._format(EXTENTS, source, conditions)
        rows = (await self._columnar.query(sql, self._parameters)).to_pylist()
        return {
            (row["owner"], row["metric"]): _Extent(row["first"], row["last"], row["points"], row["last_line"])
            for row in rows
            if row["points"]
        }

    def _format(self, template: str, source: Source, bounds: str) -> str:
        return template.format(
            owner=source.owner,
            extent=source.extent,
            position=source.position,
            start=source.block_position,
            source=source.relation,
            condition=source.where,
            bounds=bounds,
        )

    def _bounds(self, extents: dict[SeriesKey, _Extent]) -> tuple[float, float]:
        first = min(extent.first for extent in extents.values())
        last = max(extent.last for extent in extents.values())
        if self._query.bounds is None:
            return first, last
        return max(first, self._query.bounds[0]), min(last, self._query.bounds[1])

    async def _exact(
        self, source: Source, keys: set[SeriesKey], extents: dict[SeriesKey, _Extent]
    ) -> list[SeriesEnvelope]:
        bounds = f"AND {source.position} BETWEEN {{first:Float64}} AND {{last:Float64}}" if self._query.bounds else ""
        sql = self._format(POINTS, source, bounds)
        table = await self._columnar.query(sql, self._only(keys))
        return self._named(split_points(table), keys, extents)

    async def _bucketed(
        self, source: Source, keys: set[SeriesKey], extents: dict[SeriesKey, _Extent], first: float, last: float
    ) -> tuple[float, list[SeriesEnvelope]]:
        parameters = self._only(keys)
        template, origin, width = self._plan(keys, extents, first, last)
        bounds = ""
        if template is POINT_BUCKETS:
            bounds = f"AND {source.position} BETWEEN {{first:Float64}} AND {{last:Float64}}"
            parameters |= {"first": first, "last": last}
        elif template is PROJECTED_STEP_BUCKETS:
            bounds = "AND intDiv(step, 128) BETWEEN {first_block:Int64} AND {last_block:Int64}"
            parameters |= {"first_block": math.floor(first / _BLOCK), "last_block": math.floor(last / _BLOCK)}
        sql = self._format(template, source, bounds)
        parameters |= {"origin": origin, "width": width}
        table = await self._columnar.query(sql, parameters)
        if template is PROJECTED_STEP_BUCKETS:
            origin, width = origin * _BLOCK, width * _BLOCK
        found = split_buckets(table, origin, width, last, whole=self._kind in (AxisKind.STEP, AxisKind.TIME))
        return width, self._named(found, keys, extents)

    def _plan(
        self, keys: set[SeriesKey], extents: dict[SeriesKey, _Extent], first: float, last: float
    ) -> tuple[str, float, float]:
        """Which read answers with at most the asked number of buckets: (SQL, origin, width), in its own units."""
        buckets = self._query.buckets
        points = sum(extents[key].points for key in keys)
        whole_numbers = self._kind in (AxisKind.STEP, AxisKind.TIME)
        width = (last - first + (1 if whole_numbers else 0)) / buckets
        coarse = width > _BLOCK / 2 or (points > _MANY_POINTS and width > _BLOCK / 5)
        if self._kind is AxisKind.STEP and coarse and not self._group.branched:
            blocks = math.floor(last / _BLOCK) - math.floor(first / _BLOCK) + 1
            return PROJECTED_STEP_BUCKETS, math.floor(first / _BLOCK), math.ceil(blocks / buckets)
        width = math.ceil(width) if whole_numbers else (width * (1 + 1e-9) or 1.0)
        timed = self._kind in (AxisKind.TIME, AxisKind.RELATIVE)
        if timed and points > _PROJECTED_TIME_FROM and self._query.bounds is None and not self._group.branched:
            return PROJECTED_TIME_BUCKETS, first, width
        return POINT_BUCKETS, first, width

    def _only(self, keys: set[SeriesKey]) -> dict[str, object]:
        """Parameters narrowed to the runs and metrics of some series."""
        parameters = {**self._parameters, "metrics": sorted({metric for _, metric in keys})}
        if not self._group.branched:
            parameters["runs"] = sorted({run_number for run_number, _ in keys})
        return parameters

    def _points(self, envelope: SeriesEnvelope, extent: _Extent) -> int:
        """How many points the envelope is made of: the extent of a range counts whole blocks of steps at its ends."""
        return extent.points if self._query.bounds is None else envelope.total

    def _named(
        self,
        found: dict[SeriesKey, SeriesEnvelope],
        keys: set[SeriesKey],
        extents: dict[SeriesKey, _Extent],
    ) -> list[SeriesEnvelope]:
        names = {run.run_number: run.run_id for run in self._group.runs}
        return [
            replace(
                envelope,
                run_id=names[key[0]],
                points=self._points(envelope, extents[key]),
                last_line=extents[key].last_line,
            )
            for key, envelope in found.items()
            if key in keys
        ]
