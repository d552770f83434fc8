"""Keeps `run_fields`, the searchable mirror of runs, in step with the metadata store.

Only leaves that changed are written. What was written last is remembered for runs that change often; for others it is
read back. Every write of a run also writes the path `_version`, by which a crashed server finds what it missed.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from runlake.ingest import GroupCommit
from runlake.model import Run
from runlake.products.runs.documents import REMOVED, Leaf, leaves_of
from runlake.storage.columnar import Columnar

_REMEMBERED_RUNS = 2000
_INTERVAL_S = 0.01
_MAX_ROWS = 200_000
_MAX_PENDING_BYTES = 128 * 1024 * 1024
_KINDS = {"null": 0, "bool": 1, "number": 2, "string": 3, "json": 4, "removed": 5}
_BATCH = 500

VERSION_PATH = "_version"

SELECT_LEAVES = """
SELECT path, latest.1 AS kind, latest.2 AS number, latest.3 AS text
FROM (
    SELECT path, argMax((toString(kind), number, text), version) AS latest FROM run_fields
    WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND path != '_version'
    GROUP BY path
)
"""

SELECT_MIRRORED_VERSIONS = """
SELECT run_number, max(version) AS mirrored FROM run_fields WHERE path = '_version' GROUP BY run_number
"""

_SCHEMA = pa.schema(
    [
        ("project_id", pa.uint32()),
        ("path", pa.string()),
        ("run_number", pa.uint32()),
        ("version", pa.uint64()),
        ("kind", pa.int8()),
        ("number", pa.float64()),
        ("text", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class _Change:
    project_id: int
    run_number: int
    version: int
    leaves: Mapping[str, Leaf]


class Mirror:
    """Writes changed leaves; writes that come together share one insert."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._known: OrderedDict[int, dict[str, Leaf]] = OrderedDict()
        self._commits: GroupCommit[_Change] = GroupCommit(
            "run fields",
            self._insert,
            interval_s=_INTERVAL_S,
            max_rows=_MAX_ROWS,
            max_pending_bytes=_MAX_PENDING_BYTES,
        )

    async def put(self, run: Run, *, is_new: bool = False) -> dict[str, Leaf]:
        """Bring the mirror up to the run's version; durable on return. Returns the leaves that changed."""
        known = {} if is_new else await self._known_leaves(run)
        leaves = leaves_of(run)
        changed = {path: leaf for path, leaf in leaves.items() if not _same(known.get(path), leaf)}
        changed.update((path, REMOVED) for path, leaf in known.items() if path not in leaves and leaf != REMOVED)
        await self._write(run.project_id, run.run_number, run.version, changed)
        self._remember(run.run_number, leaves)
        return changed

    async def remove(self, project_id: int, run_number: int, version: int) -> None:
        """Take a deleted run out of every search; durable on return."""
        self._known.pop(run_number, None)
        parameters = {"project_id": project_id, "run_number": run_number}
        paths = [row["path"] for row in (await self._columnar.query(SELECT_LEAVES, parameters)).to_pylist()]
        await self._write(project_id, run_number, version, dict.fromkeys(paths, REMOVED), removed=True)

    async def mirrored_versions(self) -> dict[int, int]:
        """Run number → the version that the mirror has."""
        table = await self._columnar.query(SELECT_MIRRORED_VERSIONS)
        if table.num_rows == 0:
            return {}
        return dict(zip(table["run_number"].to_pylist(), table["mirrored"].to_pylist(), strict=True))

    async def close(self) -> None:
        """Commit what waits. Idempotent."""
        await self._commits.close()

    async def _write(
        self, project_id: int, run_number: int, version: int, leaves: Mapping[str, Leaf], *, removed: bool = False
    ) -> None:
        mark = REMOVED if removed else Leaf("number", float(version))
        change = _Change(project_id, run_number, version, {**leaves, VERSION_PATH: mark})
        size_bytes = sum(64 + len(path) + len(leaf.text) for path, leaf in leaves.items())
        await self._commits.append(change, rows=len(leaves) + 1, size_bytes=size_bytes + 64)

    async def _known_leaves(self, run: Run) -> dict[str, Leaf]:
        known = self._known.get(run.run_number)
        if known is None:
            parameters = {"project_id": run.project_id, "run_number": run.run_number}
            rows = (await self._columnar.query(SELECT_LEAVES, parameters)).to_pylist()
            known = {row["path"]: Leaf(row["kind"], row["number"], row["text"]) for row in rows}
        return known

    def _remember(self, run_number: int, leaves: dict[str, Leaf]) -> None:
        self._known[run_number] = leaves
        self._known.move_to_end(run_number)
        while len(self._known) > _REMEMBERED_RUNS:
            self._known.popitem(last=False)

    async def _insert(self, changes: Sequence[_Change]) -> None:
        rows = [(change, path, leaf) for change in changes for path, leaf in change.leaves.items()]
        columns = [
            [change.project_id for change, _, _ in rows],
            [path for _, path, _ in rows],
            [change.run_number for change, _, _ in rows],
            [change.version for change, _, _ in rows],
            [_KINDS[leaf.kind] for _, _, leaf in rows],
            [leaf.number for _, _, leaf in rows],
            [leaf.text for _, _, leaf in rows],
        ]
        arrays = [pa.array(values, field.type) for values, field in zip(columns, _SCHEMA, strict=True)]
        await self._columnar.insert("run_fields", pa.table(arrays, schema=_SCHEMA))


def _same(known: Leaf | None, leaf: Leaf) -> bool:
    """Equal, NaN being equal to NaN."""
    return known is not None and (known == leaf or repr(known) == repr(leaf))
