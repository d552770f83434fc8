"""Spans for tests of the traces, and a store to put them in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import runlake.products.feedback as feedback_package
import runlake.products.prices as prices_package
import runlake.products.traces as traces_package
from runlake.live import LiveBus
from runlake.products.feedback import Feedback, JudgedSpans
from runlake.products.prices import Prices
from runlake.products.traces import RawSpan, Traces
from runlake.storage.columnar import ChdbColumnar
from runlake.storage.metadata import open_metadata
from runlake.storage.migrate import migrate_metadata
from tests.prepared import copy_tables
from tests.stores.conftest import FakeClock

SECOND = 1_000_000_000
START = 1_790_000_000 * SECOND


def span(number: int, *, trace: int = 1, parent: int | None = None, at_s: float = 0, **changes: Any) -> RawSpan:
    """A span of half a second."""
    start_ns = START + int(at_s * SECOND)
    made = RawSpan(
        trace_id=f"{trace:032x}",
        span_id=f"{number:016x}",
        parent_id="" if parent is None else f"{parent:016x}",
        name=f"span {number}",
        start_ns=start_ns,
        end_ns=start_ns + SECOND // 2,
        attributes={},
    )
    return replace(made, **changes)


@dataclass(frozen=True, slots=True)
class TracesWorld:
    """Traces, and what they are told by other products."""

    traces: Traces
    prices: Prices
    feedback: Feedback


@asynccontextmanager
async def opened_traces(folder: Path, bus: LiveBus, clock: FakeClock) -> AsyncIterator[Traces]:
    """Traces over a columnar and a metadata store in `folder`."""
    async with opened_world(folder, bus, clock) as world:
        yield world.traces


@asynccontextmanager
async def opened_with_prices(folder: Path, bus: LiveBus, clock: FakeClock) -> AsyncIterator[tuple[Traces, Prices]]:
    """The same, and the prices of their models."""
    async with opened_world(folder, bus, clock) as world:
        yield world.traces, world.prices


@asynccontextmanager
async def opened_world(folder: Path, bus: LiveBus, clock: FakeClock) -> AsyncIterator[TracesWorld]:
    """The same, with prices and feedback."""
    copy_tables(folder)
    columnar = await ChdbColumnar.open(folder, readers=2)
    metadata = open_metadata(f"sqlite:///{folder / 'metadata.sqlite3'}")
    await migrate_metadata(metadata, [traces_package, prices_package, feedback_package])
    prices = Prices(metadata)
    made = Traces(columnar, metadata, bus, clock, prices, JudgedSpans(metadata, clock))
    yield TracesWorld(made, prices, Feedback(metadata))
    await made.close()
    await metadata.close()
    await columnar.close()
