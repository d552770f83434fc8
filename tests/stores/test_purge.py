"""Deleting frees space: what deleted runs logged is removed for good, and nothing that another run still reads."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from runlake.ingest import RowLines
from runlake.model import Principal, Project, Run
from runlake.products.annotations import NewItem
from runlake.products.annotations import tables as queue_tables
from runlake.products.feedback import FeedbackItem
from runlake.products.feedback import tables as feedback_tables
from runlake.products.files import FileQuery
from runlake.products.metrics import SeriesQuery
from runlake.products.objects import NewSource, NewVersion, SourceKey
from runlake.products.objects import tables as object_tables
from runlake.products.prices import Price
from runlake.products.prices import tables as price_tables
from runlake.products.runs import RunUpsert
from runlake.products.sweeps import Sweep, SweepChange
from runlake.products.traces import RawSpan
from runlake.products.traces import tables as trace_tables
from runlake.protocols.wandb.file_stream.rows import decode_rows
from runlake.server.platform import Platform
from runlake.settings import LimitSettings, Settings
from tests.stores.conftest import FakeClock

TABLES = ("points", "system_points", "rich_values", "series", "console_lines", "run_fields")
COUNT_OF_PROJECT = """
SELECT count() AS n FROM {table} WHERE project_id = {{project:UInt32}} SETTINGS apply_deleted_mask = 0
"""
"""With the rows that others replaced, which are hidden until the engine merges their parts."""

KEY = "purge0test0admin0key0".ljust(40, "0")


@pytest.fixture
async def platform(tmp_path: Path, metadata_url: str, clock: FakeClock) -> AsyncIterator[Platform]:
    settings = Settings(data_dir=tmp_path / "data", metadata_url=metadata_url, admin_api_key=SecretStr(KEY))
    opened = await Platform.open(settings, clock)
    yield opened
    await opened.close()


async def owner(platform: Platform) -> Principal:
    found = await platform.identity.authenticate_key(KEY)
    assert found is not None
    return found


async def project_of(platform: Platform, name: str = "p") -> Project:
    return await platform.projects.get_or_create(await owner(platform), "admin", name)


async def logged(platform: Platform, project: Project, run_id: str, config: str = "{}") -> Run:
    """A run with ten rows, a media value, a console line and a file."""
    run, _ = await platform.runs.upsert(await owner(platform), project, RunUpsert(run_id=run_id, config_json=config))
    rows = [f'{{"loss": {step}, "image": {{"_type": "image-file"}}, "_step": {step}}}' for step in range(10)]
    decode = partial(decode_rows, received_ms=0, limits=LimitSettings())
    async with platform.streams.writing(run) as stream:
        await stream.append_rows(RowLines("history", 0, rows, decode))
    await platform.files.receive(run, "model.bin", one_chunk())
    return run


async def swept(platform: Platform, project: Project) -> Sweep:
    """A sweep with an agent."""
    config = "{method: random, parameters: {lr: {min: 0.0, max: 1.0}}}"
    sweep = await platform.sweeps.create(await owner(platform), project, SweepChange(config_yaml=config))
    await platform.sweeps.create_agent(await owner(platform), project, sweep, "host")
    return sweep


async def one_chunk() -> AsyncIterator[bytes]:
    yield b"weights"


async def rows_of(platform: Platform, run: Run) -> dict[str, int]:
    """Table → rows of the run, tables without any left out."""
    found = {}
    for table in TABLES:
        answer = await platform.columnar.query(
            f"SELECT count() AS n FROM {table} WHERE run_number = {{run:UInt32}}",
            {"run": run.run_number},
        )
        found[table] = answer.to_pylist()[0]["n"]
    return {table: count for table, count in found.items() if count}


async def test_a_deleted_run_is_purged_after_a_while_and_nothing_else_is(platform: Platform, clock: FakeClock) -> None:
    project = await project_of(platform)
    gone, kept = await logged(platform, project, "gone"), await logged(platform, project, "kept")
    before = await rows_of(platform, kept)
    assert {"points", "rich_values", "series", "run_fields"} <= before.keys()
    await platform.runs.delete(await owner(platform), gone)
    clock.advance(days=6)
    assert await platform.purge().round() == 0
    assert (await rows_of(platform, gone))["points"] > 0
    clock.advance(days=2)
    assert await platform.purge().round() == 1
    assert await rows_of(platform, gone) == {}
    assert await rows_of(platform, kept) == before
    assert len((await platform.files.list(gone.run_number, FileQuery())).files) == 0
    assert len((await platform.files.list(kept.run_number, FileQuery())).files) == 1
    assert await platform.purge().round() == 0


async def test_a_parent_stays_as_long_as_a_fork_reads_it(platform: Platform, clock: FakeClock) -> None:
    project = await project_of(platform)
    parent = await logged(platform, project, "parent")
    branch_point = '{"_wandb": {"value": {"branch_point": {"run_id": "parent", "step": 4}}}}'
    fork, _ = await platform.runs.upsert(
        await owner(platform), project, RunUpsert(run_id="fork", config_json=branch_point)
    )
    await platform.runs.delete(await owner(platform), parent)
    clock.advance(days=8)
    assert await platform.purge().round() == 0
    series = (await platform.metrics.sample(SeriesQuery(project.project_id, [fork], ["loss"]))).series
    assert series[0].mean.tolist() == [0, 1, 2, 3, 4]
    await platform.runs.delete(await owner(platform), fork)
    clock.advance(days=8)
    assert await platform.purge().round() == 2
    assert await rows_of(platform, parent) == {}


async def test_runs_of_a_deleted_project_are_purged(platform: Platform, clock: FakeClock) -> None:
    doomed = await project_of(platform, "doomed")
    run = await logged(platform, doomed, "r")
    sweep = await swept(platform, doomed)
    other = await swept(platform, await project_of(platform, "other"))
    await platform.projects.delete(await owner(platform), doomed)
    assert await platform.purge().round() == 0
    assert await platform.sweeps.find_by_number(sweep.sweep_number) is not None
    clock.advance(days=8)
    assert await platform.purge().round() == 1
    assert await rows_of(platform, run) == {}
    assert await platform.sweeps.find_by_number(sweep.sweep_number) is None
    assert await platform.sweeps.find_by_number(other.sweep_number) is not None


async def traced(platform: Platform, project: Project) -> None:
    """A finished and an open span, an edit, an object, rows and their source, a file, a judgement, a queue, a price."""
    at, number = platform.clock(), project.project_id
    ids = {"trace_id": "7" * 32, "parent_id": "", "name": "call", "start_ns": 1, "attributes": {"long": "x" * 10_000}}
    for end_ns in (2, 3):  # the second takes the place of the first
        await platform.traces.append(number, [RawSpan(span_id="a" * 16, end_ns=end_ns, **ids)])
    await platform.traces.record(number, [RawSpan(span_id="b" * 16, end_ns=0, **ids)], [])
    await platform.traces.rename(number, "a" * 16, "other")
    await platform.objects.publish(number, NewVersion("object", "prompt", {"text": "x" * 100_000}), created_by="ann")
    await platform.row_tables.create(number, [{"n": 1}, {"n": 2}])
    source = NewSource("row", SourceKey("call", "a" * 16, "7" * 32), "call", at)
    await platform.row_sources.link(number, "rows", [source], "ann")
    queue = await platform.queues.create(number, "judge", "", [], "ann")
    await platform.queues.add(number, queue.queue_id, [NewItem("a" * 16, "7" * 32, "call", at, at)], [], "ann")
    (item,) = await platform.queues.items(number, queue.queue_id)
    await platform.queues.step(number, queue.queue_id, item.item_id, "ann", "in_progress")
    await platform.object_files.put(number, b"source")
    await platform.feedback.add([FeedbackItem("f", number, "ref", "note", at, "ann", {}, {})])
    costs = dict.fromkeys(("prompt_cost", "completion_cost", "cache_read_cost", "cache_write_cost"), 0.1)
    names = {"model": "m", "provider": "p", "created_by": "ann", "prompt_unit": "USD", "completion_unit": "USD"}
    await platform.prices.add(number, [Price("p", number, effective_at=at, created_at=at, **costs, **names)])


async def kept_of_traces(platform: Platform, project: Project) -> dict[str, int]:
    """Table or folder → what the project has there, those without any left out."""
    found = {}
    for table in ("spans", "span_payloads", "span_contents", "trace_hours", "replaced_places"):
        answer = await platform.columnar.query(COUNT_OF_PROJECT.format(table=table), {"project": project.project_id})
        found[table] = answer.to_pylist()[0]["n"]
    for module in (trace_tables, object_tables, feedback_tables, queue_tables, price_tables):
        for each in module.metadata.sorted_tables:
            counted = sa.select(sa.func.count()).select_from(each).where(each.c.project_id == project.project_id)
            found[each.name] = await platform.metadata.read(lambda connection, it=counted: connection.scalar(it) or 0)
    found["blobs"] = len([blob async for blob in platform.blobs.list(f"objects/{project.project_id}")])
    return {name: count for name, count in found.items() if count}


async def test_what_a_deleted_project_traced_is_purged(platform: Platform, clock: FakeClock) -> None:
    doomed, other = await project_of(platform, "doomed"), await project_of(platform, "other")
    await traced(platform, doomed)
    await traced(platform, other)
    before = await kept_of_traces(platform, other)
    assert len(before) == 13 + 1 + 1 + 3
    await platform.projects.delete(await owner(platform), doomed)
    clock.advance(days=6)
    await platform.purge().round()
    assert await kept_of_traces(platform, doomed) == before
    clock.advance(days=2)
    for _ in range(2):  # it may be repeated
        await platform.purge().round()
        assert await kept_of_traces(platform, doomed) == {}
    assert await kept_of_traces(platform, other) == before


async def test_a_start_after_a_purge_mirrors_nothing_again(platform: Platform, clock: FakeClock) -> None:
    run = await logged(platform, await project_of(platform), "gone")
    await platform.runs.delete(await owner(platform), run)
    clock.advance(days=8)
    await platform.purge().round()
    assert await platform.runs.catch_up() == 0
    assert await rows_of(platform, run) == {}
