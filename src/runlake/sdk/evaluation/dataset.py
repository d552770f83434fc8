"""`class Dataset`: rows that models are evaluated on."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, overload

from runlake.errors import UsageError
from runlake.sdk.evaluation.row_sources import Row, rows_of
from runlake.sdk.tracing.capturing import captured


class Dataset:
    """Rows, known by their content.

    Args:
        rows: a list of mappings, a pandas, Polars or Arrow table, a Hugging Face data set, or the path of a file of JSON
            lines. Values are kept as JSON.
        name: what it is called, 1 to 128 letters, digits, "_", "-" and ".".

    Raises:
        UsageError: there are no rows in it, or none at all.
    """

    def __init__(self, rows: Any, name: str = "dataset") -> None:
        if not isinstance(name, str) or not name:
            raise UsageError(f"name is {name!r:.100}; it must be a text that is not empty")
        self.name = name
        self.rows: list[Row] = [captured(row) for row in rows_of(rows)]
        self.version: int | None = None
        self.ref: str | None = None
        if not self.rows:
            raise UsageError("a data set has at least one row")

    @property
    def columns(self) -> list[str]:
        """The names of all columns, in the order in which rows bring them."""
        return list(dict.fromkeys(name for row in self.rows for name in row))

    @property
    def digest(self) -> str:
        """What tells this content from any other: two data sets with it have the same rows in the same order."""
        return hashlib.sha256(json.dumps(self.rows, sort_keys=True).encode()).hexdigest()

    def push(self, labels: Sequence[str] = (), *, project: str | None = None) -> "Dataset":
        """Publish it as the latest version of its name; `labels` mean it from now on. The same rows are the same version.

        Gives itself, with `version` and `ref`. At most 20,000 rows. Raises the server's error.
        """
        from runlake.sdk.objects.store import ObjectStore

        found = ObjectStore(project).put(self.name, "dataset", {}, rows=self.rows, aliases=labels)
        self.version, self.ref = found.version, found.ref
        return self

    @classmethod
    def get(cls, named: str, *, project: str | None = None) -> "Dataset":
        """A published one: `name`, `name:label` or `name:v3`, also one that Weave's clients or people made of traces.

        Raises NotFound, and UsageError when the name is that of something else.
        """
        from runlake.sdk.objects.store import ObjectStore, name_and_version

        name, version = name_and_version(named)
        store = ObjectStore(project)
        found = store.get(name, version)
        if found.table is None:
            raise UsageError(f"{named!r} is the name of something that is no data set")
        made = cls(store.rows(found.table), name)
        made.version, made.ref = found.version, found.ref
        return made

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> "Dataset": ...
    def __getitem__(self, index: int | slice) -> "Row | Dataset":
        return Dataset(self.rows[index], self.name) if isinstance(index, slice) else self.rows[index]

    def __repr__(self) -> str:
        return f"<Dataset {self.name}: {len(self):,} rows of {', '.join(self.columns[:8])}>"
