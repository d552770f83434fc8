"""`POST …/runs/{run}/append`: what our own client logs. A 2xx answer means durable and visible.

429 and 5xx are retried by the client; other errors mean that the request can never succeed as it is.
"""

import asyncio
import functools
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from typing_extensions import TypedDict

from runlake.errors import NotFound
from runlake.ingest import RunStream, RunStreams
from runlake.model import Principal, Project, Run, RunState
from runlake.model.clock import Clock
from runlake.products.files import Files
from runlake.products.metrics import Metrics
from runlake.products.projects import Projects
from runlake.products.runs import (
    RunProgress,
    Runs,
    RunUpsert,
    definitions_in,
    parse_document,
    summarised,
    summary_of,
)
from runlake.protocols.body import read_body
from runlake.protocols.branch_summaries import with_branch_summary
from runlake.protocols.native.appending.append_arrow import parse_arrow
from runlake.protocols.native.appending.append_batch import Batch, dump, moment_of, parse_batch, upsert_of
from runlake.protocols.native.appending.append_branches import BranchChecks
from runlake.protocols.native.appending.span_append import SpanStoring
from runlake.protocols.native.deps import Caller
from runlake.protocols.native.points.arrow_stream import ARROW
from runlake.protocols.native.runs.run_environments import is_superseded, started_at_of
from runlake.settings import LimitSettings
from runlake.wire import OWN_ENTITY, EndRecord, RunRecord

_INLINE_BYTES = 16 * 1024


class Appended(TypedDict):
    """Where the run is now; `stop_requested` asks the client to end it."""

    entity: str
    project: str
    run_id: str
    display_name: str
    stop_requested: bool


@dataclass(frozen=True, slots=True)
class Appending:
    """The products that a request of a client touches."""

    projects: Projects
    runs: Runs
    files: Files
    metrics: Metrics
    streams: RunStreams
    spans: SpanStoring
    limits: LimitSettings
    clock: Clock


def append_routes(appending: Appending) -> APIRouter:
    """The route that clients log to."""
    router = APIRouter(tags=["runs"])

    @router.post("/projects/{entity}/{project}/runs/{run}/append")
    async def append(
        request: Request,
        caller: Caller,
        entity: str,
        project: str,
        run: str,
        writer: Annotated[str, Query(min_length=1, max_length=200)] = "api",
        left: Annotated[Literal["0", "1"], Query(description="1: the writer has ended")] = "0",
        source: Annotated[
            Literal["history", "system"], Query(description="of an Arrow stream: what it is about")
        ] = "history",
        first_line: Annotated[int | None, Query(ge=0, lt=2**32, description="of an Arrow stream without lines")] = None,
    ) -> Appended:
        """Add what a writer has logged to a run: frames, or an Arrow stream of points; zstd-compressed.

        The run is made when frames describe it, and by every Arrow stream.
        """
        body = await read_body(request, appending.limits.body_bytes)
        if request.headers.get("content-type", "") == ARROW:
            parse = functools.partial(parse_arrow, body, appending.limits, source=source, first_line=first_line)
        else:
            parse = functools.partial(parse_batch, body, appending.limits)
        batch = parse() if len(body) < _INLINE_BYTES else await asyncio.to_thread(parse)
        entity = (caller.default_entity or caller.username) if entity == OWN_ENTITY else entity
        found = await _project_of(appending, caller, (entity, project), batch)
        batch.is_left = left == "1"
        begun = await _run_of(appending, caller, found, run, writer, batch)
        await appending.spans.store(caller, found, batch.spans, begun.run_id)
        stored = await _store(appending, caller, found, begun, writer, batch)
        return {
            "entity": found.entity_name,
            "project": found.name,
            "run_id": stored.run_id,
            "display_name": stored.display_name,
            "stop_requested": stored.stop_requested and batch.end is None,
        }

    return router


async def _project_of(appending: Appending, caller: Principal, path: tuple[str, str], batch: Batch) -> Project:
    """The project; made when it is missing and the request may begin a run."""
    if batch.run is not None:
        return await appending.projects.get_or_create(caller, *path)
    found = await appending.projects.get(*path)
    found.require_write(caller)
    return found


