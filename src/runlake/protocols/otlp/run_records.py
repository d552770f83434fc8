"""What exports of metrics and logs become: points and console lines of runs, events of spans.

A retry stores nothing twice: a value of one resource's metric at one step is the same value, whenever it was measured; what
is measured over time is a stream of its own for each export, named by its content, of which the store says how much it has;
a log record of the same moment with the same text is the same record.
"""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from starlette.datastructures import Headers

from runlake.ingest import ConsoleLine, HistoryBlock, RowLines, RunStreams
from runlake.model import Principal, Run
from runlake.products.projects import Projects
from runlake.products.runs import Runs
from runlake.products.traces import Traces, run_in
from runlake.protocols.otlp.answers import Rejected
from runlake.protocols.otlp.log_records import Said, named_run, read_records
from runlake.protocols.otlp.points import Row, block, count_points, measure
from runlake.protocols.otlp.projects import Path, path_in_headers, path_of_resource
from runlake.protocols.otlp.signals import ResourceRecords
from runlake.settings import LimitSettings

_WRITER = "otlp"
_RUN_HEADER = "x-runlake-run"
_NO_RUN = (
    "no run is named: set the resource attribute runlake.run (OTEL_RESOURCE_ATTRIBUTES=runlake.run=entity/project/run)"
)


class RunRecords:
    """Takes metrics and logs of callers who are known."""

    def __init__(
        self, projects: Projects, runs: Runs, streams: RunStreams, traces: Traces, limits: LimitSettings
    ) -> None:
        self._projects = projects
        self._runs = runs
        self._streams = streams
        self._traces = traces
        self._limits = limits

    async def take_metrics(
        self, principal: Principal, headers: Headers, groups: Sequence[ResourceRecords]
    ) -> Rejected | None:
        """Store the metrics of runs; durable and visible on return. Raises NotFound, PermissionDenied, Overloaded or StoreError."""
        reasons: Counter[str] = Counter()
        found = [await self._run(principal, headers, group, named_run(group.resource)) for group in groups]
        for group, (run, problem) in zip(groups, found, strict=True):
            if run is None:
                reasons[problem] += count_points(group.records)
                continue
            measured = await asyncio.to_thread(measure, group.records, self._limits.metric_name_bytes, time.time_ns())
            reasons.update(measured.rejected)
            await self._append_history(run, group.resource, [row for row in measured.rows if row.step is not None])
            await self._append_measures(run, [row for row in measured.rows if row.step is None])
        return _rejected(reasons)

    async def take_logs(
        self, principal: Principal, headers: Headers, groups: Sequence[ResourceRecords]
    ) -> Rejected | None:
        """Store log records; durable and visible on return. Raises NotFound, PermissionDenied, Overloaded or StoreError."""
        reasons: Counter[str] = Counter()
        for group in groups:
            said = read_records(group.records, group.resource)
            reasons.update(said.rejected)
            await self._add_events(principal, headers, group, said)
            for name, lines in said.lines.items():
                run, problem = await self._run(principal, headers, group, name)
                if run is None:
                    reasons[f"{problem}, or send the record with a trace and a span id"] += len(lines)
                    continue
                async with self._streams.writing(run, _WRITER) as stream:
                    await stream.append_new_console(_in_order(lines))
        return _rejected(reasons)

    async def _append_history(self, run: Run, resource: Mapping[str, Any], rows: list[Row]) -> None:
        """Rows with a step. Exporters send the last value of a gauge again and again, each time with another time."""
        if rows:
            async with self._streams.writing(run, f"{_WRITER}-steps-{_digest(sorted(resource.items()))}") as stream:
                await stream.append_new_values(partial(block, rows))
                stream.forget()

    async def _append_measures(self, run: Run, rows: list[Row]) -> None:
        """Rows of what is measured over time. An export that comes again is the same one, and stored once."""
        if rows:
            lines = RowLines("system", 0, [""] * len(rows), partial(_decode, rows))
            async with self._streams.writing(run, f"{_WRITER}-{_digest(rows)}") as stream:
                await stream.append_rows(lines)
                stream.forget()

    async def _add_events(self, principal: Principal, headers: Headers, group: ResourceRecords, said: Said) -> None:
        if said.events:
            entity, name = path_in_headers(headers) or path_of_resource(group.resource)
            project = await self._projects.get_or_create(principal, entity or principal.username, name)
            await self._traces.add_events(project.project_id, said.events)

    async def _run(
        self, principal: Principal, headers: Headers, group: ResourceRecords, name: str
    ) -> tuple[Run | None, str]:
        """The run that is named, or why there is none. Raises NotFound for a project that the caller may not see."""
        named = run_in(name or headers.get(_RUN_HEADER, ""), None)
        if named is None:
            return None, _NO_RUN
        entity, project_name = _path(named.entity, named.project) or (
            path_in_headers(headers) or path_of_resource(group.resource)
        )
        entity = entity or principal.username
        project = await self._projects.get(entity, project_name)
        project.require_write(principal)
        run = await self._runs.find(project.project_id, named.run_id)
        return run, f"run {named.run_id[:100]!r} not found in {entity}/{project_name}: start it first"


def _path(entity: str, project: str) -> Path | None:
    return (entity or None, project) if project else None


def _digest(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(errors="replace"), digest_size=12).hexdigest()


def _decode(rows: list[Row], first_line: int, lines: Sequence[str], next_step: int | None) -> HistoryBlock:
    return block(rows[first_line : first_line + len(lines)], first_line)


def _in_order(lines: list[ConsoleLine]) -> list[ConsoleLine]:
    return sorted(lines, key=lambda line: line.time_us)


def _rejected(reasons: Counter[str]) -> Rejected | None:
    left_out = {reason: count for reason, count in reasons.items() if count}
    if not left_out:
        return None
    return Rejected(sum(left_out.values()), "; ".join(list(left_out)[:3]))
