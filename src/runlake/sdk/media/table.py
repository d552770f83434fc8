"""`Table`: rows under columns."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.media.recognised import recognised
from runlake.sdk.media.stored import FileMedia, dumped, file_of, told_by_log
from runlake.sdk.messages import warn
from runlake.sdk.values import Media, MediaFile, plain


class Table(FileMedia):
    """Rows under columns.

    Args:
        rows: a pandas or Polars data frame, an Arrow table, mappings of column to cell, or sequences with a cell for
            each of `columns`. Cells are numbers, texts, None, lists and mappings of them; or media, also plain
            figures and Pillow images, but no tables.
        columns: names in their order; None means those of the frame, or of the mappings.

    When a row is not as long as the columns, `problem` says so, and `log` warns and leaves it out.
    """

    kind = "table-file"

    @told_by_log
    def __init__(self, rows: Any, columns: Sequence[str] | None = None) -> None:
        self.columns, cells = _columns_and_rows(rows, columns)
        for number, row in enumerate(cells):
            if len(row) != len(self.columns):
                raise UsageError(
                    f"row {number} of the table has {len(row)} cells, there are {len(self.columns)} columns"
                )
        self.row_count = len(cells)
        self._of_cells: dict[str, MediaFile] = {}
        content = dumped({"columns": self.columns, "data": [[self._cell(cell) for cell in row] for row in cells]})
        facts = {"ncols": len(self.columns), "nrows": self.row_count}
        super().__init__(file_of("table", "table.json", content), None, facts)

    def files(self) -> list[MediaFile]:
        return [*self._of_cells.values(), self._file]

    def _cell(self, cell: Any) -> Any:
        media = cell if isinstance(cell, Media) else recognised(cell)
        if media is None or isinstance(media, Table):
            return plain(cell)
        if media.problem is not None:
            warn("media table", f"a cell of a table is left empty: {media.problem}")
            return None
        self._of_cells |= {file.name: file for file in media.files()}
        return media.record()


def _columns_and_rows(rows: Any, columns: Sequence[str] | None) -> tuple[list[str], list[Any]]:
    if hasattr(rows, "columns"):
        names, cells = _frame(rows)
        return [str(name) for name in columns or names], cells
    listed = list(rows)
    if listed and all(isinstance(row, Mapping) for row in listed):
        names = list(columns or dict.fromkeys(name for row in listed for name in row))
        return [str(name) for name in names], [[row.get(name) for name in names] for row in listed]
    if columns is None or not all(isinstance(row, Sequence) and not isinstance(row, str) for row in listed):
        raise UsageError("a table is made of a data frame, of mappings, or of sequences together with columns=")
    return [str(name) for name in columns], listed


def _frame(frame: Any) -> tuple[list[str], list[Any]]:
    """Polars gives rows, pandas values, Arrow columns."""
    if hasattr(frame, "rows"):
        return list(frame.columns), list(frame.rows())
    if hasattr(frame, "column_names"):
        return list(frame.column_names), list(_transposed(frame.to_pydict().values()))
    return list(frame.columns), list(frame.values.tolist())


def _transposed(columns: Any) -> Iterator[list[Any]]:
    return (list(row) for row in zip(*columns, strict=True))
