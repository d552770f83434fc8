"""Runs of a project that meet a filter, read when they are looked at."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.frames import Tabular, needed
from runlake.sdk.reading.media import column_of
from runlake.sdk.reading.points import Points, asked_points
from runlake.sdk.reading.run_view import RunView, project_path

if TYPE_CHECKING:
    import pyarrow

_PAGE = 100
_TIMES = ("created_at", "finished_at")
_FACTS = ("run_id", "display_name", "state", "user", "group", "job_type", "tags", "notes", *_TIMES, "duration_s")


class Runs(Sequence[RunView], Tabular):
    """A lazy list of runs: pages are read as far as it is looked at, each once.

    As a table it has a row for each run, and a column for each leaf of config (`config.lr`) and summary
    (`summary.val/loss`); lists and objects within lists are JSON.
    """

    def __init__(self, asker: Asker, entity: str, project: str, search: Mapping[str, Any], limit: int | None) -> None:
        """For `Api.runs`."""
        self._asker = asker
        self.entity, self.project = entity, project
        self._search = search
        self._limit = limit
        self._found: list[RunView] = []
        self._total: int | None = None
        self._cursor: str | None = None

    def __len__(self) -> int:
        if self._total is None:
            self._read_page()
        total = self._total or 0
        return total if self._limit is None else min(total, self._limit)

    def __iter__(self) -> Iterator[RunView]:
        at = 0
        while self._read_up_to(at + 1) > at:
            yield self._found[at]
            at += 1

    @overload
    def __getitem__(self, index: int) -> RunView: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RunView]: ...
    def __getitem__(self, index: int | slice) -> RunView | Sequence[RunView]:
        if isinstance(index, slice):
            start, stop, _ = index.indices(len(self))
            self._read_up_to(max(start, stop))
            return self._found[: len(self)][index]
        at = index if index >= 0 else index + len(self)
        if at < 0 or self._read_up_to(at + 1) <= at:
            raise IndexError(f"there are {len(self)} runs; {index} is beyond them")
        return self._found[at]

    def metrics(
        self,
        keys: str | Sequence[str] | None = None,
        *,
        rank: int | Sequence[int] | None = None,
        system: bool = False,
    ) -> Points:
        """Every point of metrics of all these runs, as one table with the column `run_id`; see `RunView.metrics`."""
        asked = asked_points(keys, rank, system=system)
        path = f"{project_path(self.entity, self.project)}/points/arrow"
        return Points(self._asker, path, [run.run_id for run in self], asked)

    def to_arrow(self) -> "pyarrow.Table":
        """A row for each run."""
        rows = [_row(run.facts) for run in self]
        names = dict.fromkeys([*_FACTS, *sorted({name for row in rows for name in row} - set(_FACTS))])
        table = needed("pyarrow").table({name: column_of([row.get(name) for row in rows]) for name in names})
        return _with_times(table)

    def __repr__(self) -> str:
        return f"<Runs of {self.entity}/{self.project}: {len(self):,}; to_pandas(), to_polars(), or iterate>"

    def _read_up_to(self, count: int) -> int:
        """Read pages until that many runs are there, or all; returns how many there are."""
        wanted = count if self._limit is None else min(count, self._limit)
        while len(self._found) < wanted and (self._total is None or self._cursor is not None):
            self._read_page()
        return min(len(self._found), wanted)

    def _read_page(self) -> None:
        path = f"{project_path(self.entity, self.project)}/runs/documents"
        limit = _PAGE if self._limit is None else max(1, min(_PAGE, self._limit))
        page = self._asker.ask("POST", path, {**self._search, "limit": limit, "cursor": self._cursor})
        self._found += [RunView(self._asker, self.entity, self.project, row) for row in page["runs"]]
        self._total, self._cursor = page["total"], page["next_cursor"]


def _row(facts: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: facts[name] for name in _FACTS}
    for document in ("config", "summary"):
        row |= _leaves(facts[document], document)
    return row


def _leaves(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Path → value, of nested objects too."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        path = f"{prefix}.{name}"
        if isinstance(value, dict) and value:
            found |= _leaves(value, path)
        else:
            found[path] = value
    return found


def _with_times(table: "pyarrow.Table") -> "pyarrow.Table":
    pyarrow = needed("pyarrow")
    for name in _TIMES:
        at = table.schema.get_field_index(name)
        moments = table[name].cast(pyarrow.string()).cast(pyarrow.timestamp("ms", "UTC"))
        table = table.set_column(at, name, moments)
    return table
