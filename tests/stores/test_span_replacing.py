"""A span that is stored anew is counted once in every moment, and what a dying server left is put right."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from runlake.live import LiveBus
from runlake.products.sql import Question, Sql
from runlake.products.traces import Traces
from runlake.products.traces.replacing import FORGET, Replacing
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import opened_traces, span

COUNT = "SELECT count() AS rows, uniqExact(span_id) AS spans FROM spans"
PLACES = "SELECT hour FROM replaced_places"


# Questions, and what they answer while the row "span 1" waits to be deleted.
TOLD = {
    "SELECT name FROM spans WHERE name = 'span 1'": [],
    "SELECT name FROM spans WHERE name = 'renamed' AND is_root": ["renamed"],
    "SELECT upper(name) AS name FROM spans WHERE name = 'SPAN 2'": ["SPAN 2"],
    "SELECT name FROM spans WHERE trace_id = '00000000000000000000000000000003'": ["span 3"],
    "SELECT name FROM spans WHERE attributes['who'] = 'ada'": ["span 3"],
    "SELECT name FROM spans WHERE attributes['who'] = ''": ["renamed", "span 2"],
    "SELECT name FROM spans WHERE start >= '2026-09-21 14:13:22' ORDER BY name": ["span 3"],
    "SELECT name FROM spans WHERE start BETWEEN '2026-09-21 14:13:21' AND toDate('2026-09-22') ORDER BY name": [
        "span 2",
        "span 3",
    ],
    "SELECT name FROM spans WHERE start < '2026-09-21' OR name IN ('span 2')": ["span 2"],
}


async def names(traces: Traces, question: str = "SELECT name FROM spans") -> list[str]:
    answer = await Sql(traces._columnar).ask(1, Question(question))
    return sorted(row["name"] for row in answer.to_pylist())


async def dies(*_: object) -> None:
    raise RuntimeError("killed")


async def test_what_a_dying_server_left_twice_is_counted_once_and_tidied_by_the_next(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened_traces(tmp_path, LiveBus(), clock) as traces:
        columnar, writer = traces._columnar, traces._writer
        third = span(3, trace=3, at_s=2, attributes={"who": "ada"})
        await traces.append(1, [span(1), span(2, at_s=1), third])
        clock.advance(seconds=1)
        with monkeypatch.context() as broken, suppress(Exception):
            broken.setattr(writer._replacing, "delete", dies)
            await traces.append(1, [replace(span(1), name="renamed")])
        assert (await columnar.query(COUNT)).to_pylist() == [{"rows": 4, "spans": 3}]
        assert await names(traces) == ["renamed", "span 2", "span 3"]
        for question, answer in TOLD.items():
            assert await names(traces, question) == answer, question
        writer._replacing = Replacing(columnar)  # of the next server
        clock.advance(seconds=1)
        await traces.append(1, [replace(third, name="renamed too")])
        assert (await columnar.query(COUNT)).to_pylist() == [{"rows": 3, "spans": 3}]
        assert await names(traces) == ["renamed", "renamed too", "span 2"]


async def test_places_are_forgotten_after_a_while(tmp_path: Path, clock: FakeClock) -> None:
    async with opened_traces(tmp_path, LiveBus(), clock) as traces:
        await traces.append(1, [span(1)])
        clock.advance(seconds=1)
        await traces.append(1, [replace(span(1), name="renamed")])
        assert (await traces._columnar.query(PLACES)).num_rows == 1
        await traces._columnar.execute(
            "ALTER TABLE replaced_places UPDATE at = now() - 61 WHERE 1 SETTINGS mutations_sync = 1"
        )
        await traces._columnar.execute(FORGET, {"seconds": 60})
        assert (await traces._columnar.query(PLACES)).num_rows == 0
