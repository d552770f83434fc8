"""What the processes of a run said of themselves when they started. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from runlake.model import Run
from runlake.products.runs import parse_document


def environments_of(run: Run) -> dict[str, dict[str, Any]]:
    """Writer → its environment; they stay in the config, so that a resumed run has one for each of its processes."""
    found = _object(_object(_object(parse_document(run.config_json), "_wandb"), "value"), "e")
    return {writer: item for writer, item in found.items() if isinstance(item, dict)}


def is_superseded(run: Run, writer: str, own: Mapping[str, Any] | None = None) -> bool:
    """True when a process has taken up the run since this writer's began: what that says of the run's state is history.

    Told by `startedAt` in their environments; further ranks (`rank` above 0) take up nothing. `own` is the writer's
    environment when the run does not have it yet. False when it is not known when the writer began.
    """
    others = environments_of(run)
    known = others.pop(writer, {})
    began_at = started_at_of(own or known)
    if began_at is None:
        return False
    leading = (started_at_of(each) for each in others.values() if not each.get("rank"))
    return any(started_at > began_at for started_at in leading if started_at is not None)


def started_at_of(environment: Mapping[str, Any]) -> datetime | None:
    """When the process began; None when it does not say."""
    try:
        started_at = datetime.fromisoformat(str(environment.get("startedAt")))
    except ValueError:
        return None
    return started_at if started_at.tzinfo else started_at.replace(tzinfo=UTC)


def _object(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}
