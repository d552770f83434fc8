"""`class DataSets`: rows are added to a data set, which makes a version of it. Weave's clients read them as `Dataset`s."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from runlake.errors import InvalidInput, LimitExceeded, NotFound, VersionMoved
from runlake.products.objects.product import LATEST, Objects
from runlake.products.objects.records import NewVersion, ObjectVersion
from runlake.products.objects.rows import RowTables
from runlake.products.objects.values import Values

CLASS = "Dataset"
MOST_ROWS = 20_000
_SCHEME = "weave:///"
_ATTEMPTS, _PAUSE_S = 20, 0.05


@dataclass(frozen=True, slots=True)
class GrownDataSet:
    """The version that has the rows; `added` of its `rows` were not in the one before."""

    version: ObjectVersion
    added: int
    rows: int


class DataSets:
    """The data sets of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, objects: Objects, values: Values, tables: RowTables) -> None:
        self._objects = objects
        self._values = values
        self._tables = tables

    async def add(
        self, project_id: int, project_path: str, name: str, rows: Sequence[Any], *, created_by: str
    ) -> GrownDataSet:
        """Add rows behind those of the latest version, or make a data set of them; durable on return.

        Rows that are there already are not added again, so that it may be repeated. `project_path` is
        `entity/project`. Raises InvalidInput when the name is no name or that of something else; LimitExceeded;
        VersionMoved when others, in this process or another, grow it again and again meanwhile.
        """
        for _ in range(_ATTEMPTS):
            try:
                return await self._grow(project_id, project_path, name, rows, created_by)
            except VersionMoved:
                await asyncio.sleep(random.uniform(0, _PAUSE_S))  # noqa: S311 - so that two do not meet again
        raise VersionMoved(name)

    async def _grow(
        self, project_id: int, project_path: str, name: str, rows: Sequence[Any], created_by: str
    ) -> GrownDataSet:
        """One attempt. Raises VersionMoved: its version would leave out the rows that another writer added meanwhile."""
        follows, value = await self._latest(project_id, name)
        before = table_of(value) or (await self._tables.create(project_id, []))[0]
        count = (await self._tables.sizes(project_id, [before])).get(before, (0, 0))[0]
        if count + len(rows) > MOST_ROWS:
            raise LimitExceeded(f"{name} has {count} rows: a data set has at most {MOST_ROWS}, begin another one")
        table, added = await self._tables.extend(project_id, before, rows)
        grown = {**value, "rows": f"{_SCHEME}{project_path}/table/{table}"}
        new = NewVersion("object", name, grown, CLASS, CLASS)
        digest = await self._objects.publish(project_id, new, created_by=created_by, follows=follows)
        return GrownDataSet(await self._objects.get(project_id, name, digest), added, count + added)

    async def _latest(self, project_id: int, name: str) -> tuple[str, dict[str, Any]]:
        """The digest of the latest version, and what it holds; of a name that is free, "" and what a new data set does."""
        try:
            found = await self._objects.get(project_id, name, LATEST, "object")
        except NotFound:
            classes = {"_type": CLASS, "_class_name": CLASS, "_bases": ["Object", "BaseModel"]}
            return "", {**classes, "name": name, "description": None}
        value = (await self._values.read(project_id, [found.digest])).get(found.digest)
        if found.base_class != CLASS or not isinstance(value, dict):
            raise InvalidInput(f"{name} is the name of an object that is no data set: take another name")
        return found.digest, value


def table_of(value: Any) -> str | None:
    """The digest of the table that a data set's rows are in."""
    rows = value.get("rows") if isinstance(value, dict) else None
    kind, _, digest = rows.removeprefix(_SCHEME).rpartition("/") if isinstance(rows, str) else ("", "", "")
    return digest if kind.endswith("/table") else None
