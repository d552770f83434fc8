"""`POST /api/v1/live`: a stream of server-sent events for the topics that the body names."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import NotFound
from runlake.ingest import (
    LogsAppended,
    MediaAppended,
    PointsAppended,
    logs_topic,
    media_topic,
    project_points_topic,
)
from runlake.live import Event, LiveBus, Subscription
from runlake.model import Principal, Project
from runlake.model.events import RunChanged
from runlake.products.alerts import Alert, alerts_topic
from runlake.products.files import RunFile, files_topic
from runlake.products.launch import LaunchChanged, launch_topic
from runlake.products.projects import Projects
from runlake.products.runs import Runs
from runlake.products.sweeps import SweepChanged, sweeps_topic
from runlake.products.traces import SpansAppended, spans_topic
from runlake.protocols.native.automations.alerts import alert_row
from runlake.protocols.native.deps import Caller
from runlake.protocols.native.launch.sweep_rows import light_row
from runlake.protocols.native.live_topics import (
    AlertsTopic,
    AnyTopic,
    FilesTopic,
    LaunchTopic,
    LogsTopic,
    MediaTopic,
    PointsTopic,
    ProjectTopic,
    RunsTopic,
    SpansTopic,
    SweepsTopic,
    Topic,
)
from runlake.protocols.native.points.point_encoding import encode_points_event
from runlake.protocols.native.runs.logs import log_line
from runlake.protocols.native.runs.run_rows import run_row

_SILENCE_S = 15.0
_MOST_TOPICS = 500
_MOST_TRACES = 1000


class LiveRequest(BaseModel):
    """What to follow."""

    model_config = ConfigDict(extra="forbid")
    topics: list[Topic] = Field(max_length=_MOST_TOPICS)


@dataclass(frozen=True, slots=True)
class _Follow:
    """One topic of a request, resolved: the bus topic and how its events are shown to this subscriber."""

    bus_topic: str
    topic: AnyTopic
    runs: frozenset[str] | None = None
    metrics: frozenset[str] | None = None

    def encode(self, event: Event) -> tuple[str, bytes] | None:
        """(event name, JSON) for the subscriber; None when the event is not for it."""
        payload = event.payload
        if isinstance(payload, PointsAppended) and isinstance(self.topic, PointsTopic):
            if payload.source != self.topic.source or (self.runs is not None and payload.run_id not in self.runs):
                return None
            data = encode_points_event(payload, self.metrics)
            return None if data is None else ("points", data)
        if isinstance(payload, RunChanged):
            return "run", _encode_run(payload, self.topic)
        if isinstance(payload, SweepChanged):
            return "sweep", _encode_sweep(payload, self.topic)
        if isinstance(payload, LaunchChanged):
            return "launch", orjson.dumps({"entity": self.topic.entity, "project": self.topic.project})
        if isinstance(payload, SpansAppended):
            return "spans", _encode_spans(payload, self.topic)
        if isinstance(payload, LogsAppended):
            lines = [log_line(line) for line in payload.lines]
            return "logs", orjson.dumps({"run_id": payload.run_id, "writer": payload.writer, "lines": lines})
        if isinstance(payload, MediaAppended):
            return "media", orjson.dumps({"run_id": payload.run_id, "keys": payload.metrics, "step": payload.step})
        if isinstance(payload, RunFile) and isinstance(self.topic, FilesTopic):
            return "file", orjson.dumps({"run_id": self.topic.run, "name": payload.name})
        if isinstance(payload, Alert) and isinstance(self.topic, AlertsTopic):
            return "alert", orjson.dumps({"run_id": self.topic.run, "alert": alert_row(payload)})
        return None


def live_routes(projects: Projects, runs: Runs, bus: LiveBus) -> APIRouter:
    """The live endpoint."""
    router = APIRouter(tags=["live"])

    @router.post("/live", response_class=StreamingResponse)
    async def follow(body: LiveRequest, caller: Caller) -> StreamingResponse:
        """Follow topics. First comes `ready`; after `reset` events were lost: fetch again."""
        follows = [await _resolve(topic, caller, projects, runs) for topic in body.topics]
        subscription = bus.subscribe({item.bus_topic for item in follows})
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_events(subscription, follows), media_type="text/event-stream", headers=headers)

    return router


async def _resolve(topic: AnyTopic, principal: Principal, projects: Projects, runs: Runs) -> _Follow:
    project = await _readable(topic, principal, projects)
    match topic:
        case RunsTopic():
            return _Follow(f"project:{project.project_id}", topic)
        case PointsTopic():
            names = (None if part is None else frozenset(part) for part in (topic.runs, topic.metrics))
            return _Follow(project_points_topic(project.project_id), topic, *names)
        case LogsTopic():
            run = await runs.get(project.project_id, topic.run)
            return _Follow(logs_topic(run.run_number), topic)
        case MediaTopic():
            run = await runs.get(project.project_id, topic.run)
            return _Follow(media_topic(run.run_number), topic)
        case FilesTopic():
            run = await runs.get(project.project_id, topic.run)
            return _Follow(files_topic(run.run_number), topic)
        case AlertsTopic():
            run = await runs.get(project.project_id, topic.run)
            return _Follow(alerts_topic(run.run_number), topic)
        case SweepsTopic():
            return _Follow(sweeps_topic(project.project_id), topic)
        case LaunchTopic():
            return _Follow(launch_topic(project.project_id), topic)
        case SpansTopic():
            return _Follow(spans_topic(project.project_id), topic)


async def _readable(topic: ProjectTopic, principal: Principal, projects: Projects) -> Project:
    project = await projects.find(topic.entity, topic.project)
    if project is None:
        raise NotFound(f"project {topic.entity}/{topic.project} not found, or you may not see it")
    project.require_read(principal)
    return project


async def _events(subscription: Subscription, follows: list[_Follow]) -> AsyncIterator[bytes]:
    by_topic: dict[str, list[_Follow]] = {}
    for item in follows:
        by_topic.setdefault(item.bus_topic, []).append(item)
    try:
        yield _frame("ready", b'{"cursor":0}')
        while True:
            event = await subscription.next(_SILENCE_S)
            if subscription.lagged:
                subscription.lagged = False
                yield _frame("reset", b"{}")
            elif event is None:
                yield b": still here\n\n"
            if event is not None:
                frames = b"".join(_frames(event, by_topic))
                if frames:
                    yield frames
    finally:
        subscription.close()


def _frames(event: Event, by_topic: dict[str, list[_Follow]]) -> list[bytes]:
    encoded = (item.encode(event) for item in by_topic.get(event.topic, ()))
    return [_frame(name, data) for name, data in (found for found in encoded if found is not None)]


def _frame(name: str, data: bytes) -> bytes:
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"


def _encode_run(changed: RunChanged, topic: ProjectTopic) -> bytes:
    body = {
        "entity": topic.entity,
        "project": topic.project,
        "run": run_row(changed.run),
        "change": changed.change,
        "summary": changed.summary,
        "redefines": changed.redefines,
    }
    return orjson.dumps(body, default=str)


def _encode_sweep(changed: SweepChanged, topic: ProjectTopic) -> bytes:
    names = {"entity": topic.entity, "project": topic.project}
    return orjson.dumps({**names, "sweep": light_row(changed), "change": changed.change})


def _encode_spans(appended: SpansAppended, topic: ProjectTopic) -> bytes:
    """Which traces have more now; null when they are too many to be named."""
    traces = appended.trace_ids if len(appended.trace_ids) <= _MOST_TRACES else None
    return orjson.dumps({"entity": topic.entity, "project": topic.project, "traces": traces})
