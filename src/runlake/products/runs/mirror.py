"""Keeps `run_fields`, the searchable mirror of runs, in step with the metadata store.

Only leaves that changed are written, as rows of the run's version: the highest version of a path is its value. Changes
of one run are mirrored one after the other. Every write also writes the path `_version`, by which a server that crashed
finds what it missed; what fails while the server lives is remembered as behind, and tried again.
"""

import asyncio
from weakref import WeakValueDictionary

from runlake.model import Run
from runlake.products.runs.field_rows import VERSION_PATH, FieldChange, FieldWriter
from runlake.products.runs.leaves import REMOVED, Leaf, Leaves
from runlake.products.runs.mirrored import Memory, Mirrored
from runlake.storage.columnar import Columnar

_INLINE_CHARACTERS = 64 * 1024

SELECT_LEAVES = """
SELECT path, max(version) AS row_version, argMax((toString(kind), number, text), version) AS latest
FROM run_fields
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32}
GROUP BY path
"""

SELECT_MIRRORED_VERSIONS = """
SELECT run_number, max(version) AS mirrored FROM run_fields WHERE path = '_version' GROUP BY run_number
"""


class Mirror:
    """Writes what changed of runs; writes that come together share one insert."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._writer = FieldWriter(columnar)
        self._memory = Memory()
        self._behind: set[int] = set()
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def put(self, run: Run, *, is_new: bool = False) -> Leaves:
        """Bring the mirror up to the run's version; durable on return. Returns the leaves that changed."""
        async with self._turn(run.run_number):
            known = Mirrored() if is_new else await self._known(run.project_id, run.run_number)
            if known.version >= run.version:
                self._behind.discard(run.run_number)
                return {}
            now = await _updated(known, run)
            changes = now.changes_since(known)
            await self._write(FieldChange(run.project_id, run.run_number, run.version, changes))
            if run.state.is_live:
                self._memory.put(run.run_number, now)
            else:
                self._memory.forget(run.run_number)
            return changes

    async def remove(self, project_id: int, run_number: int, version: int) -> None:
        """Take a deleted run out of every search; durable on return."""
        async with self._turn(run_number):
            known = await self._known(project_id, run_number)
            paths = (*known.system, *known.config, *known.summary)
            await self._write(
                FieldChange(project_id, run_number, version, dict.fromkeys(paths, REMOVED), is_removed=True)
            )
            self._memory.forget(run_number)

    def is_behind(self, run_number: int) -> bool:
        """True when a write of this run's fields failed, or is under way."""
        return run_number in self._behind

    def list_behind(self) -> list[int]:
        """The runs that are behind."""
        return list(self._behind)

    async def mirrored_versions(self) -> dict[int, int]:
        """Run number → the version that the mirror has."""
        table = await self._columnar.query(SELECT_MIRRORED_VERSIONS)
        if table.num_rows == 0:
            return {}
        return dict(zip(table["run_number"].to_pylist(), table["mirrored"].to_pylist(), strict=True))

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._writer.close()

    def _turn(self, run_number: int) -> asyncio.Lock:
        # The dictionary holds a lock only as long as somebody has it or waits for it.
        return self._turns.setdefault(run_number, asyncio.Lock())

    async def _write(self, change: FieldChange) -> None:
        self._behind.add(change.run_number)
        try:
            await self._writer.write(change)
        except BaseException:
            self._memory.forget(change.run_number)  # it may be stored or not: read it back
            raise
        self._behind.discard(change.run_number)

    async def _known(self, project_id: int, run_number: int) -> Mirrored:
        known = self._memory.find(run_number)
        if known is not None:
            return known
        parameters = {"project_id": project_id, "run_number": run_number}
        rows = (await self._columnar.query(SELECT_LEAVES, parameters)).to_pylist()
        leaves = {row["path"]: Leaf(*row["latest"].values()) for row in rows}
        version = max((row["row_version"] for row in rows if row["path"] == VERSION_PATH), default=0)
        leaves.pop(VERSION_PATH, None)
        return Mirrored.of_leaves(version, leaves)


async def _updated(known: Mirrored, run: Run) -> Mirrored:
    """Large documents are taken apart beside the event loop."""
    if len(run.config_json) + len(run.summary_json) < _INLINE_CHARACTERS:
        return known.updated(run)
    return await asyncio.to_thread(known.updated, run)
