"""What a run logged that is no number."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from runlake.errors import UsageError
from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.frames import Tabular, needed

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True)
class MediaKey:
    """A name under which values of one kind were logged, and how many."""

    key: str
    kind: str
    count: int


class LoggedMedia(Tabular):
    """One logged value. A table becomes a frame; the bytes of an image, a sound and their like come with `read`."""

    def __init__(self, asker: Asker, key: str, row: Mapping[str, Any]) -> None:
        """For `RunView.media`."""
        self._asker = asker
        self.key = key
        self.step = int(row["step"])
        self.kind = str(row["kind"])
        self.value: Any = row["value"]

    def read(self) -> bytes:
        """The bytes of its file. Raises UsageError for a value that has none."""
        url = self.value.get("url") if isinstance(self.value, dict) else None
        if url is None:
            raise UsageError(f"{self.key!r} at step {self.step} is of kind {self.kind}, which has no file: use `value`")
        with self._asker.stream("GET", url) as answer:
            content: bytes = answer.read()
        return content

    def to_arrow(self) -> "pyarrow.Table":
        """The rows of a logged table; what is no number, text or truth value is JSON. Raises UsageError for other kinds."""
        if self.kind != "table-file":
            raise UsageError(f"{self.key!r} at step {self.step} is of kind {self.kind}, which is no table")
        document = json.loads(self.read())
        columns = [str(name) for name in document["columns"]]
        cells = list(zip(*document["data"], strict=True)) or [()] * len(columns)
        table: pyarrow.Table = needed("pyarrow").table(
            {name: column_of(each) for name, each in zip(columns, cells, strict=True)}
        )
        return table

    def __repr__(self) -> str:
        return f"<{self.kind} {self.key!r} at step {self.step}>"


def column_of(values: "tuple[Any, ...] | list[Any]") -> "pyarrow.Array":
    """Values of any kinds as one Arrow column: numbers or truth values when all are, else text, lists and objects as JSON."""
    pyarrow = needed("pyarrow")
    kinds = {type(value) for value in values if value is not None}
    if kinds in ({bool}, {int}, {float}, {int, float}, {str}):
        if kinds == {int, float}:
            values = [None if value is None else float(value) for value in values]
        try:
            return pyarrow.array(values)
        except pyarrow.ArrowInvalid:  # integers of more than 64 bits
            pass
    return pyarrow.array([_as_text(value) for value in values], pyarrow.string())


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)
