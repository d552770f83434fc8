"""What a queue is, what waits in it, and which state follows which. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from runlake.errors import InvalidInput

State = Literal["unstarted", "in_progress", "completed", "skipped"]
FINAL: tuple[State, ...] = ("completed", "skipped")


@dataclass(frozen=True, slots=True)
class Queue:
    """A named list of spans to judge. `scorer_refs` name what is asked about each."""

    project_id: int
    queue_id: str
    name: str
    description: str
    scorer_refs: Sequence[str]
    created_at: datetime
    created_by: str
    updated_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewItem:
    """A span to put into a queue, with what a list shows of it."""

    span_id: str
    trace_id: str
    name: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A span in a queue. `state` is what the annotator who acted last made of it; "" when nobody has."""

    project_id: int
    item_id: str
    queue_id: str
    span_id: str
    trace_id: str
    name: str
    started_at: datetime
    ended_at: datetime | None
    display_fields: Sequence[str]
    created_at: datetime
    created_by: str
    state: State = "unstarted"
    annotator: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueTotals:
    """How many items a queue has, and how many of them somebody has finished or skipped."""

    queue_id: str
    items: int
    done: int


def check_step(now: State | None, wanted: str) -> None:
    """Whether an annotator may go from one state (None: has not begun) to another. Raises InvalidInput."""
    if wanted not in ("in_progress", *FINAL):
        raise InvalidInput(f"Invalid annotation_state {wanted[:40]!r}: use in_progress, completed or skipped")
    if now is None or now == wanted:
        return
    if wanted == "in_progress":
        raise InvalidInput(f"Cannot transition to 'in_progress' when a record already exists: the item is {now}")
    if now in FINAL:
        raise InvalidInput(f"Invalid state transition: an item that is {now} cannot become {wanted}")
