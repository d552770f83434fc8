"""Points of several runs as Arrow columns, with the names of runs, metrics and writers. Pure."""

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from runlake.products.metrics import WholePoints
from runlake.protocols.native.runs.run_writers import Writer

_NAME = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("run_id", _NAME),
        ("metric", _NAME),
        ("writer", _NAME),
        ("rank", pa.int32()),
        ("line", pa.uint32()),
        ("step", pa.int64()),
        ("time", pa.timestamp("ms", "UTC")),
        ("value", pa.float64()),
    ]
)


class PointColumns:
    """Shapes batches of plans; `writers` has for each plan the writers of its sources.

    All names are known before the first batch, so that a stream carries them once.
    """

    def __init__(self, plans: Sequence[WholePoints], writers: Sequence[Sequence[Writer]]) -> None:
        self._run_ids = pa.array([plan.run.run_id for plan in plans], pa.string())
        self._metrics = _distinct(metric for plan in plans for metric in plan.metrics)
        self._writers = _distinct(writer.name for of_plan in writers for writer in of_plan)
        self._plans = plans
        self._writers_of = writers

    def shape(self, at: int, points: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of plan number `at`, as `Metrics.read_whole` gives it."""
        metrics, writers = pa.array(self._plans[at].metrics, pa.string()), self._writers_of[at]
        metric = pc.index_in(metrics, self._metrics).take(points["metric"])
        writer = pc.index_in(pa.array([each.name for each in writers], pa.string()), self._writers)
        columns = [
            _named(pa.array([at] * points.num_rows, pa.int32()), self._run_ids),
            _named(metric, self._metrics),
            _named(writer.take(points["source"]), self._writers),
            pa.array([each.rank for each in writers], pa.int32()).take(points["source"]),
            points["line"],
            points["step"],
            points["time_ms"].cast(SCHEMA.field("time").type),
            points["value"],
        ]
        return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _distinct(names: Iterable[str]) -> pa.Array:
    return pa.array(list(dict.fromkeys(names)), pa.string())


def _named(places: pa.Array, names: pa.Array) -> pa.Array:
    return pa.DictionaryArray.from_arrays(places, names)
