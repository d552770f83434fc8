"""The console of several writers of one run is read as one, by time."""

from datetime import UTC, datetime, timedelta

import pytest

from runlake.errors import InvalidInput
from runlake.ingest import ConsoleLine
from runlake.model import Run
from runlake.products.logs import LogPosition, Logs
from tests.stores.metrics.conftest import Bench, make_run

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


async def write(bench: Bench, run: Run, writer: str, first: int, times_s: list[int]) -> None:
    lines = [
        ConsoleLine(line=first + index, level="info", label=writer, time_us=at_us(time_s), text=f"{writer} at {time_s}")
        for index, time_s in enumerate(times_s)
    ]
    async with bench.streams.writing(run, writer) as stream:
        await stream.append_console(lines)


def at_us(time_s: int) -> int:
    return int((MOMENT + timedelta(seconds=time_s)).timestamp() * 1_000_000)


async def test_lines_of_all_writers_by_time(bench: Bench) -> None:
    run, logs = make_run(), Logs(bench.columnar)
    await write(bench, run, "one", 0, [0, 2, 4])
    await write(bench, run, "two", 0, [1, 3, 5])
    await write(bench, run, "two", 2, [6])  # a progress bar: the line was sent again
    texts, after = [], None
    while True:
        page = await logs.read_merged(run, after, limit=2)
        texts += [line.text for _, line in page.lines]
        if not page.has_more:
            break
        after = page.lines[-1][0]
    assert texts == ["one at 0", "two at 1", "one at 2", "two at 3", "one at 4", "two at 6"]
    newest = await logs.read_merged(run, limit=3, newest=True)
    assert [line.text for _, line in newest.lines] == texts[-3:]
    assert newest.lines[-1][0] == LogPosition(at_us(6), "two", 2)
    assert (await logs.read_merged(run, newest.lines[-1][0])).lines == []
    with pytest.raises(InvalidInput, match="limit"):
        await logs.read_merged(run, limit=0)
