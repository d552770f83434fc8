"""`POST /files/{entity}/{project}/{run}/file_stream`.

Source: the wandb client 0.28.2, `core/internal/filestream`. A 2xx answer means durable. 429 and 5xx are retried by the
client for days; most 4xx end its streaming for good, so they are only for requests that can never succeed.
"""

import asyncio
import functools
import json
import time
from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import MalformedBody, NotFound
from runlake.ingest import RowLines, RunStream, RunStreams
from runlake.model import Principal, Run
from runlake.model.clock import Clock
from runlake.products.identity import Identity
from runlake.products.projects import Projects
from runlake.products.runs import RunProgress, Runs
from runlake.protocols.body import read_body
from runlake.protocols.wandb.credentials import principal_of
from runlake.protocols.wandb.file_stream import console, derived, wire
from runlake.protocols.wandb.file_stream.rows import decode_rows
from runlake.settings import LimitSettings

_INLINE_BYTES = 32 * 1024


class FileStreamAdapter:
    """Takes posts of running clients."""

    def __init__(
        self,
        identity: Identity,
        projects: Projects,
        runs: Runs,
        streams: RunStreams,
        limits: LimitSettings,
        clock: Clock,
    ) -> None:
        self._identity = identity
        self._projects = projects
        self._runs = runs
        self._streams = streams
        self._limits = limits
        self._clock = clock

    def routes(self) -> list[Route]:
        return [Route("/files/{entity}/{project}/{run}/file_stream", self.post, methods=["POST"])]

    async def post(self, request: Request) -> Response:
        """Take one post; answers once all of it is durable and visible."""
        principal = await principal_of(request, self._identity)
        run = await self._run_of(request, principal)
        body = await read_body(request, self._limits.body_bytes)
        post = wire.parse_post(body) if len(body) < _INLINE_BYTES else await asyncio.to_thread(wire.parse_post, body)
        derives = request.headers.get(derived.HEADER, "").lower() == "true"
        run = await self._store(run, post, request.headers.get("x-wandb-async-client-id", ""), derives=derives)
        answer = wire.encode_answer(stopped=run.stop_requested and not post.complete, exit_code=post.exitcode)
        return Response(answer, media_type="application/json")

    async def _run_of(self, request: Request, principal: Principal) -> Run:
        entity, name, run_id = (request.path_params[part] for part in ("entity", "project", "run"))
        project = await self._projects.find(entity, name)
        if project is None:
            raise NotFound(f"project {entity}/{name} not found, or you may not see it")
        project.require_write(principal)
        return await self._runs.get(project.project_id, run_id)

    async def _store(self, run: Run, post: wire.FileStreamPost, writer: str, *, derives: bool) -> Run:
        rows = [part for part in (self._rows(post, "history"), self._rows(post, "system")) if part]
        async with self._streams.writing(run, writer) as stream:
            fresh = [part for part in rows if await stream.has_new(part)]
            if fresh and not run.state.is_live:
                run = await self._runs.progress(run.run_number, self._progress(None, writer, has_new_lines=True))
                stream = self._streams.reopened(stream, run)
            await asyncio.gather(*(stream.append_rows(part) for part in fresh))
            await _append_console(stream, post)  # last: the rows tell whether all of this was sent before
            progress = self._progress(post, writer, has_new_lines=False)
            if derives:
                progress = await asyncio.to_thread(_with_derived, progress, post)
            return await self._runs.progress(run.run_number, progress)

    def _rows(self, post: wire.FileStreamPost, source: str) -> RowLines | None:
        chunk = post.chunk(wire.HISTORY_FILE if source == "history" else wire.EVENTS_FILE)
        if chunk is None:
            return None
        decode = functools.partial(decode_rows, received_ms=time.time_ns() // 1_000_000, limits=self._limits)
        return RowLines(source, chunk.offset, chunk.content, decode)

    def _progress(self, post: wire.FileStreamPost | None, writer: str, *, has_new_lines: bool) -> RunProgress:
        if post is None:
            return RunProgress(received_at=self._clock(), has_new_lines=has_new_lines, shared=bool(writer))
        summary = post.chunk(wire.SUMMARY_FILE)
        return RunProgress(
            received_at=self._clock(),
            has_new_lines=has_new_lines,
            shared=bool(writer),
            summary_json=_checked_object(summary.content) if summary else None,
            adds_summary=bool(writer),
            complete=bool(post.complete),
            exit_code=post.exitcode,
            preempting=bool(post.preempting),
        )


async def _append_console(stream: RunStream, post: wire.FileStreamPost) -> None:
    chunk = post.chunk(wire.CONSOLE_FILE)
    if chunk is not None:
        await stream.append_console(console.parse_lines(chunk.offset, chunk.content))


def _with_derived(progress: RunProgress, post: wire.FileStreamPost) -> RunProgress:
    """What the post's rows make of the summary, and over it what the user put there by hand."""
    rows = post.chunk(wire.HISTORY_FILE)
    if rows is None:
        return replace(progress, adds_summary=True)
    sent = json.loads(progress.summary_json or "{}")
    summary_json = json.dumps({**derived.derived_summary(rows.content), **sent})
    return replace(progress, summary_json=summary_json, adds_summary=True)


def _checked_object(content: Sequence[str]) -> str:
    """The summary, verbatim, after a check that it is an object."""
    try:
        summary = json.loads(content[-1])
    except (ValueError, RecursionError) as error:
        raise MalformedBody(f"{wire.SUMMARY_FILE} is not JSON: {error}") from error
    if not isinstance(summary, dict):
        raise MalformedBody(f"{wire.SUMMARY_FILE} is not a JSON object")
    return content[-1]
