"""Reads charts of groups: per bucket the mean of every run, then statistics over the runs of each group.

All of it is computed by the engine over every point of every run: nothing is a sample. Runs without a branch read the
projection when buckets are wide; forks and rewound runs read the points of their live branches. Both share one grid.
"""

import math
from dataclasses import replace

from runlake.products.metrics.assemble import split_groups
from runlake.products.metrics.envelopes import AxisKind
from runlake.products.metrics.grouped_sql import (
    BRANCHED_POINTS,
    GROUP_BUCKETS,
    GROUP_EXTENTS,
    GROUP_RUNS,
    part_parameters,
)
from runlake.products.metrics.groups import GroupedQuery, GroupEnvelopes
from runlake.products.metrics.sampling_sql import EXTENTS, POINT_BUCKETS, PROJECTED_STEP_BUCKETS, RUN_STARTS, Source
from runlake.products.metrics.tables import POINTS_TABLE, ROW_SERIES
from runlake.storage.columnar import Columnar

_BLOCK = 128


async def read_groups(columnar: Columnar, query: GroupedQuery) -> GroupEnvelopes:
    """The statistics of all groups that have points. Raises QueryTimeout."""
    return await _Reader(columnar, query).read()


class _Reader:
    def __init__(self, columnar: Columnar, query: GroupedQuery) -> None:
        self._columnar = columnar
        self._query = query
        self._kind = query.axis.kind
        self._whole = self._kind in (AxisKind.STEP, AxisKind.TIME)
        table = POINTS_TABLE[query.source]
        branched = list(query.branched) if query.source == "history" else []
        apart = {run.run_number for run in branched}
        pairs = [(number, index) for index, group in enumerate(query.groups) for number in group]
        self._parameters: dict[str, object] = {
            "project_id": query.project_id,
            "metrics": list(query.metrics),
            "axis_metrics": [query.axis.metric or ROW_SERIES],
            "x_metric": query.axis.metric or "",
            "runs": [number for number, _ in pairs if number not in apart],
            "owners": [number for number, _ in pairs],
            "owner_groups": [index for _, index in pairs],
            "start_runs": [],
            "start_times": [],
            **part_parameters(branched),
        }
        self._plain = [Source(self._kind, table, "run_number IN {runs:Array(UInt32)}", "run_number")]
        points = BRANCHED_POINTS.format(table=table)
        self._branched = [Source(self._kind, points, "run_number IN {branched:Array(UInt32)}", "run_number")]
        if not self._parameters["runs"]:
            self._plain = []
        if not branched:
            self._branched = []

    async def read(self) -> GroupEnvelopes:
        if not self._plain and not self._branched:
            return GroupEnvelopes([], None)
        if self._kind is AxisKind.RELATIVE:
            await self._read_starts()
        extents = self._extents()
        found = (await self._columnar.query(GROUP_EXTENTS.format(extents=extents), self._parameters)).to_pylist()
        if not found or not found[0]["most_points"]:
            return GroupEnvelopes([], None)
        first, last = found[0]["first"], found[0]["last"]
        if self._query.bounds is not None:
            first, last = max(first, self._query.bounds[0]), min(last, self._query.bounds[1])
        if last < first:
            return GroupEnvelopes([], None)
        buckets, origin, width = self._buckets(first, last, found[0]["most_points"])
        table = await self._columnar.query(GROUP_BUCKETS.format(buckets=buckets), self._parameters)
        owners = ["owner" if name == "group_index" else name for name in table.column_names]
        series = split_groups(table.rename_columns(owners), origin, width, last, whole=self._whole)
        counts = await self._run_counts(extents)
        one_step = self._kind is AxisKind.STEP and width == 1
        return GroupEnvelopes(
            [replace(item, run_count=counts.get(key, 0)) for key, item in series.items()], None if one_step else width
        )

    async def _read_starts(self) -> None:
        """The first moment of every run, from which relative times count."""
        starts: list[tuple[int, int]] = []
        for source in (*self._plain, *self._branched):
            sql = RUN_STARTS.format(table=source.table, condition=source.condition, owner=source.owner)
            starts += [
                (row["owner"], row["start_ms"])
                for row in (await self._columnar.query(sql, self._parameters)).to_pylist()
            ]
        self._parameters["start_runs"] = [run_number for run_number, _ in starts]
        self._parameters["start_times"] = [start_ms for _, start_ms in starts]

    def _extents(self) -> str:
        """The range and the number of points of every series, as SQL."""
        parts = []
        for source in (*self._plain, *self._branched):
            bounds = ""
            if self._query.bounds is not None:
                bounds = f"AND {source.position} BETWEEN {{first:Float64}} AND {{last:Float64}}"
                self._parameters["first"], self._parameters["last"] = self._query.bounds
                if self._kind is AxisKind.STEP and source in self._plain:
                    bounds = self._blocks(*self._query.bounds)
            parts.append(_formatted(EXTENTS, source, bounds))
        return _union(parts)

    def _blocks(self, first: float, last: float) -> str:
        self._parameters |= {"first_block": math.floor(first / _BLOCK), "last_block": math.floor(last / _BLOCK)}
        return "AND intDiv(step, 128) BETWEEN {first_block:Int64} AND {last_block:Int64}"

    def _buckets(self, first: float, last: float, most_points: int) -> tuple[str, float, float]:
        """(SQL of the envelopes of every run, origin and width of the grid)."""
        width = (last - first + (1 if self._whole else 0)) / self._query.buckets
        if self._kind is AxisKind.STEP and width > _BLOCK / 2:
            return self._projected(first, last)
        if self._kind is not AxisKind.STEP:  # narrower, and neighbouring buckets would hold different runs
            width = max(width, (last - first) / max(1, most_points))
        width = math.ceil(width) or 1 if self._whole else (width * (1 + 1e-9) or 1.0)
        self._parameters |= {"first": first, "last": last, "origin": first, "width": width}
        sources = (*self._plain, *self._branched)
        return _union([_formatted(POINT_BUCKETS, source, _between(source)) for source in sources]), first, width

    def _projected(self, first: float, last: float) -> tuple[str, float, float]:
        blocks = self._blocks(first, last)
        first_block, last_block = math.floor(first / _BLOCK), math.floor(last / _BLOCK)
        width = math.ceil((last_block - first_block + 1) / self._query.buckets)
        origin_step, width_steps = first_block * _BLOCK, width * _BLOCK
        self._parameters |= {"origin": first_block, "width": width, "origin_step": origin_step}
        self._parameters |= {"width_steps": width_steps, "first": origin_step, "last": (last_block + 1) * _BLOCK - 1}
        by_steps = POINT_BUCKETS.replace("{origin:", "{origin_step:").replace("{width:", "{width_steps:")
        plain = [_formatted(PROJECTED_STEP_BUCKETS, source, blocks) for source in self._plain]
        branched = [_formatted(by_steps, source, _between(source)) for source in self._branched]
        return _union(plain + branched), origin_step, width_steps

    async def _run_counts(self, extents: str) -> dict[tuple[int, str], int]:
        rows = (await self._columnar.query(GROUP_RUNS.format(extents=extents), self._parameters)).to_pylist()
        return {(row["group_index"], row["metric"]): row["runs"] for row in rows}


def _between(source: Source) -> str:
    return f"AND {source.position} BETWEEN {{first:Float64}} AND {{last:Float64}}"


def _union(parts: list[str]) -> str:
    return " UNION ALL ".join(f"({part})" for part in parts)


def _formatted(template: str, source: Source, bounds: str) -> str:
    return template.format(
        owner=source.owner,
        extent=source.extent,
        position=source.position,
        start=source.block_position,
        source=source.relation,
        condition=source.where,
        bounds=bounds,
    )
