"""What happened to something that people want to be told about; products write it down with the change itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class HappeningKind(StrEnum):
    """What happened."""

    VERSION_CREATED = "version_created"
    VERSION_LINKED = "version_linked"
    VERSION_UNLINKED = "version_unlinked"
    ALIAS_ADDED = "alias_added"
    VERSION_TAGGED = "version_tagged"
    VERSION_UNTAGGED = "version_untagged"
    COLLECTION_TAGGED = "collection_tagged"
    COLLECTION_UNTAGGED = "collection_untagged"
    RUN_STATE = "run_state"
    RUN_METRIC_THRESHOLD = "run_metric_threshold"
    RUN_METRIC_CHANGE = "run_metric_change"
    RUN_METRIC_ZSCORE = "run_metric_zscore"
    RUN_ALERT = "run_alert"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened in a project.

    `facts` are plain JSON values: `alias` and `tag` (text, or a list of texts), `state` and `before` of a run. `user_id`
    is who did it, when that is known.
    """

    kind: HappeningKind
    project_id: int
    collection_id: int | None = None
    version_id: int | None = None
    run_number: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    user_id: int | None = None
