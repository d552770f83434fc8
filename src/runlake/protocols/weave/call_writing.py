"""Calls come in: whole, in two halves, or in a batch of halves; renamed and deleted later."""

import asyncio
from typing import Any
from uuid import uuid4

from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded
from runlake.products.traces import SpanEnd, Traces
from runlake.protocols.weave.call_spans import begun_span, complete_span, span_end
from runlake.protocols.weave.call_wire import (
    CallStart,
    CompleteBody,
    DeleteBody,
    EndBody,
    StartBody,
    UpdateBody,
    UpsertBody,
)
from runlake.protocols.weave.door import Asked, Door

_MOST_DELETED = 1000
_LONGEST_NAME = 1024


class CallWriting:
    """The endpoints that change calls. A 200 means durable; every request may be repeated."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces

    def routes(self, door: Door) -> list[Route]:
        v2 = "/v2/{entity}/{project}"
        return [
            *door.routes(f"{v2}/calls/complete", self.complete, CompleteBody, access="write"),
            *door.routes(f"{v2}/call/start", self.start, StartBody, access="write"),
            *door.routes(f"{v2}/call/end", self.end, EndBody, access="write"),
            *door.routes("/call/start", self.start, StartBody, access="write"),
            *door.routes("/call/end", self.end, EndBody, access="write"),
            *door.routes("/call/upsert_batch", self.upsert, UpsertBody, access="write"),
            *door.routes("/call/update", self.update, UpdateBody, access="write"),
            *door.routes("/calls/delete", self.delete, DeleteBody, access="write"),
        ]

    async def complete(self, asked: Asked) -> None:
        """Finished calls, children before their parents."""
        body: CompleteBody = asked.body
        user = asked.principal.username
        spans = await asyncio.to_thread(lambda: [complete_span(call, user) for call in body.batch])
        await self._traces.put(asked.project.project_id, spans)

    async def start(self, asked: Asked) -> dict[str, str]:
        """A call begins: it is shown as running."""
        answer = _identified(asked.body.start)
        await self._traces.record(
            asked.project.project_id, [begun_span(asked.body.start, asked.principal.username)], []
        )
        return answer

    async def end(self, asked: Asked) -> None:
        """A call ends; its start may be still to come."""
        await self._traces.record(asked.project.project_id, [], [span_end(asked.body.end)])

    async def upsert(self, asked: Asked) -> dict[str, Any]:
        """Starts and ends in any order; the answer has something for each."""
        begun, answers = [], list[dict[str, str]]()
        ended: list[SpanEnd] = []
        for item in asked.body.batch:
            if item.req.start is not None:
                answers.append(_identified(item.req.start))
                begun.append(begun_span(item.req.start, asked.principal.username))
            else:
                answers.append({})
            if item.req.end is not None:
                ended.append(span_end(item.req.end))
        await self._traces.record(asked.project.project_id, begun, ended)
        return {"res": answers}

    async def update(self, asked: Asked) -> None:
        """The name to show a call under; "" takes it away. The call may be still to come."""
        body: UpdateBody = asked.body
        if body.display_name is None:
            raise InvalidInput("there is nothing to change: only the display_name of a call can be")
        if len(body.display_name) > _LONGEST_NAME:
            raise InvalidInput(f"a display_name has at most {_LONGEST_NAME} characters")
        await self._traces.rename(asked.project.project_id, body.call_id[:128], body.display_name)

    async def delete(self, asked: Asked) -> dict[str, int]:
        """Delete calls with all below them."""
        body: DeleteBody = asked.body
        if len(body.call_ids) > _MOST_DELETED:
            raise LimitExceeded(f"{len(body.call_ids)} calls at once: delete at most {_MOST_DELETED}")
        if body.call_ids:
            await self._traces.delete(asked.project.project_id, list(dict.fromkeys(body.call_ids)))
        return {"num_deleted": len(body.call_ids)}


def _identified(start: CallStart) -> dict[str, str]:
    """The ids of a call, which is given what it lacks."""
    start.id = start.id or str(uuid4())
    start.trace_id = start.trace_id or str(uuid4())
    return {"id": start.id, "trace_id": start.trace_id}
