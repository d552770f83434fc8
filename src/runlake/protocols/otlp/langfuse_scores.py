"""Scores of Langfuse's clients: what was said of a span, or of the first span of a trace.

They belong to the project that the request's header names, else to the caller's project `traces`: unlike spans they come
without a resource. Clients send a score before the trace that it is about, and say once that they did: those of a trace
that is not there yet are waited for, and then asked for again.
Source: langfuse 5, `ScoreConsumer` and `api/scores` (a list; 202, or 207 with what was refused); langfuse 3,
`api/ingestion` (events, of which only `score-create` is sent beside spans).
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded, MalformedBody, NotFound, RunlakeError
from runlake.model import Project
from runlake.model.clock import Clock
from runlake.model.json_shape import MOST_OF_BODY, check_json_size
from runlake.products.feedback import Feedback, FeedbackItem, score_by_code, span_target
from runlake.products.traces import Traces
from runlake.protocols.body import read_body
from runlake.protocols.otlp.exports import Exports
from runlake.protocols.otlp.projects import DEFAULT_PROJECT, path_in_headers

_MOST_BYTES = 4 * 1024 * 1024
_MOST_SCORES = 1000
_WAIT_S, _POLL_S = 3.0, 0.25
_LONGEST_ID, _LONGEST_COMMENT = 256, 10_000
_BOOLEAN = "BOOLEAN"
T = TypeVar("T")


class Score(msgspec.Struct, rename="camel"):
    """One score; of `value` a number of type BOOLEAN is true or false."""

    name: str
    value: float | str
    id: str | None = None
    trace_id: str | None = None
    observation_id: str | None = None
    data_type: str | None = None
    comment: str | None = None


class Event(msgspec.Struct):
    """One of `/api/public/ingestion`."""

    id: str
    type: str
    body: Any = None


class Events(msgspec.Struct):
    """`/api/public/ingestion`."""

    batch: list[Event]


class LangfuseScoresAdapter:
    """Takes the scores of Langfuse's clients."""

    def __init__(self, exports: Exports, traces: Traces, feedback: Feedback, clock: Clock) -> None:
        self._exports = exports
        self._traces = traces
        self._feedback = feedback
        self._clock = clock

    def routes(self) -> list[Route]:
        return [
            Route("/api/public/scores", self.take, methods=["POST"]),
            Route("/api/public/ingestion", self.ingest, methods=["POST"]),
        ]

    async def take(self, request: Request) -> Response:
        """A list of scores, or one."""
        target, body = await self._asked(request)
        listed = body if isinstance(body, list) else [body]
        errors = [error for error in await self._store(target, listed) if error is not None]
        if any(isinstance(error, _NotYet) for error in errors):
            return JSONResponse({"message": "; ".join(map(str, errors))}, 503, {"Retry-After": "5"})
        if not errors:
            return JSONResponse({"message": "Accepted"}, 202)
        refused = [{"message": str(error)} for error in errors]
        return JSONResponse({"accepted": len(listed) - len(errors), "rejected": len(errors), "errors": refused}, 207)

    async def ingest(self, request: Request) -> Response:
        """Events of older clients, of which scores are taken."""
        target, body = await self._asked(request)
        events = _converted(body, Events).batch
        scores = [event for event in events if event.type == "score-create"]
        errors = await self._store(target, [event.body for event in scores])
        failed = {event.id: error for event, error in zip(scores, errors, strict=True) if error is not None}
        failed |= {event.id: _NOT_AN_EVENT for event in events if event.type != "score-create"}
        return JSONResponse(
            {
                "successes": [{"id": event.id, "status": 201} for event in events if event.id not in failed],
                "errors": [
                    {"id": event_id, "status": 503 if isinstance(error, _NotYet) else 400, "message": str(error)}
                    for event_id, error in failed.items()
                ],
            },
            207,
        )

    async def _asked(self, request: Request) -> tuple["_Target", Any]:
        principal = await self._exports.principal(request.headers)
        content = await read_body(request, _MOST_BYTES)
        check_json_size([content], MOST_OF_BODY)
        try:
            body = msgspec.json.decode(content)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise MalformedBody(f"the body is not JSON that can be read: {error}") from error
        path = path_in_headers(request.headers) or (None, DEFAULT_PROJECT)
        project = await self._exports.project(principal, path)
        return _Target(project, principal.username, asyncio.get_running_loop().time() + _WAIT_S), body

    async def _store(self, target: "_Target", bodies: Sequence[Any]) -> list[RunlakeError | None]:
        """Store those that can be; the error of each of the others."""
        if len(bodies) > _MOST_SCORES:
            raise LimitExceeded(f"{len(bodies)} scores at once: send at most {_MOST_SCORES}")
        items: list[FeedbackItem] = []
        errors: list[RunlakeError | None] = []
        for body in bodies:
            try:
                items.append(await self._item(target, _converted(body, Score)))
                errors.append(None)
            except RunlakeError as error:
                errors.append(error)
        await self._feedback.add(items)
        return errors

    async def _item(self, target: "_Target", score: Score) -> FeedbackItem:
        if len(score.comment or "") > _LONGEST_COMMENT:
            raise LimitExceeded(f"a comment has at most {_LONGEST_COMMENT} characters")
        project, said = target.project, (score.name, _value(score))
        span_id = (score.observation_id or await self._first_span(target, score))[:_LONGEST_ID]
        named = span_target(project.entity_name, project.name, span_id)
        item = score_by_code(_feedback_id(score), project.project_id, named, said, target.username, self._clock())
        return replace(item, payload={**item.payload, "comment": score.comment}) if score.comment else item

    async def _first_span(self, target: "_Target", score: Score) -> str:
        """The span that stands for the trace. Raises InvalidInput; `_NotYet` when none came before the deadline."""
        trace_id, project = (score.trace_id or "")[:_LONGEST_ID], target.project
        if not trace_id:
            raise InvalidInput(
                f"score {score.name[:100]!r} names no trace: those of sessions and data sets are not taken"
            )
        while True:
            try:
                return (await self._traces.span_ids(project.project_id, trace_id, most=1))[0]
            except NotFound as error:
                if asyncio.get_running_loop().time() >= target.deadline:
                    where = f"{project.entity_name}/{project.name}"
                    raise _NotYet(f"trace {trace_id[:64]} is not in {where}, or not yet") from error
            await asyncio.sleep(_POLL_S)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the scores of a request go, who sent them, and until when their traces may come (of the loop's clock)."""

    project: Project
    username: str
    deadline: float


class _NotYet(NotFound):
    """The trace may be still on its way."""


_NOT_AN_EVENT = InvalidInput("only scores are taken here: spans come over /api/public/otel, from langfuse 3 on")


def _value(score: Score) -> float | str | bool:
    is_number = not isinstance(score.value, str)
    return bool(score.value) if is_number and score.data_type == _BOOLEAN else score.value


def _converted(body: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"this is no {kind.__name__.lower()}: {error}") from error


def _feedback_id(score: Score) -> str:
    """The client's id, in a form that other feedback does not have; the same score without one is the same row."""
    said = [score.trace_id, score.observation_id, score.name, score.value]
    given = score.id or hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:32]
    return f"langfuse-{given[:100]}"
