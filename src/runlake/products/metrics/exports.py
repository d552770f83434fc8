"""`class HistoryExports`: the rows of finished runs as Parquet files, written when they are first fetched."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyarrow as pa

from runlake.errors import NotFound, RunlakeError
from runlake.model import Run
from runlake.model.byte_sink import ByteSink
from runlake.model.clock import Clock
from runlake.model.signed_paths import SignedPaths
from runlake.products.metrics.export_plan import ExportPart, may_export, plan_export
from runlake.products.metrics.export_reading import is_plain, read_metrics_of_segments, read_schema, stream_batches
from runlake.storage.blobs import Blobs, BlobStream
from runlake.storage.columnar import Columnar

_FOLDER = "history-exports"
_MAX_FILE_BYTES = 1 << 40
_KEPT = timedelta(days=7)
_FIRST_SWEEP_S = 900.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A written file, as an HTTP answer needs to know it: its name never stands for other bytes."""

    name: str
    blob: str
    size_bytes: int
    mimetype: str = "application/vnd.apache.parquet"
    sha256: str = ""

    @property
    def etag(self) -> str:
        return f'"{self.name}"'


class HistoryExports:
    """Says which files a run has, and gives their bytes. Callers have checked that the project may be read."""

    def __init__(self, columnar: Columnar, blobs: Blobs, signing_key: bytes, clock: Clock) -> None:
        self._columnar = columnar
        self._blobs = blobs
        self._paths = SignedPaths(signing_key, clock)
        self._clock = clock
        self._writing: dict[str, asyncio.Task[None]] = {}
        self._one_at_a_time = asyncio.Semaphore(1)

    async def parts(self, run: Run) -> list[ExportPart] | None:
        """The files of a run, in order; None for a run that has to be read row by row."""
        if not may_export(run) or not await is_plain(self._columnar, run.project_id, run.run_number):
            return None
        return plan_export(run, await read_metrics_of_segments(self._columnar, run.project_id, run.run_number))

    def sign(self, part: ExportPart) -> str:
        """A path that gives the file's bytes to whoever holds it, for 24 hours."""
        return self._paths.sign("GET", f"/storage/history/{part.run_number}/{part.name}")

    def check_signature(self, path: str, *, expires: str, signature: str) -> None:
        """Raise PermissionDenied unless `sign` made this path and it has not expired."""
        self._paths.check("GET", path, expires=expires, signature=signature)

    async def get(self, run: Run, name: str) -> ExportFile:
        """A file by its name, written now if it is not there. Raises NotFound when the run has moved on."""
        part = next((part for part in await self.parts(run) or () if part.name == name), None)
        if part is None:
            raise NotFound(f"run {run.run_id} has no export {name[:80]!r} any more: ask for its history again")
        blob = f"{_FOLDER}/{run.run_number}/{name}"
        try:
            head = await self._blobs.head(blob)
        except NotFound:
            await self._write_once(part, blob)
            head = await self._blobs.head(blob)
        return ExportFile(name, blob, head.size_bytes)

    async def read(self, file: ExportFile, first_byte: int, last_byte: int) -> BlobStream:
        """Open the bytes from the first to the last position, both inclusive."""
        return await self._blobs.stream(file.blob, first_byte, last_byte)

    async def remove_old(self, older_than: timedelta = _KEPT) -> int:
        """Delete files written longer ago; they are written again when asked for. Returns how many there were."""
        before = self._clock() - older_than
        old = [head.name async for head in self._blobs.list(_FOLDER) if head.stored_at < before]
        for name in old:
            await self._blobs.delete(name)
        return len(old)

    def tasks(self) -> Sequence[Coroutine[Any, Any, None]]:
        """What runs beside the requests: a daily `remove_old`."""
        return [self._remove_old_daily()]

    async def _remove_old_daily(self) -> None:
        await asyncio.sleep(_FIRST_SWEEP_S)
        while True:
            try:
                await self.remove_old()
            except RunlakeError as error:
                logger.warning("old exports not removed", extra={"reason": error.message})
            await asyncio.sleep(timedelta(days=1).total_seconds())

    async def _write_once(self, part: ExportPart, blob: str) -> None:
        """Requests for the same file wait for the same writer, which goes on when one of them leaves."""
        task = self._writing.get(blob)
        if task is None:
            task = self._writing[blob] = asyncio.create_task(self._write(part, blob))
            task.add_done_callback(lambda _: self._writing.pop(blob, None))
        await asyncio.shield(task)

    async def _write(self, part: ExportPart, blob: str) -> None:
        async with self._one_at_a_time:
            schema = await read_schema(self._columnar, part)
            chunks = _encode(schema, stream_batches(self._columnar, part, schema))
            await self._blobs.put_stream(blob, chunks, limit_bytes=_MAX_FILE_BYTES)


async def _encode(schema: pa.Schema, batches: AsyncIterator[pa.RecordBatch]) -> AsyncIterator[bytes]:
    """Batches → the bytes of a Parquet file, a row group for each batch."""
    import pyarrow.parquet as parquet  # a server that exports nothing need not load it

    sink = ByteSink()
    # Dictionaries do not pay for measurements.
    options = {"compression": "snappy", "use_dictionary": False}
    writer = await asyncio.to_thread(parquet.ParquetWriter, pa.PythonFile(sink, mode="w"), schema, **options)
    async for batch in batches:
        await asyncio.to_thread(writer.write_batch, batch)
        yield sink.take()
    await asyncio.to_thread(writer.close)
    yield sink.take()
