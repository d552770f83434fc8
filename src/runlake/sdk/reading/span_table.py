"""Spans of a project as a table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.frames import Tabular, needed
from runlake.sdk.reading.media import column_of

if TYPE_CHECKING:
    import pyarrow

_PAGE = 500


class Spans(Tabular):
    """Spans that meet a filter, the newest first; read when they are asked for, each time anew."""

    def __init__(self, asker: Asker, path: str, search: dict[str, Any], limit: int | None) -> None:
        """For `Api.spans`."""
        self._asker, self._path, self._search, self._limit = asker, path, search, limit

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each span as the native API has it: `start` in ms since the epoch, `duration_ms`, `name`, `kind`, `status`, …"""
        page = _PAGE if self._limit is None else max(1, min(_PAGE, self._limit))
        rows = self._asker.pages("POST", self._path, {**self._search, "limit": page}, "spans")
        for at, row in enumerate(rows):
            if self._limit is not None and at >= self._limit:
                return
            yield row

    def to_arrow(self) -> "pyarrow.Table":
        """A row for each span; `start` is a time in UTC. Lists and objects are JSON."""
        arrow = needed("pyarrow")
        rows = [{name: value for name, value in row.items() if name != "trace"} for row in self]
        names = list(dict.fromkeys(name for row in rows for name in row))
        columns = {name: column_of([row.get(name) for row in rows]) for name in names}
        if "start" in columns:
            columns["start"] = columns["start"].cast(arrow.int64(), safe=False).cast(arrow.timestamp("ms", "UTC"))
        table: pyarrow.Table = arrow.table(columns)
        return table

    def __repr__(self) -> str:
        return "<Spans: to_pandas(), to_polars(), to_arrow(), or iterate>"
