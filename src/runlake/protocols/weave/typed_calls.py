"""Calls that the typed `/v2` API makes on behalf of its clients."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from runlake.errors import NotFound
from runlake.model.clock import Clock
from runlake.products.traces import Traces
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_spans import begun_span, complete_span, span_end
from runlake.protocols.weave.call_wire import CallEnd, CallsFilter, CallsQuery, CallStart, CompleteCall, Json
from runlake.protocols.weave.door import Asked
from runlake.protocols.weave.refs import name_in_ref
from runlake.protocols.weave.stored_calls import Call

EVALUATE, SUMMARIZE = "Evaluation.evaluate", "Evaluation.summarize"
PREDICT_AND_SCORE = "Evaluation.predict_and_score"
_TWINS = (PREDICT_AND_SCORE, "Evaluation.predictAndScore")  # the second is the name in TypeScript


class TypedCalls:
    """Writes and finds such calls. What makes one what it is stands in `attributes.weave`, as the client's tools expect."""

    def __init__(self, traces: Traces, search: CallSearch, clock: Clock) -> None:
        self._traces = traces
        self._search = search
        self._clock = clock

    async def begin(self, asked: Asked, call_id: str, op_name: str, inputs: Json, **more: Any) -> None:
        """A call begins. `more` are further members of `CallStart`."""
        start = CallStart(asked.project_name, op_name, self._now(), more.pop("attributes", {}), inputs, call_id, **more)
        start.trace_id = start.trace_id or call_id
        await self._traces.record(asked.project.project_id, [begun_span(start, asked.principal.username)], [])

    async def end(self, asked: Asked, call_id: str, output: Any, summary: Json | None = None) -> None:
        """A call ends; one that has ended already stays as it is."""
        end = CallEnd(asked.project_name, call_id, self._now(), summary or {}, output=output)
        await self._traces.record(asked.project.project_id, [], [span_end(end)])

    async def whole(self, asked: Asked, op_name: str, inputs: Json, output: Any, **more: Any) -> str:
        """A call that has ended; its id."""
        now, call_id = self._now(), more.pop("id", None) or str(uuid4())
        call = CompleteCall(
            asked.project_name,
            op_name,
            now,
            more.pop("attributes", {}),
            inputs,
            call_id,
            ended_at=now,
            output=output,
            **more,
        )
        call.trace_id = call.trace_id or call_id
        await self._traces.put(asked.project.project_id, [complete_span(call, asked.principal.username)])
        return call_id

    async def find(self, asked: Asked, call_id: str) -> Call | None:
        """The call of that id."""
        found = await self._search.find(asked, CallsQuery(asked.project_name, CallsFilter(call_ids=[call_id])))
        return found[0] if found else None

    async def get(self, asked: Asked, call_id: str, what: str) -> Call:
        """The call of that id, which is of that kind. Raises NotFound."""
        call = await self.find(asked, call_id)
        if call is None or attributes_of(call).get(what) != "true":
            raise NotFound(f"{what} {call_id[:128]} not found in this project")
        return call

    async def children(self, asked: Asked, call_id: str) -> list[Call]:
        """The calls right below one, by their starts."""
        return await self._search.find(asked, CallsQuery(asked.project_name, CallsFilter(parent_ids=[call_id])))

    async def of_kind(
        self, asked: Asked, what: str, within: dict[str, list[str]], limit: int | None, offset: int
    ) -> list[Call]:
        """The calls of a kind, by their starts; `within` restricts members of `attributes.weave`, and `id`."""
        parts: list[Json] = [_one_of(f"attributes.weave.{what}", ["true"])]
        for name, values in within.items():
            if values:
                parts.append(_one_of("id" if name == "id" else f"attributes.weave.{name}", values))
        query = CallsQuery(asked.project_name, query={"$expr": {"$and": parts}}, limit=limit, offset=offset)
        return await self._search.find(asked, query)

    async def delete(self, asked: Asked, call_ids: list[str]) -> int:
        """Delete calls with all below them; how many were named."""
        if call_ids:
            await self._traces.delete(asked.project.project_id, list(dict.fromkeys(call_ids)))
        return len(call_ids)

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def attributes_of(call: Call | None) -> Json:
    """`attributes.weave` of a call; nothing when there is none."""
    found = call["attributes"].get("weave") if call is not None and isinstance(call["attributes"], dict) else None
    return found if isinstance(found, dict) else {}


def is_predict_and_score(call: Call | None) -> bool:
    """Whether a call joins a prediction with its scores."""
    return call is not None and name_in_ref(call["op_name"]) in _TWINS


def _one_of(field: str, values: list[str]) -> Json:
    return {"$in": [{"$getField": field}, [{"$literal": value} for value in values]]}
