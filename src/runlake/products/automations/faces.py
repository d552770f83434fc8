"""What automations need of the other products, which do not know them. `server/` hands it in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from runlake.products.automations.records import Recorded
from runlake.query import Filter


class Surroundings(Protocol):
    """Runs, versions, projects and people, as automations see them."""

    async def run_matches(self, project_id: int, run_number: int, where: Filter | None) -> bool:
        """Whether the run is there and meets a filter; without one, whether it is there."""

    async def variables(self, recorded: Recorded) -> Mapping[str, Any]:
        """What payloads may say about what happened: names, links, metadata, as plain JSON values."""

    async def recent_runs(self, project_id: int, since: datetime) -> Sequence[int]:
        """The numbers of the runs of a project that have sent something since then."""
