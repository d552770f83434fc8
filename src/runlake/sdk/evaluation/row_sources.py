"""Rows of whatever people keep rows in: lists, data frames, Arrow, Hugging Face data sets, files of JSON lines."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from runlake.errors import UsageError

Row = dict[str, Any]


def rows_of(source: Any) -> list[Row]:
    """The rows as mappings of column to value. Raises UsageError for what has none."""
    if isinstance(source, str | Path):
        return _of_file(Path(source))
    rows = _of_frame(source)
    if rows is None:
        if isinstance(source, Mapping) or not hasattr(source, "__iter__"):
            raise UsageError(
                f"no rows can be made of {type(source).__name__}: give a list of mappings, or a data frame"
            )
        rows = list(source)
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise UsageError(f"row {number} is {type(row).__name__}, not a mapping of column to value")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _of_frame(source: Any) -> Sequence[Any] | None:
    """Rows of pandas, Polars and Arrow; None for everything else. Hugging Face data sets are iterable as they are."""
    if callable(getattr(source, "to_pylist", None)):  # Arrow
        return list(source.to_pylist())
    if callable(getattr(source, "to_dicts", None)):  # Polars
        return list(source.to_dicts())
    if hasattr(source, "iloc") and callable(getattr(source, "to_dict", None)):  # pandas
        return list(source.to_dict(orient="records"))
    return None


def _of_file(path: Path) -> list[Row]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} is no file of JSON lines: {error}") from None
