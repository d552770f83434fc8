"""Console lines of a folder that is sent again: the client numbers them after those that are there."""

from runlake.ingest import ConsoleLine
from runlake.model import Run
from tests.stores.metrics.conftest import Bench, make_run
from tests.stores.metrics.test_streams import timed

SENT_AT_US = 1_700_000_000_000_000


async def say(bench: Bench, run: Run, first_line: int, *texts: str, level: str = "") -> None:
    lines = [ConsoleLine(first_line + n, level, "", SENT_AT_US + first_line, text) for n, text in enumerate(texts)]
    async with bench.streams.writing(run) as stream:
        await stream.append_console(lines)


async def said(bench: Bench) -> list[str]:
    table = await bench.columnar.query("SELECT text FROM console_lines ORDER BY line, version")
    return [str(text) for text in table["text"].to_pylist()]


async def test_lines_that_were_said_are_not_said_again(bench: Bench) -> None:
    await bench.log(make_run(), timed(0, 10))
    await say(bench, make_run(), 0, "begin", "same", "same", "step ü")
    again = make_run(segment=1)
    await bench.log(again, timed(0, 12), first_line=10)  # the folder has grown
    await say(bench, again, 4, "begin", "same", "same", "step ü", "new")
    await say(bench, again, 9, "begin", level="error")  # said by nobody on this stream of output
    assert await said(bench) == ["begin", "same", "same", "step ü", "new", "begin"]
    assert (await bench.streams.line_counts(again)).console == 10


async def test_a_run_that_goes_on_may_repeat_itself(bench: Bench) -> None:
    await bench.log(make_run(), timed(0, 10))
    await say(bench, make_run(), 0, "loading")
    resumed = make_run(segment=1)
    await bench.log(resumed, timed(10, 5), first_line=10)
    await say(bench, resumed, 1, "loading")
    assert await said(bench) == ["loading", "loading"]


async def test_after_the_repeated_part_everything_is_kept(bench: Bench) -> None:
    await bench.log(make_run(), timed(0, 5))
    await say(bench, make_run(), 0, "epoch")
    again = make_run(segment=1)
    await bench.log(again, timed(0, 5), first_line=5)
    await bench.log(again, timed(5, 5), first_line=10)
    await say(bench, again, 1, "epoch")
    assert await said(bench) == ["epoch", "epoch"]
