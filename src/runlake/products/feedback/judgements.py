"""What people say of spans on the trace page: labels, numbers, comments, thumbs. Pure.

They are rows of feedback like those of Weave's clients, which read them: a comment is a note, a thumb is a reaction, and
anything else stands under its own name with `{"value": …}`.
Source: the kinds and payloads that weave 0.54.0 sends.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from runlake.errors import InvalidInput
from runlake.products.feedback.records import FeedbackItem

NOTE, REACTION = "wandb.note.1", "wandb.reaction.1"
COMMENT, THUMB = "comment", "thumb"
_LONGEST_NOTE = 1024
_LONGEST_TEXT = 256
_INT64 = 2**63
_NAME = re.compile(r"[\w .\-/]{1,64}")
_THUMBS = {"up": ("\N{THUMBS UP SIGN}", ":thumbs_up:"), "down": ("\N{THUMBS DOWN SIGN}", ":thumbs_down:")}

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody said of a span: `name` is `comment`, `thumb` (with `up` or `down`) or a label's own."""

    feedback_id: str
    span_id: str
    name: str
    value: Any
    by: Literal["person", "scorer", "client"]
    created_at: datetime
    created_by: str


def span_target(entity: str, project: str, span_id: str) -> str:
    """How feedback names a span."""
    return f"weave:///{entity}/{project}/call/{span_id}"


def new_judgement(
    project_id: int, target: str, name: str, value: Value, created_by: str, now: datetime
) -> FeedbackItem:
    """The row of what a person says. Raises InvalidInput."""
    kind, payload = _said(name, value)
    return FeedbackItem(str(uuid4()), project_id, target, kind, now, created_by, payload, {"creator": created_by})


def score_by_code(
    feedback_id: str, project_id: int, target: str, said: tuple[str, Value], created_by: str, now: datetime
) -> FeedbackItem:
    """The row of what a program says of a span: name and value. The same id is one row. Raises InvalidInput."""
    kind, payload = _said(*said)
    return FeedbackItem(feedback_id, project_id, target, kind, now, created_by, payload, {})


def check_judgement(name: str, value: Value) -> None:
    """Raise InvalidInput for what nobody can say of a span."""
    _said(name, value)


def judgement_of(item: FeedbackItem) -> Judgement:
    """A row of feedback, whoever sent it, as the trace page shows it."""
    kind, payload = item.kind, item.payload
    name, value = kind, payload.get("value", payload)
    by: Literal["person", "scorer", "client"] = "person" if item.details.get("creator") else "client"
    if kind == NOTE:
        name, value, by = COMMENT, payload.get("note"), "person"
    elif kind == REACTION:
        thumbs = {emoji: way for way, (emoji, _) in _THUMBS.items()}
        name, value, by = THUMB, thumbs.get(str(payload.get("detoned")), payload.get("emoji")), "person"
    elif kind.startswith("wandb.annotation."):
        name, by = kind.removeprefix("wandb.annotation."), "person"
    elif kind.startswith("wandb.runnable."):
        name, value, by = kind.removeprefix("wandb.runnable."), payload.get("output"), "scorer"
    span_id = item.target.rpartition("/")[2]
    return Judgement(item.feedback_id, span_id, name, value, by, item.created_at, item.created_by)


def _said(name: str, value: Value) -> tuple[str, Mapping[str, Any]]:
    if name == COMMENT:
        if not isinstance(value, str) or not 0 < len(value.strip()) <= _LONGEST_NOTE:
            raise InvalidInput(f"a comment is a text of 1 to {_LONGEST_NOTE} characters")
        return NOTE, {"note": value}
    if name == THUMB:
        if value not in _THUMBS:
            raise InvalidInput("a thumb is up or down")
        emoji, alias = _THUMBS[str(value)]
        return REACTION, {"emoji": emoji, "alias": alias, "detoned": emoji, "detoned_alias": alias}
    if not _NAME.fullmatch(name) or name.startswith("wandb."):
        raise InvalidInput(
            f"{name[:80]!r} is no name of a label: 1 to 64 letters, digits, blanks, '_', '-', '.' and '/'"
        )
    if isinstance(value, str) and not 0 < len(value) <= _LONGEST_TEXT:
        raise InvalidInput(f"the text of a label has 1 to {_LONGEST_TEXT} characters: say more in a comment")
    if isinstance(value, int) and abs(value) >= _INT64:
        raise InvalidInput("a label is a text, a number of at most 64 bits, true or false")
    return name, {"value": value}
