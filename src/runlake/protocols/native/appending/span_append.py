"""`POST …/spans/append`: what our own client traces without a run. And how its spans are stored, with a run or without."""

import asyncio
import functools
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from typing_extensions import TypedDict

from runlake.errors import MalformedBody
from runlake.model import Principal, Project
from runlake.products.feedback import Feedback, score_by_code, span_target
from runlake.products.projects import Projects
from runlake.products.traces import Traces
from runlake.protocols.body import read_body
from runlake.protocols.native.appending.append_batch import parse_batch
from runlake.protocols.native.appending.append_spans import SpanBatch, moment_of_score
from runlake.protocols.native.deps import Caller
from runlake.settings import LimitSettings
from runlake.wire import OWN_ENTITY


class SpansAnswer(TypedDict):
    """Where the spans are now."""

    entity: str
    project: str


@dataclass(frozen=True, slots=True)
class SpanStoring:
    """The products that keep spans and what is said of them."""

    traces: Traces
    feedback: Feedback

    async def store(self, caller: Principal, project: Project, batch: SpanBatch, run_id: str = "") -> None:
        """Store a request's spans and scores; durable and visible on return. May be repeated."""
        user = caller.username
        if whole := batch.whole(user, run_id):
            await self.traces.put(project.project_id, whole)
        begun, ends = batch.open(user, run_id), batch.ends()
        if begun or ends:
            await self.traces.record(project.project_id, begun, ends)
        await self._say(project, batch, user)

    async def _say(self, project: Project, batch: SpanBatch, user: str) -> None:
        items = [
            score_by_code(
                score.score_id,
                project.project_id,
                span_target(project.entity_name, project.name, score.span_id),
                (score.name, score.value),
                user,
                moment_of_score(score),
            )
            for score in batch.scores
        ]
        if items:
            await self.feedback.add(items)


def span_append_routes(projects: Projects, storing: SpanStoring, limits: LimitSettings) -> APIRouter:
    """The route that clients without a run trace to."""
    router = APIRouter(tags=["traces"])

    @router.post("/projects/{entity}/{project}/spans/append")
    async def append_spans(
        request: Request,
        caller: Caller,
        entity: str,
        project: str,
        writer: Annotated[str, Query(max_length=200)] = "",
    ) -> SpansAnswer:
        """Add spans and scores to a project, which is made when it is missing; frames, zstd-compressed."""
        body = await read_body(request, limits.body_bytes)
        batch = await asyncio.to_thread(functools.partial(parse_batch, body, limits))
        if batch.run is not None or batch.blocks or batch.files:
            raise MalformedBody("only spans and scores can be sent without a run")
        entity = (caller.default_entity or caller.username) if entity == OWN_ENTITY else entity
        found = await _project_of(projects, caller, (entity, project), batch.spans)
        await storing.store(caller, found, batch.spans)
        return {"entity": found.entity_name, "project": found.name}

    return router


async def _project_of(projects: Projects, caller: Principal, path: tuple[str, str], spans: SpanBatch) -> Project:
    """The project; a sign of life makes none."""
    if spans:
        return await projects.get_or_create(caller, *path)
    found = await projects.get(*path)
    found.require_write(caller)
    return found
