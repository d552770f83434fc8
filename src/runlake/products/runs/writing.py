"""A change of a run: the row first, then its mirror, then live views. Once begun it is not left half done."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sqlalchemy import Connection

from runlake.live import LiveBus
from runlake.model import Happening, HappeningKind, Run
from runlake.model.events import Change, RunChanged, project_topic
from runlake.products.runs.changes import Changed, Delete
from runlake.products.runs.leaves import Leaves
from runlake.products.runs.metric_definitions import definitions_in
from runlake.products.runs.mirror import Mirror
from runlake.storage.metadata import Metadata, Recorder, record_nothing

T = TypeVar("T")

_SUMMARY = "summary."


class Writing:
    """Writes runs to both stores. A change is acknowledged when both have it."""

    def __init__(self, metadata: Metadata, mirror: Mirror, bus: LiveBus, record: Recorder = record_nothing) -> None:
        self._metadata = metadata
        self._record = record
        self._mirror = mirror
        self._bus = bus
        self._under_way: set[asyncio.Task[Any]] = set()

    async def change(self, work: Callable[[Connection], Changed]) -> Changed:
        """Run `work` as one transaction and mirror its run; durable on return."""
        return await self._to_the_end(self._change(work))

    async def delete(self, work: Delete) -> None:
        """Delete a run from both stores; durable on return."""
        await self._to_the_end(self._delete(work))

    async def close(self) -> None:
        """Finish what is under way, then refuse. Idempotent."""
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._mirror.close()

    async def _change(self, work: Callable[[Connection], Changed]) -> Changed:
        def recorded(connection: Connection) -> Changed:
            changed = work(connection)
            if changed.before is None or changed.before.state is not changed.run.state:
                self._record(connection, _state_changed(changed))
            return changed

        changed = await self._metadata.write(recorded)
        run = changed.run
        leaves: Leaves = {}
        if changed.stored or self._mirror.is_behind(run.run_number):
            leaves = await self._mirror.put(run, before=changed.before, is_new=changed.is_new)
        self._announce(run, "created" if changed.is_new else "updated", leaves, changed.before)
        return changed

    async def _delete(self, work: Delete) -> None:
        run = await self._metadata.write(work)
        if run is not None:
            await self._mirror.remove(run.project_id, run.run_number, run.version + 1, before=run)
            self._announce(run, "deleted", {})

    def _announce(self, run: Run, change: Change, leaves: Leaves, before: Run | None = None) -> None:
        topic = project_topic(run.project_id)
        if self._bus.has_subscribers(topic):
            summary = {
                path.removeprefix(_SUMMARY): leaf.value() for path, leaf in leaves.items() if path.startswith(_SUMMARY)
            }
            self._bus.publish(topic, "run", RunChanged(run, change, summary or None, _redefines(before, run)))

    async def _to_the_end(self, work: Coroutine[Any, Any, T]) -> T:
        """A client that goes away cancels its request, but not what was begun for it."""
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled():
            task.exception()  # mark as seen: the one who waited may be gone


def _redefines(before: Run | None, after: Run) -> bool:
    if before is None or before.config_json == after.config_json:
        return False
    then, now = (frozenset(definitions_in(run.config_json)) for run in (before, after))
    return then != now


def _state_changed(changed: Changed) -> Happening:
    run, before = changed.run, changed.before
    facts = {"state": run.state.value, "before": None if before is None else before.state.value}
    return Happening(
        HappeningKind.RUN_STATE, run.project_id, run_number=run.run_number, facts=facts, user_id=run.user_id
    )
