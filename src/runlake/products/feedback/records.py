"""What a judgement is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """One judgement. `target` is the ref of what is judged, which need not be there (yet); `kind` names what it says.

    `details` are further members of any JSON: who or what judged, tags and ratings.
    """

    feedback_id: str
    project_id: int
    target: str
    kind: str
    created_at: datetime
    created_by: str
    payload: Mapping[str, Any]
    details: Mapping[str, Any]
