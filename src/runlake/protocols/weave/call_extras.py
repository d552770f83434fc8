"""What a query wants beside the calls themselves: feedback, costs, and objects in the place of references."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.annotations import AnnotationQueues
from runlake.products.feedback import Feedback, FeedbackQuery
from runlake.products.prices import Prices, cost_of, tokens_of
from runlake.protocols.weave.call_prices import CallPrices
from runlake.protocols.weave.call_wire import CallsQuery
from runlake.protocols.weave.cost_endpoints import price_terms
from runlake.protocols.weave.door import Asked
from runlake.protocols.weave.feedback_endpoints import feedback_row, sent_row
from runlake.protocols.weave.query import FieldPath, fields_of, split_path
from runlake.protocols.weave.ref_reading import RefReading
from runlake.protocols.weave.refs import is_ref
from runlake.protocols.weave.stored_calls import Call, call_ref, with_derived

UNEXPANDED = "_unexpanded"
"""Where a call keeps itself as it was before references were replaced."""
_INLINE = "_inline"
"""Where a call keeps the expanded columns in which it has no reference but members of its own."""
_MOST_COLUMNS = 50


class CallExtras:
    """Fills calls up."""

    def __init__(self, refs: RefReading, feedback: Feedback, queues: AnnotationQueues, prices: Prices) -> None:
        self._refs = refs
        self._feedback = feedback
        self._queues = queues
        self._prices = prices

    async def for_query(self, asked: Asked, query: CallsQuery, calls: list[Call]) -> list[Call]:
        """The calls with what filter and order look at."""
        columns = sorted({split_path(name) for name in query.expand_columns or ()}, key=len)
        if len(columns) > _MOST_COLUMNS:
            raise InvalidInput(f"expand_columns has {len(columns)} columns: the limit is {_MOST_COLUMNS}")
        if query.include_feedback or _asks_for(query, "feedback."):
            await self._add_feedback(asked, calls)
        if _asks_for(query, "annotation_queue_items."):
            await self._add_queues(asked, calls)
        expanded = [{**call, UNEXPANDED: call} for call in calls] if columns else calls
        for path in columns:
            expanded = await self._expanded(asked, path, expanded)
        return expanded

    async def for_answer(self, asked: Asked, query: CallsQuery, calls: list[Call]) -> list[Call]:
        """The calls as they are answered, with all that is computed: `summary.weave`."""
        if query.return_expanded_column_values is False:
            calls = [call.get(UNEXPANDED, call) for call in calls]
        answered = [with_derived(call) for call in calls]
        prices = await CallPrices.read(self._prices, asked.project.project_id) if query.include_costs else None
        for call in answered:
            if prices is not None and (costs := _costs(call, prices)):
                call["summary"]["weave"]["costs"] = costs
            if query.include_feedback:
                call["summary"]["weave"]["feedback"] = [sent_row(row) for row in call["feedback"]]
            for name in (UNEXPANDED, _INLINE, "feedback", "queues"):
                call.pop(name, None)
        return answered

    async def _add_feedback(self, asked: Asked, calls: list[Call]) -> None:
        refs = {call_ref(asked.project_name, call["id"]): call for call in calls}
        for call in calls:
            call["feedback"] = []
        found = await self._feedback.list(asked.project.project_id, FeedbackQuery(targets=list(refs)))
        for item in found:
            refs[item.target]["feedback"].append(feedback_row(asked.project_name, item))

    async def _add_queues(self, asked: Asked, calls: list[Call]) -> None:
        by_id = {call["id"]: call for call in calls}
        for call in calls:
            call["queues"] = []
        for span_id, queue_id in await self._queues.queues_of(asked.project.project_id, list(by_id)):
            by_id[span_id]["queues"].append(queue_id)

    async def _expanded(self, asked: Asked, path: FieldPath, calls: list[Call]) -> list[Call]:
        """The calls with the objects that a column refers to; references to what is not there stay."""
        refs = [_at(call, path) for call in calls]
        found = await self._refs.read(asked.principal, [ref for ref in refs if is_ref(ref)])
        values = [found.get(ref) if is_ref(ref) else None for ref in refs]
        return [_with_object(call, path, ref, value) for call, ref, value in zip(calls, refs, values, strict=True)]


def as_queried(call: Call) -> Call:
    """The call as queries see it: below an expanded column is only what a reference leads to.

    Source: weave 0.52.29's test_mixed_objects_and_refs.
    """
    for path in reversed(call.get(_INLINE, ())):
        call = _replaced(call, path, {})
    return call


def _asks_for(query: CallsQuery, fields: str) -> bool:
    named = [*fields_of(query.query), *(key.field for key in query.sort_by or [])]
    return any(name.startswith(fields) for name in named)


def _costs(call: Call, prices: CallPrices) -> dict[str, Any]:
    """What each model of the summary cost, at the price that held when the call began."""
    usage = call["summary"].get("usage")
    started_at = datetime.fromisoformat(call["started_at"])
    costs = {}
    for model, used in usage.items() if isinstance(usage, dict) else ():
        price = prices.at(model, started_at)
        if price is not None and isinstance(used, dict):
            costs[model] = {
                **tokens_of(used),
                **cost_of(used, price),
                **price_terms(price),
                "pricing_level": "project" if price.project_id else "default",
                "pricing_level_id": call["project_id"] if price.project_id else "default",
                "created_at": price.created_at,
                "created_by": price.created_by or "system",
            }
    return costs


def _with_object(call: Call, path: FieldPath, ref: Any, value: Any) -> Call:
    """The call with the value of a reference at a path, or with the note that it has members of its own there."""
    if isinstance(ref, dict | list):
        return {**call, _INLINE: (*call.get(_INLINE, ()), path)}
    return call if value is None else _replaced(call, path, _with_ref(value, ref))


def _with_ref(value: Any, ref: str) -> Any:
    return {**value, "_ref": ref} if isinstance(value, dict) else value


def _at(value: Any, path: Sequence[str]) -> Any:
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _replaced(value: dict[str, Any], path: Sequence[str], new: Any) -> dict[str, Any]:
    """A copy with another value at a path that is there."""
    first, *rest = path
    return {**value, first: _replaced(value[first], rest, new) if rest else new}
