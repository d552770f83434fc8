"""Understanding stored spans anew, by the mapping that a project has now.

A job reads the project's spans in the order of their starts, and replaces the rows of those that the table understands
otherwise than they are stored; what clients sent stays as it is. How far it is stands in the metadata store after every
batch, so a server that dies goes on there: at worst a batch is compared once more.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson

from runlake.model.clock import Clock
from runlake.products.traces.mapping import MappingTable, normalise
from runlake.products.traces.mappings import SpanMappings
from runlake.products.traces.previews import json_text
from runlake.products.traces.pricing import Book, Pricing, put_cost
from runlake.products.traces.project_jobs import JobWorker
from runlake.products.traces.records import raw_span_of
from runlake.products.traces.remapping_jobs import Remapping, RemappingJobs
from runlake.products.traces.rows import SpanRow, hour_of, make_row
from runlake.products.traces.selecting import SpanSelection, StoredSpan, count_spans, stream_spans
from runlake.products.traces.understanding import COLUMNS, fields_of
from runlake.products.traces.writing import SpanWriter
from runlake.storage.columnar import Columnar

_WRITTEN_TOGETHER = 10_000

SELECT_STORED = """
SELECT trace_id, span_id, version, digest, cost, has_cost, price_id, {columns}
FROM spans
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}}
  AND span_id IN {{span_ids:Array(String)}}
ORDER BY version
"""


class Remapper:
    """Applies mappings to stored spans."""

    def __init__(
        self,
        columnar: Columnar,
        jobs: RemappingJobs,
        mappings: SpanMappings,
        writer: SpanWriter,
        pricing: Pricing,
        clock: Clock,
    ) -> None:
        self._columnar = columnar
        self._jobs = jobs
        self._mappings = mappings
        self._writer = writer
        self._pricing = pricing
        self._clock = clock
        self._worker = JobWorker(jobs, self.run)

    async def ask(self, project_id: int, by: str) -> Remapping:
        """Begin to apply the project's newest mapping to all that is stored; a job that is under way begins anew."""
        newest = await self._mappings.newest(project_id)
        total = await count_spans(self._columnar, project_id, SpanSelection())
        job = await self._jobs.begin(project_id, newest.version if newest else 0, total, by)
        self._worker.wake()
        return job

    async def watch(self) -> None:
        """Work through the jobs of all projects, one after the other. Ends when cancelled."""
        await self._worker.watch()

    async def run(self, job: Remapping) -> None:
        """Apply the mapping of a job from where it is to its end, or until another one takes its place."""
        table = await self._mappings.table(job.project_id, job.version)
        read, rows, next_ns = 0, list[SpanRow](), job.next_ns
        async for batch in stream_spans(self._columnar, job.project_id, SpanSelection(since_ns=job.next_ns)):
            rows += await self._changed(job.project_id, batch, table)
            read, next_ns = read + len(batch), batch[-1].raw["start_ns"]
            if len(rows) >= _WRITTEN_TOGETHER or read >= _WRITTEN_TOGETHER:
                if not await self._written(job, rows, read, next_ns):
                    return
                read, rows = 0, []
        if await self._written(job, rows, read, next_ns):
            await self._jobs.finish(job)

    async def _written(self, job: Remapping, rows: Sequence[SpanRow], read: int, next_ns: int) -> bool:
        """Replace rows, then say how far the job is; False when it is not wanted any more."""
        await self._writer.write(rows)
        return await self._jobs.advance(job, min(max(next_ns, 0), 2**63 - 1), read, len(rows))

    async def _changed(self, project_id: int, batch: Sequence[StoredSpan], table: MappingTable) -> list[SpanRow]:
        """The rows of those spans of a batch that the table understands otherwise than they are stored."""
        stored = await self._stored(project_id, batch)
        book = await self._pricing.book(project_id)
        version = int(self._clock().timestamp() * 1e9)
        return await asyncio.to_thread(lambda: list(_renewed(project_id, batch, stored, table, book, version)))

    async def _stored(self, project_id: int, batch: Sequence[StoredSpan]) -> Mapping[tuple[str, str], list[Any]]:
        hours = [hour_of(span.raw["start_ns"]) for span in batch]
        values = {
            "project_id": project_id,
            "first_hour": min(hours),
            "last_hour": max(hours),
            "span_ids": [span.span_id for span in batch],
        }
        found: dict[tuple[str, str], list[Any]] = {}
        for row in (await self._columnar.query(SELECT_STORED.format(columns=", ".join(COLUMNS)), values)).to_pylist():
            found.setdefault((row["trace_id"], row["span_id"]), []).append(row)
        return found


def _renewed(
    project_id: int,
    batch: Sequence[StoredSpan],
    stored: Mapping[tuple[str, str], list[Any]],
    table: MappingTable,
    book: Book,
    version: int,
) -> Iterator[SpanRow]:
    for span in batch:
        rows = stored.get((span.trace_id, span.span_id), [])
        if not rows:
            continue  # it was deleted meanwhile
        understood = normalise(raw_span_of(span.raw), table)
        if len(rows) == 1 and fields_of(understood) == _fields_stored(rows[0], span):
            continue  # two rows: the server died when it had written one and not yet removed the other
        put_cost(understood, book)
        newest = rows[-1]
        row = make_row(project_id, understood, max(version, newest["version"] + 1))
        yield replace(row, digest=newest["digest"], renews=True)


def _fields_stored(row: Mapping[str, Any], span: StoredSpan) -> dict[str, Any]:
    reported = row["has_cost"] and not row["price_id"]
    return {
        **{name: row[name] for name in COLUMNS},
        "cost": row["cost"] if reported else None,
        "input": _written_here(span.input_json),
        "output": _written_here(span.output_json),
    }


def _written_here(text: str) -> str:
    """The JSON of a text that may be a client's own."""
    return json_text(orjson.loads(text)) if text else ""