async def _run_of(
    appending: Appending, caller: Principal, project: Project, run_id: str, writer: str, batch: Batch
) -> Run:
    if batch.run is None:
        return await appending.runs.get(project.project_id, run_id)
    wanted = upsert_of(batch.run, run_id, writer)
    known = await appending.runs.find(project.project_id, run_id)
    await BranchChecks(appending.runs, appending.metrics).check(project, run_id, known, writer, batch.run)
    if known is None:
        await _require_not_deleted(appending, project, run_id, batch.run)
    elif is_superseded(known, writer, batch.run.environment):
        wanted = _laid_under(wanted, known)
    elif batch.is_left:
        wanted = replace(wanted, joins=True)
    run, is_new = await appending.runs.upsert(caller, project, wanted)
    if is_new:
        appending.streams.begin(run)
    return await with_branch_summary(appending.runs, appending.metrics, run)


async def _require_not_deleted(appending: Appending, project: Project, run_id: str, begun: RunRecord) -> None:
    """Somebody deleted the run after this process had begun: what comes late of it does not make it again. Raises NotFound."""
    deleted_at = await appending.runs.deleted_at(project.project_id, run_id)
    if deleted_at is None:
        return
    started_at = started_at_of(begun.environment or {})
    if started_at is None or started_at <= deleted_at:
        raise NotFound(f"run {run_id[:200]!r} was deleted: start it anew to have it again")


def _laid_under(wanted: RunUpsert, known: Run) -> RunUpsert:
    """What a process says that another has followed: only what the run does not know yet."""
    config = parse_document(wanted.config_json or "{}")
    later = parse_document(known.config_json)
    own = {key: value for key, value in config.items() if key not in later or key == "_wandb"}
    return RunUpsert(run_id=wanted.run_id, config_json=dump(own), shared=True, joins=True)


async def _store(appending: Appending, caller: Principal, project: Project, run: Run, writer: str, batch: Batch) -> Run:
    end = _end_of_run(run, writer, batch)
    if is_superseded(run, writer):
        later = parse_document(run.summary_json)
        batch.summary = {name: value for name, value in batch.summary.items() if name not in later}
    for name, content in batch.files:  # first: who sees a row finds its picture
        await appending.files.receive(run, name, _whole(content))
    async with appending.streams.writing_beside(run, writer) as stream:
        await _append(stream, batch)
        await _summarise(appending, run, batch)
        run = await appending.runs.progress(run.run_number, _progress(run, batch, end, appending.clock()))
    if end is not None and end.crashed and run.state.is_live:
        crashed = RunUpsert(run_id=run.run_id, state=RunState.CRASHED)
        run, _ = await appending.runs.upsert(caller, project, crashed)
    return run


async def _summarise(appending: Appending, run: Run, batch: Batch) -> None:
    """Put what the run wants to be shown for its metrics in place of their last values: of all points, also of other writers."""
    wanted = summarised(definitions_in(run.config_json), batch.summary)
    if not wanted:
        return
    ends = any({"first", "last"}.intersection(each.summary) for each in wanted.values())
    statistics = await appending.metrics.statistics(run, list(wanted), ends=ends)
    for metric, each in wanted.items():
        shown = summary_of(each, statistics[metric]) if metric in statistics else {}
        if shown is None:
            del batch.summary[metric]
        elif shown:
            batch.summary[metric] = shown


async def _whole(content: memoryview) -> AsyncIterator[bytes]:
    yield bytes(content)


async def _append(stream: RunStream, batch: Batch) -> None:
    await asyncio.gather(*(stream.append_block(source, block) for source, block in batch.blocks.items()))
    if batch.console:
        await stream.append_console(batch.console)


def _end_of_run(run: Run, writer: str, batch: Batch) -> EndRecord | None:
    """The writer's end when it is the run's: not a further rank's, nor that of a process which another has followed."""
    if batch.end is None or batch.end.shared or is_superseded(run, writer):
        return None
    return batch.end


def _progress(run: Run, batch: Batch, end: EndRecord | None, now: datetime) -> RunProgress:
    """Writers have streams of their own, so rows never begin a new attempt of the run's."""
    ends_run = end is not None and not end.crashed
    ended_at = moment_of(end.ended_us) if end is not None and end.ended_us is not None else now
    return RunProgress(
        received_at=ended_at if run.created_at <= ended_at <= now else now,  # else a clock has jumped
        shared=not ends_run,
        is_left=batch.is_left,
        summary_json=dump(batch.summary) if batch.summary else None,
        adds_summary=True,
        complete=ends_run,
        exit_code=end.exit_code if end is not None and ends_run else None,
    )
