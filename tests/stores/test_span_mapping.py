"""Projects' own mapping tables: versions, what they miss, and stored spans understood anew."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.live import LiveBus
from runlake.products.traces import Remapping, SpansQuery, Traces
from runlake.query import Compare
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import opened_traces, span

OWN = (
    '[fields]\nmodel = ["acme.model"]\ninput = ["acme.question"]\n\n[[kind]]\nattribute = "acme.type"\nllm = ["ask"]\n'
)
ACME = {
    "acme.model": "acme-1",
    "acme.question": "why? " * 100,
    "acme.type": "ask",
    "acme.parts.0.a": 1,
    "acme.parts.1.a": 2,
}


@pytest.fixture
async def traces(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Traces]:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        yield made


async def rows(traces: Traces, **query: Any) -> list[dict[str, Any]]:
    return (await traces.lists.search(1, SpansQuery(roots_only=False, **query))).spans[::-1]


async def done(traces: Traces) -> Remapping:
    """Let the background task work until the job of project 1 has ended."""
    task = asyncio.create_task(traces.mappings.tasks()[0])
    try:
        async with asyncio.timeout(30):
            while (job := await traces.mappings.job(1)) is None or job.finished_at is None:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            return job
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_a_table_of_the_project_goes_before_the_default(traces: Traces) -> None:
    await traces.append(1, [span(1, attributes=ACME)])
    await traces.mappings.versions.put(1, OWN, after=0, by="ada")
    await traces.append(1, [span(2, at_s=1, attributes={**ACME, "gen_ai.request.model": "other"})])
    await traces.append(2, [span(3, attributes=ACME)])
    before, after = await rows(traces)
    assert (before["model"], before["kind"]) == ("", "unknown")
    assert (after["model"], after["kind"]) == ("acme-1", "llm")
    assert (await traces.lists.search(2, SpansQuery())).spans[0]["model"] == ""


async def test_stored_spans_are_understood_anew(traces: Traces) -> None:
    await traces.append(1, [span(n, at_s=n, attributes=ACME) for n in range(1, 4)])
    await traces.append(1, [span(4, at_s=4, attributes={"gen_ai.request.model": "other"})])
    await traces.append(2, [span(5, attributes=ACME)])
    raw = (await traces.payload(1, f"{1:032x}", f"{1:016x}"))["raw"]
    await traces.mappings.versions.put(1, OWN, after=0, by="ada")
    asked = await traces.mappings.reapply(1, "ada")
    assert (asked.version, asked.spans_total, asked.finished_at) == (1, 4, None)
    job = await done(traces)
    assert (job.spans_read, job.spans_changed, job.problem) == (4, 3, "")
    assert [(row["model"], row["kind"]) for row in await rows(traces)] == [("acme-1", "llm")] * 3 + [
        ("other", "unknown")
    ]
    found = await traces.payload(1, f"{1:032x}", f"{1:016x}")
    assert found["input"] == ACME["acme.question"]
    assert found["raw"] == raw
    assert (await traces.lists.search(2, SpansQuery())).spans[0]["model"] == ""
    await traces.append(1, [span(1, at_s=1, attributes=ACME)])  # a retry of what is stored changes nothing
    assert len(await rows(traces)) == 4
    await traces.mappings.reapply(1, "ada")
    assert (await done(traces)).spans_changed == 0


async def test_a_job_goes_on_where_it_was_and_a_newer_one_takes_its_place(traces: Traces) -> None:
    await traces.append(1, [span(n, at_s=n, attributes=ACME) for n in range(1, 4)])
    await traces.mappings.versions.put(1, OWN, after=0, by="ada")
    first = await traces.mappings.reapply(1, "ada")
    jobs, remapper = traces.mappings._jobs, traces.mappings._remapper
    assert await jobs.advance(first, (await rows(traces))[2]["start_ns"], 2, 2)
    (resumed,) = await jobs.unfinished()
    await remapper.run(resumed)
    assert [row["model"] for row in await rows(traces)] == ["", "", "acme-1"]
    second = await traces.mappings.reapply(1, "ada")
    assert not await jobs.advance(first, 0, 1, 1)
    await remapper.run(second)
    assert [row["model"] for row in await rows(traces)] == ["acme-1"] * 3


async def test_a_row_that_a_dying_server_left_twice_is_there_once_afterwards(traces: Traces) -> None:
    await traces.append(1, [span(1, attributes=ACME)])
    await traces.mappings.versions.put(1, OWN, after=0, by="ada")
    job = await traces.mappings.reapply(1, "ada")
    replacing = traces._writer._replacing
    deleting = replacing.delete

    async def dies(*_: object) -> None:
        raise RuntimeError("killed")

    replacing.delete = dies  # type: ignore[assignment, method-assign]
    with suppress(Exception):
        await traces.mappings._remapper.run(job)
    assert len(await rows(traces)) == 2
    replacing.delete = deleting  # type: ignore[method-assign]
    await traces.mappings._remapper.run(job)
    assert [row["model"] for row in await rows(traces)] == ["acme-1"]


async def test_a_span_that_came_anew_meanwhile_is_left_alone(traces: Traces, clock: FakeClock) -> None:
    await traces.append(1, [span(1, attributes=ACME)])
    await traces.mappings.versions.put(1, OWN, after=0, by="ada")
    job = await traces.mappings.reapply(1, "ada")
    writer = traces._writer
    writing = writer.write

    async def late(renewed: Any) -> None:
        writer.write = writing  # type: ignore[method-assign]
        clock.advance(seconds=1)
        await traces.append(1, [span(1, attributes={**ACME, "acme.model": "acme-2"})])
        await writing(renewed)

    writer.write = late  # type: ignore[method-assign]
    await traces.mappings._remapper.run(job)
    assert [row["model"] for row in await rows(traces)] == ["acme-2"]


async def test_a_preview_shows_what_would_change(traces: Traces) -> None:
    await traces.append(1, [span(1, attributes=ACME), span(2, at_s=1, attributes={})])
    found = await traces.mappings.preview(1, OWN)
    assert found.spans == 2
    (changed,) = found.changed
    assert changed.changes["model"] == ("", "acme-1")
    assert changed.changes["kind"] == ("unknown", "llm")
    assert (await rows(traces))[0]["model"] == ""
    with pytest.raises(InvalidInput, match="line 1"):
        await traces.mappings.preview(1, "fields = 3")
    assert (await traces.mappings.preview(3, OWN)).spans == 0


async def test_unmapped_attributes_are_listed_with_an_example(traces: Traces) -> None:
    long = {**ACME, "acme.story": "once upon a time " * 1000}
    await traces.append(
        1, [span(1, attributes=long), span(2, at_s=1, attributes={"acme.model": "acme-2", "llm.model_name": "x"})]
    )
    found = {key.key: key for key in await traces.mappings.unmapped(1)}
    assert found.keys() == {"acme.model", "acme.question", "acme.type", "acme.parts.*", "acme.story"}
    assert (found["acme.model"].spans, found["acme.model"].example) == (2, '"acme-2"')
    assert found["acme.story"].example.startswith('"once upon')
    await traces.mappings.versions.put(1, OWN, after=0, by="ada")
    assert {key.key for key in await traces.mappings.unmapped(1)} == {"acme.parts.*", "acme.story"}


async def test_spans_are_found_by_the_run_they_name(traces: Traces) -> None:
    links = {"runlake.run": "lab/demo/r1", "runlake.step": 7, "runlake.artifact": "wandb-artifact:///lab/demo/set:v1"}
    await traces.append(1, [span(1, attributes=links), span(2, at_s=1, resource={"wandb.run_id": "r1"})])
    both = await rows(traces, filter=Compare("run", "eq", "r1"))
    assert [(row["run"], row["run_project"], row["run_step"]) for row in both] == [
        ("r1", "lab/demo", 7),
        ("r1", "", -1),
    ]
    assert both[0]["refs"] == ["wandb-artifact:///lab/demo/set:v1"]
