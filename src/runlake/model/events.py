"""What products tell live views."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from runlake.model.runs import Run

Change: TypeAlias = Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class RunChanged:
    """A run was created, changed or deleted.

    `summary` has the leaves of the summary that changed, by path (`loss`, `val.acc`; None for one that went); None
    when none did. `redefines`: what the run says of its metrics has changed.
    """

    run: Run
    change: Change
    summary: dict[str, Any] | None = None
    redefines: bool = False


def project_topic(project_id: int) -> str:
    """The live topic of a project's runs."""
    return f"project:{project_id}"
