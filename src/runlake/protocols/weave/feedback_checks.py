"""What feedback names must be there: the queue that it was given in, the column that an annotation fills.

Source: the answers that the tests of weave 0.52.29 expect.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from runlake.errors import InvalidInput, NotFound
from runlake.products.annotations import AnnotationQueues
from runlake.protocols.weave.door import Asked
from runlake.protocols.weave.feedback_wire import FeedbackCreate
from runlake.protocols.weave.ref_reading import RefReading

_MOST_BACKTRACKS = 10_000


class FeedbackChecks:
    """Looks up what feedback names, once for a batch."""

    def __init__(self, refs: RefReading, queues: AnnotationQueues) -> None:
        self._refs = refs
        self._queues = queues

    async def check(self, asked: Asked, given: Sequence[FeedbackCreate]) -> None:
        """Raises InvalidInput for a queue or a column that is not there, and for a value that is none of its column."""
        for queue_id in {item.queue_id for item in given if item.queue_id}:
            await self._check_queue(asked, queue_id)
        annotations = [item for item in given if item.annotation_ref]
        if annotations:
            columns = await self._refs.read(asked.principal, [item.annotation_ref or "" for item in annotations])
            await asyncio.to_thread(_check_values, annotations, columns)

    async def _check_queue(self, asked: Asked, queue_id: str) -> None:
        try:
            await self._queues.get(asked.project.project_id, queue_id)
        except NotFound as error:
            raise InvalidInput(f"Queue {queue_id[:64]} not found or has been deleted") from error


def _check_values(annotations: Sequence[FeedbackCreate], columns: Mapping[str, Any]) -> None:
    for item in annotations:
        check_value(item.payload.get("value"), columns.get(item.annotation_ref or ""), item.annotation_ref or "")


def check_value(value: Any, column: Any, ref: str) -> None:
    """Whether an annotation is a value of its column, whose `field_schema` is JSON Schema. Raises InvalidInput."""
    import jsonschema_rs  # 60 ms to load, which a start need not take

    if not isinstance(column, dict):
        raise InvalidInput(f"annotation_ref {ref[:200]!r} names nothing that is there")
    patterns = jsonschema_rs.FancyRegexOptions(backtrack_limit=_MOST_BACKTRACKS)
    try:
        schema = column.get("field_schema") or {}
        found = jsonschema_rs.validator_for(schema, retriever=_no_other_schema, pattern_options=patterns)
    except ValueError as error:
        raise InvalidInput(f"the field_schema of {ref[:200]!r} is no JSON Schema: {str(error)[:200]}") from error
    if not found.is_valid(value):
        raise InvalidInput(f"the value is none that the field_schema of {ref[:200]!r} allows")


def _no_other_schema(uri: str) -> Any:
    """A schema is read by itself: nothing is fetched."""
    raise ValueError(f"{uri[:200]} is not in the schema")
