"""`class Feedback`: storing and reading judgements."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from runlake.errors import LimitExceeded
from runlake.products.feedback import store
from runlake.products.feedback.records import FeedbackItem
from runlake.storage.metadata import Metadata

MOST_ITEMS = 100_000


@dataclass(frozen=True, slots=True)
class FeedbackQuery:
    """Which judgements to read; None does not restrict."""

    targets: Sequence[str] | None = None
    feedback_ids: Sequence[str] | None = None
    kinds: Sequence[str] | None = None


class Feedback:
    """The feedback of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata

    async def add(self, items: Sequence[FeedbackItem]) -> None:
        """Store judgements; durable on return. One whose id is there already changes nothing."""
        await self._metadata.write(partial(store.add, items=items))

    async def list(self, project_id: int, query: FeedbackQuery) -> Sequence[FeedbackItem]:
        """The judgements that match, the oldest first. Raises LimitExceeded when there are more than 100,000."""
        found = await self._metadata.read(
            partial(
                store.list_items,
                project_id=project_id,
                targets=query.targets,
                feedback_ids=query.feedback_ids,
                kinds=query.kinds,
                most=MOST_ITEMS + 1,
            )
        )
        if len(found) > MOST_ITEMS:
            raise LimitExceeded(f"there are more than {MOST_ITEMS} rows of feedback: ask for those of some calls")
        return found

    async def remove(self, project_id: int, feedback_ids: Sequence[str]) -> None:
        """Delete judgements; those that are not there do not matter."""
        await self._metadata.write(partial(store.remove, project_id=project_id, feedback_ids=feedback_ids))

    async def delete_of_projects(self, project_ids: Sequence[int]) -> None:
        """Delete all judgements of deleted projects. May be repeated."""
        await self._metadata.write(partial(store.delete_of_projects, project_ids=project_ids))

    async def replace(self, feedback_id: str, item: FeedbackItem) -> None:
        """Put a judgement in the place of another, in one step."""

        def work(connection: Connection) -> None:
            store.remove(connection, item.project_id, [feedback_id])
            store.add(connection, [item])

        await self._metadata.write(work)
