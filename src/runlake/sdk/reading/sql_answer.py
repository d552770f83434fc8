"""The answer to a question in SQL."""

from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from runlake.errors import StoreUnavailable
from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.frames import Tabular, needed

if TYPE_CHECKING:
    import pyarrow

_SHOWN = 60


class SqlAnswer(Tabular):
    """The rows of an answer, which is asked for when it is looked at, once."""

    def __init__(self, asker: Asker, path: str, query: str) -> None:
        """For `Api.sql`."""
        self._asker, self._path, self._query = asker, path, query
        self._table: pyarrow.Table | None = None

    def to_arrow(self) -> "pyarrow.Table":
        """All rows. Raises InvalidInput with what is wrong in the question, LimitExceeded when it asks for too much."""
        if self._table is None:
            self._table = self._read()
        return self._table

    def rows(self) -> list[dict[str, Any]]:
        """Each row by the names of its columns, without any library: at most 10,000, times as texts."""
        answer = self._asker.ask("POST", self._path, {"query": self._query, "format": "json"})
        names = [column["name"] for column in answer["columns"]]
        return [dict(zip(names, row, strict=True)) for row in answer["rows"]]

    def __len__(self) -> int:
        return int(self.to_arrow().num_rows)

    def __repr__(self) -> str:
        state = "not asked yet" if self._table is None else f"{self._table.num_rows:,} rows"
        query = " ".join(self._query.split())
        short = query if len(query) <= _SHOWN else query[:_SHOWN] + "…"
        return f"<SqlAnswer to {short!r}: {state}; to_pandas(), to_polars(), to_arrow(), rows()>"

    def _read(self) -> "pyarrow.Table":
        ipc = needed("pyarrow").ipc
        with self._asker.stream("POST", self._path, {"query": self._query}) as answer:
            try:
                table: pyarrow.Table = ipc.open_stream(answer).read_all()
            except (OSError, HTTPException, ValueError) as error:  # Arrow's errors are ValueErrors
                raise StoreUnavailable(f"the answer broke off half-way ({error}): ask again") from error
        return table
