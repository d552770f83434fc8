"""A columnar store with the tables of points and console lines, and what writes to it."""

import functools
import importlib.util
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import runlake.products
from runlake.ingest import Ingest, RunStreams
from runlake.ingest.streams import RowLines
from runlake.live import LiveBus
from runlake.model import Run, RunState
from runlake.products.metrics import Metrics
from runlake.protocols.wandb.file_stream.rows import decode_rows
from runlake.settings import IngestSettings, LimitSettings
from runlake.storage.columnar import ChdbColumnar, Ddl

MIGRATIONS = ("metrics/migrations/columnar/0001_points.py", "logs/migrations/columnar/0001_console_lines.py")
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Bench:
    """Everything between a row and a chart, without a server."""

    columnar: ChdbColumnar
    ingest: Ingest
    streams: RunStreams
    metrics: Metrics

    async def log(
        self, run: Run, lines: list[str], *, first_line: int = 0, source: str = "history", writer: str = ""
    ) -> int:
        """Append lines as a client would; returns how many were new."""
        decode = functools.partial(decode_rows, received_ms=1_700_000_000_000, limits=LimitSettings())
        async with self.streams.writing(run, writer) as stream:
            return await stream.append_rows(RowLines(source, first_line, lines, decode))

    def restarted(self) -> "Bench":
        """The same store behind a fresh write side, as after a crash."""
        return Bench(self.columnar, self.ingest, RunStreams(self.columnar, self.ingest), self.metrics)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    columnar = await ChdbColumnar.open(tmp_path / "columnar", readers=2)
    for migration in MIGRATIONS:
        for statement in _migration(migration)(Ddl()):
            await columnar.execute(statement)
    ingest = Ingest(columnar, LiveBus(), IngestSettings(commit_interval_ms=0))
    yield Bench(columnar, ingest, RunStreams(columnar, ingest), Metrics(columnar))
    await ingest.close()
    await columnar.close()


def _migration(name: str) -> Callable[[Ddl], list[str]]:
    path = Path(next(iter(runlake.products.__path__))) / name
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.up  # type: ignore[no-any-return]


def make_run(run_number: int = 1, **changes: Any) -> Run:
    """A run of project 1, without a metadata store."""
    values: dict[str, Any] = dict.fromkeys(Run.__dataclass_fields__)
    values |= {"run_number": run_number, "project_id": 1, "run_id": f"run-{run_number}", "display_name": "happy-fox-1"}
    values |= {"state": RunState.RUNNING, "config_json": "{}", "summary_json": "{}", "tags": (), "branch": ()}
    values |= {"created_at": MOMENT, "updated_at": MOMENT, "stop_requested": False, "segment": 0, "version": 1}
    return Run(**(values | changes))
