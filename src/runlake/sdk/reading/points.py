"""Points of runs as a table, with every point that was logged."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeVar

from runlake.errors import LimitExceeded, RunlakeError, StoreUnavailable
from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.frames import Tabular, needed

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

T = TypeVar("T")

_RUNS_AT_ONCE = 100
_OF_ROW = ["run_id", "writer", "rank", "line", "step", "time"]


class Points(Tabular):
    """Points that are read when they are asked for, once.

    Columns: `run_id`, `metric`, `writer` (the process that logged it), `rank` (int32, null when not known), `line` (which
    row of its writer), `step` (int64), `time` (UTC, ms), `value` (float64, NaN and ±inf included). A metric comes after
    the other; of one metric a writer after the other, in the order of steps.
    """

    def __init__(self, asker: Asker, path: str, run_ids: Sequence[str], asked: Mapping[str, Any]) -> None:
        """For `RunView.metrics` and `Runs.metrics`."""
        self._asker, self._path, self._asked = asker, path, asked
        self._run_ids = run_ids
        self._table: pyarrow.Table | None = None

    def to_arrow(self, *, wide: bool = False) -> "pyarrow.Table":
        """All points; with `wide` a row for each row that was logged, and a column for each metric, null where it has none."""
        if self._table is None:
            self._table = self._read()
        return _widened(self._table) if wide else self._table

    def to_pandas(self, *, wide: bool = False) -> "pandas.DataFrame":
        """The same as a pandas frame."""
        needed("pandas")
        return self.to_arrow(wide=wide).to_pandas()

    def to_polars(self, *, wide: bool = False) -> "polars.DataFrame":
        """The same as a Polars frame."""
        frame: polars.DataFrame = needed("polars").from_arrow(self.to_arrow(wide=wide))
        return frame

    def batches(self) -> "Iterator[pyarrow.RecordBatch]":
        """Arrow record batches, one after the other: for more points than memory holds. Reads from the server each time."""
        yield from self._each(iter)

    def __len__(self) -> int:
        return int(self.to_arrow().num_rows)

    def __repr__(self) -> str:
        names = self._asked["metrics"]
        what = "all metrics" if names is None else ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
        state = "not read yet" if self._table is None else f"{self._table.num_rows:,} points"
        return f"<Points of {what}: {state}; to_pandas(), to_polars(), to_arrow(wide=True)>"

    def _repr_html_(self) -> str:
        """A chart for each metric, of envelopes that the server makes: the points themselves are not read."""
        from runlake.sdk.reading.charts_of_points import charts_of

        try:
            return charts_of(self._asker, self._path, self._run_ids, self._asked) or f"<pre>{escape(repr(self))}</pre>"
        except RunlakeError as error:
            return f"<pre>{escape(repr(self))}\n{escape(error.message)}</pre>"

    def _read(self) -> "pyarrow.Table":
        tables = list(self._each(lambda reader: [reader.read_all()]))
        table: pyarrow.Table = needed("pyarrow").concat_tables(tables).unify_dictionaries()
        return table

    def _each(self, take: Callable[[Any], Iterable[T]]) -> Iterator[T]:
        """What is taken of each stream: runs are asked for together, fewer when those have too much for one request."""
        parts = [self._run_ids[at : at + _RUNS_AT_ONCE] for at in range(0, max(1, len(self._run_ids)), _RUNS_AT_ONCE)]
        while parts:
            run_ids = parts.pop(0)
            try:
                with self._reader(run_ids) as reader:
                    yield from take(reader)
            except LimitExceeded:
                if len(run_ids) < 2:
                    raise
                half = len(run_ids) // 2
                parts[:0] = [run_ids[:half], run_ids[half:]]

    @contextmanager
    def _reader(self, run_ids: Sequence[str]) -> "Iterator[Any]":
        ipc = needed("pyarrow").ipc
        with self._asker.stream("POST", self._path, {**self._asked, "runs": run_ids}) as answer:
            try:
                yield ipc.open_stream(answer)
            except (OSError, HTTPException, ValueError) as error:  # Arrow's errors are ValueErrors
                raise StoreUnavailable(f"the points broke off half-way ({error}): ask again") from error


def asked_points(keys: str | Sequence[str] | None, rank: int | Sequence[int] | None, *, system: bool) -> dict[str, Any]:
    """Which points, as the server is asked for them."""
    names = [keys] if isinstance(keys, str) else None if keys is None else list(keys)
    ranks = {} if rank is None else {"ranks": [rank] if isinstance(rank, int) else list(rank)}
    return {"metrics": names, "source": "system" if system else "history", **ranks}


def _widened(points: "pyarrow.Table") -> "pyarrow.Table":
    """Rows by (run, writer, line), in the order of run, step, writer and line; exact: nothing is put together."""
    numpy, pyarrow = needed("numpy"), needed("pyarrow")
    first, row_of = _rows(points)
    table = points.select(_OF_ROW).take(first)
    metric, values = _places(points, "metric"), points["value"].to_numpy()
    for place, name in enumerate(_names(points, "metric")):
        of_metric = metric == place
        column, missing = numpy.zeros(len(first)), numpy.ones(len(first), bool)
        column[row_of[of_metric]], missing[row_of[of_metric]] = values[of_metric], False
        name = f"{name} (metric)" if name in _OF_ROW else name
        table = table.append_column(name, pyarrow.array(column, mask=missing))
    return table


def _rows(points: "pyarrow.Table") -> tuple[Any, Any]:
    """Where each row has its first point, and to which row each point belongs."""
    numpy = needed("numpy")
    run, writer = _places(points, "run_id"), _places(points, "writer")
    keys = (points["line"].to_numpy(), writer, points["step"].to_numpy(), run)
    order = numpy.lexsort(keys)
    begins = numpy.zeros(len(order), bool)
    begins[:1] = True
    for key in keys:
        begins[1:] |= key[order][1:] != key[order][:-1]
    row_of = numpy.empty(len(order), numpy.int64)
    row_of[order] = numpy.cumsum(begins) - 1
    return order[begins], row_of


def _places(points: "pyarrow.Table", name: str) -> Any:
    """The column as places in its names, which are the same in all chunks."""
    numpy = needed("numpy")
    chunks = [chunk.indices.to_numpy() for chunk in points[name].chunks]
    return numpy.concatenate(chunks) if chunks else numpy.zeros(0, numpy.int32)


def _names(points: "pyarrow.Table", name: str) -> Sequence[str]:
    names: list[str] = points[name].chunk(0).dictionary.to_pylist() if points[name].num_chunks else []
    return names
