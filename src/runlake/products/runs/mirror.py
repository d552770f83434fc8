"""Keeps `run_fields`, the searchable mirror of runs, in step with the metadata store.

Only leaves that changed are written, as rows of the run's version: the highest version of a path is its value. What
changed is seen from the row before and after, as long as the mirror is known to have the one before; else what it has
is read back. Changes of one run are mirrored one after the other; those that wait meanwhile go together, as the newest
of them: many ranks that log into one run would else wait for as many inserts.

Every write also writes the path `_version`, by which a server that crashed finds what it missed; what fails while the
server lives is remembered as behind, and tried again.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from weakref import WeakValueDictionary

from runlake.model import Run
from runlake.products.runs.field_rows import VERSION_PATH, FieldChange, FieldWriter
from runlake.products.runs.leaves import REMOVED, Leaf, Leaves, changes_between, changes_since, leaves_of
from runlake.products.runs.versions import Versions
from runlake.storage.columnar import Columnar, delete_runs

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


@dataclass(slots=True, weakref_slot=True)
class _Turn:
    """Of one run, while somebody writes it or waits to: `newest` is to be mirrored, `mirrored` was by one of them."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    newest: Run | None = None
    mirrored: Run | None = None


class Mirror:
    """Writes what changed of runs; writes that come together share one insert."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._writer = FieldWriter(columnar)
        self._versions = Versions()
        self._behind: set[int] = set()
        self._turns: WeakValueDictionary[int, _Turn] = WeakValueDictionary()

    async def put(self, run: Run, *, before: Run | None = None, is_new: bool = False) -> Leaves:
        """Bring the mirror up to the run's version at least; durable on return.

        Returns the leaves that changed; none when a later change has taken these along. `before` is the run as it was
        stored until now, when the caller knows.
        """
        turn = self._turn(run.run_number)
        if turn.newest is None or turn.newest.version < run.version:
            turn.newest = run
        async with turn.lock:
            if self._versions.get(run.run_number) >= run.version:
                return {}
            run = turn.newest
            changes = await self._changes(run, (before, turn.mirrored), is_new=is_new)
            if changes is None:
                return {}
            await self._write(FieldChange(run.project_id, run.run_number, run.version, changes))
            turn.mirrored = run
            return changes

    async def remove(self, project_id: int, run_number: int, version: int, *, before: Run | None = None) -> None:
        """Take a deleted run out of every search; durable on return. `before` as in `put`."""
        async with self._turn(run_number).lock:
            if before is not None and self._versions.get(run_number) == before.version:
                leaves = await _beside_the_loop(before, lambda: leaves_of(before))
            else:
                _, leaves = await self._read(project_id, run_number)
            gone = {path: REMOVED for path, leaf in leaves.items() if leaf != REMOVED}
            await self._write(FieldChange(project_id, run_number, version, gone, is_removed=True))

    async def forget(self, run_numbers: Sequence[int]) -> None:
        """Remove all rows of deleted runs; may take long. Their versions are not known afterwards."""
        await delete_runs(self._columnar, "run_fields", run_numbers)

    def is_behind(self, run_number: int) -> bool:
        """True when a write of this run's fields failed, or is under way."""
        return run_number in self._behind

    def list_behind(self) -> list[int]:
        """The runs that are behind."""
        return list(self._behind)

    async def read_versions(self) -> Mapping[int, int]:
        """Run number → the version that the mirror has; remembers them."""
        table = await self._columnar.query(SELECT_MIRRORED_VERSIONS)
        rows = zip(*(table[name].to_pylist() for name in table.column_names), strict=True) if table.num_rows else ()
        versions = dict(rows)
        for run_number, version in versions.items():
            self._versions.put(run_number, version)
        return versions

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._writer.close()

    def _turn(self, run_number: int) -> _Turn:
        # The dictionary holds a turn only as long as somebody has it or waits for it.
        return self._turns.setdefault(run_number, _Turn())

    async def _changes(self, run: Run, known: Sequence[Run | None], *, is_new: bool) -> Leaves | None:
        """What the mirror lacks of the run; None when it turns out to be as far. `known`: states that it may have."""
        if is_new:
            return await _beside_the_loop(run, lambda: leaves_of(run))
        has = self._versions.get(run.run_number)
        for before in known:
            if before is not None and before.version == has:
                return await _beside_the_loop(run, partial(changes_between, before, run))
        version, leaves = await self._read(run.project_id, run.run_number)
        if version >= run.version:
            self._settle(run.run_number, version)
            return None
        return await _beside_the_loop(run, lambda: changes_since(leaves, leaves_of(run)))

    async def _write(self, change: FieldChange) -> None:
        self._behind.add(change.run_number)
        self._versions.forget(change.run_number)  # until it is known what became of the write
        await self._writer.write(change)
        self._settle(change.run_number, change.version)

    def _settle(self, run_number: int, version: int) -> None:
        self._versions.put(run_number, version)
        self._behind.discard(run_number)

    async def _read(self, project_id: int, run_number: int) -> tuple[int, Leaves]:
        """The version that the mirror has of a run (0: none), and its leaves, removed ones included."""
        parameters = {"project_id": project_id, "run_number": run_number}
        rows = (await self._columnar.query(SELECT_LEAVES, parameters)).to_pylist()
        leaves = {row["path"]: Leaf(*row["latest"].values()) for row in rows}
        leaves.pop(VERSION_PATH, None)
        return max((row["row_version"] for row in rows if row["path"] == VERSION_PATH), default=0), leaves


async def _beside_the_loop(run: Run, work: Callable[[], Leaves]) -> Leaves:
    """Taking small documents apart is faster than handing them to a thread."""
    is_small = len(run.config_json) + len(run.summary_json) < _INLINE_CHARACTERS
    return work() if is_small else await asyncio.to_thread(work)
