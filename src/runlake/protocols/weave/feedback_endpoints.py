"""Feedback: reactions, notes, annotations, results of scorers, and whatever users make up."""

from typing import Any
from uuid import uuid4

from msgspec import structs
from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded
from runlake.model.clock import Clock
from runlake.products.feedback import Feedback, FeedbackItem, FeedbackQuery
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.feedback_checks import FeedbackChecks
from runlake.protocols.weave.feedback_rules import checked_payload
from runlake.protocols.weave.feedback_wire import (
    FeedbackBatch,
    FeedbackCreate,
    FeedbackReplace,
    PurgeBody,
    RowsQuery,
)
from runlake.protocols.weave.query import RowFields, implied_values
from runlake.protocols.weave.row_query import Row, answer_rows

_MOST_AT_ONCE = 1000
_TEXTS = ("creator", "annotation_ref", "runnable_ref", "call_ref", "trigger_ref", "queue_id")
_OF_SCORER = {
    "scorer_tags": [],
    "scorer_tag_reasons": {},
    "scorer_tag_confidences": {},
    "scorer_ratings": {},
    "scorer_rating_reasons": {},
    "scorer_rating_confidences": {},
    "span_agent_name": "",
    "span_agent_version": "",
    "span_status_code": "UNSET",
    "span_conversation_id": "",
    "span_trace_id": "",
    "scorer_trace_id": "",
}
"""What a row is asked for as when nothing was given."""
_FIELDS = RowFields(
    ("id", "project_id", "weave_ref", "wb_user_id", "feedback_type", *_TEXTS, *_OF_SCORER),
    times=("created_at",),
    json=("payload", *(name for name, empty in _OF_SCORER.items() if empty == {})),
)


class FeedbackEndpoints:
    """The endpoints of feedback."""

    def __init__(self, feedback: Feedback, checks: FeedbackChecks, clock: Clock) -> None:
        self._feedback = feedback
        self._checks = checks
        self._clock = clock

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/feedback/create", self.create, FeedbackCreate, access="write"),
            *door.routes("/feedback/batch/create", self.create_batch, FeedbackBatch, access="write"),
            *door.routes("/feedback/replace", self.replace, FeedbackReplace, access="write"),
            *door.routes("/feedback/purge", self.purge, PurgeBody, access="write"),
            *door.routes("/feedback/query", self.query, RowsQuery),
        ]

    async def create(self, asked: Asked) -> dict[str, Any]:
        """One row."""
        return (await self._add(asked, [asked.body]))[0]

    async def create_batch(self, asked: Asked) -> dict[str, Any]:
        """Many rows; the answer has one for each."""
        if len(asked.body.batch) > _MOST_AT_ONCE:
            raise LimitExceeded(f"{len(asked.body.batch)} rows at once: send at most {_MOST_AT_ONCE}")
        return {"res": await self._add(asked, asked.body.batch)}

    async def replace(self, asked: Asked) -> dict[str, Any]:
        """A row in the place of another."""
        item = self._item(asked, asked.body)
        await self._checks.check(asked, [asked.body])
        await self._feedback.replace(asked.body.feedback_id, item)
        return _created(item)

    async def purge(self, asked: Asked) -> None:
        """Delete rows, named by their ids."""
        await self._feedback.remove(asked.project.project_id, purged_ids(asked.body))

    async def query(self, asked: Asked) -> dict[str, Any]:
        """The rows that match."""
        body: RowsQuery = asked.body
        narrowed = FeedbackQuery(
            targets=implied_values(body.query, "weave_ref"),
            feedback_ids=implied_values(body.query, "id"),
            kinds=implied_values(body.query, "feedback_type"),
        )
        found = await self._feedback.list(asked.project.project_id, narrowed)
        rows = [feedback_row(asked.project_name, item) for item in found]
        result, total = answer_rows(rows, body, _FIELDS)
        return {"result": result if body.fields else [sent_row(row) for row in result], "total_count": total}

    async def _add(self, asked: Asked, batch: list[FeedbackCreate]) -> list[dict[str, Any]]:
        items = [self._item(asked, item) for item in batch]
        await self._checks.check(asked, batch)
        await self._feedback.add(items)
        return [_created(item) for item in items]

    def _item(self, asked: Asked, given: FeedbackCreate) -> FeedbackItem:
        sent = structs.asdict(given)
        details = {name: sent[name] for name in (*_TEXTS, *_OF_SCORER) if sent[name]}
        if len(given.id or "") > 128:
            raise InvalidInput("the id of feedback has at most 128 characters")
        return FeedbackItem(
            feedback_id=given.id or str(uuid4()),
            project_id=asked.project.project_id,
            target=given.weave_ref,
            kind=given.feedback_type,
            created_at=self._clock(),
            created_by=asked.principal.username,
            payload=checked_payload(given),
            details=details,
        )


def feedback_row(project_name: str, item: FeedbackItem) -> Row:
    """A row as clients read it."""
    return {
        "id": item.feedback_id,
        "project_id": project_name,
        "weave_ref": item.target,
        "wb_user_id": item.created_by,
        "created_at": item.created_at.isoformat(),
        "feedback_type": item.kind,
        "payload": dict(item.payload),
        **dict.fromkeys(_TEXTS),
        **_OF_SCORER,
        **item.details,
    }


def sent_row(row: Row) -> Row:
    """The row without what newer clients alone know and nobody gave: those of 2025 refuse members they do not know."""
    return {name: value for name, value in row.items() if name not in _OF_SCORER or value != _OF_SCORER[name]}


def purged_ids(body: PurgeBody) -> list[str]:
    """The ids that a purge names; it can say nothing else. Raises InvalidInput."""
    ids = implied_values(body.query, "id")
    operation = body.query.get("$expr")
    parts = operation.get("$or", [operation]) if isinstance(operation, dict) else []
    if ids is None or not all(isinstance(part, dict) and set(part) <= {"$eq", "$in"} for part in parts):
        raise InvalidInput("a purge names what goes by id: $eq or $in on id, or $or of these")
    return ids


def _created(item: FeedbackItem) -> dict[str, Any]:
    return {
        "id": item.feedback_id,
        "created_at": item.created_at,
        "wb_user_id": item.created_by,
        "payload": item.payload,
    }
