"""What keeps runs right without a request: silent ones are marked, and a mirror that fell behind is caught up."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from runlake.errors import NotFound
from runlake.model import Run
from runlake.model.clock import Clock
from runlake.products.runs import rules, store
from runlake.products.runs.changes import Change
from runlake.products.runs.mirror import Mirror
from runlake.products.runs.purging import mark_purged
from runlake.products.runs.writing import Writing
from runlake.settings import RunSettings
from runlake.storage.metadata import Metadata

_WATCH_S = 15.0
_CHUNK = 500

_log = logging.getLogger(__name__)

Versions = Sequence[tuple[int, int, int]]
"""(project_id, run_number, version) of runs."""


class Upkeep:
    """The runs product's own work."""

    def __init__(
        self, metadata: Metadata, mirror: Mirror, writing: Writing, clock: Clock, settings: RunSettings
    ) -> None:
        self._metadata = metadata
        self._mirror = mirror
        self._writing = writing
        self._clock = clock
        self._timeout_s = settings.heartbeat_timeout_s
        self._started_at = clock()

    async def watch(self) -> None:
        """Look after runs until cancelled."""
        while True:
            await asyncio.sleep(min(_WATCH_S, self._timeout_s / 4))
            try:
                await self.mark_silent()
                await self.mend()
            except Exception:  # noqa: BLE001 - a worker's loop: the next round tries again
                _log.exception("could not look after runs")

    async def mark_silent(self) -> list[Run]:
        """Mark live runs that sent nothing for too long, counted from the server's start at the earliest."""
        since = self._clock() - timedelta(seconds=self._timeout_s)
        if since < self._started_at:
            return []
        marked = []
        for run_number in await self._metadata.read(partial(store.list_silent, since=since)):
            try:
                changed = await self._writing.change(
                    Change(run_number, partial(rules.after_silence, since=since), self._clock())
                )
            except NotFound:  # deleted a moment ago
                continue
            if changed.stored:
                _log.info("run silent", extra={"run": changed.run.run_id, "state": changed.run.state.value})
                marked.append(changed.run)
        return marked

    async def forget(self, run_numbers: Sequence[int]) -> None:
        """Drop the searchable fields of deleted runs and their documents."""
        await self._mirror.forget(run_numbers)
        await self._metadata.write(partial(mark_purged, run_numbers=run_numbers, purged_at=self._clock()))

    async def mend(self) -> int:
        """Mirror the runs whose last write of the mirror failed; returns how many there were."""
        behind = set(self._mirror.list_behind())
        if behind:
            versions = await self._metadata.read(store.list_versions)
            await self._mirror_again([entry for entry in versions if entry[1] in behind])
        return len(behind)

    async def catch_up(self) -> int:
        """Mirror the runs that the mirror has an older version of; returns how many there were."""
        versions, mirrored = await asyncio.gather(
            self._metadata.read(store.list_versions), self._mirror.read_versions()
        )
        stale = [entry for entry in versions if mirrored.get(entry[1], 0) < entry[2]]
        await self._mirror_again(stale)
        if stale:
            _log.info("caught up the fields of runs", extra={"runs": len(stale)})
        return len(stale)

    async def _mirror_again(self, stale: Versions) -> None:
        for start in range(0, len(stale), _CHUNK):
            part = stale[start : start + _CHUNK]
            numbers = [run_number for _, run_number, _ in part]
            runs = await self._metadata.read(partial(store.list_by_numbers, run_numbers=numbers, documents=True))
            alive = {run.run_number: run for run in runs}
            await asyncio.gather(
                *(
                    self._mirror.put(alive[run_number])
                    if run_number in alive
                    else self._mirror.remove(project_id, run_number, version)
                    for project_id, run_number, version in part
                )
            )
