"""Points → the rows that were logged, as JSON lines made straight from the columns. Pure."""

import numpy as np
import orjson
import pyarrow as pa
from numpy.typing import NDArray

from runlake.products.metrics.rows import EXACT_INTEGERS, PointColumns
from runlake.products.metrics.tables import ROW_SERIES


def encode_plain_rows(points: pa.Table) -> list[str] | None:
    """The same as `assemble_rows` and a JSON writer would make of rows that all have the same finite numbers.

    None for rows that differ in what they have, hold NaN or infinite numbers, or belong to several runs. `points` are
    ordered by run and metric. What was nested has to be put together as rows.
    """
    columns = PointColumns(points)
    series = dict(columns.series())
    if ROW_SERIES not in series or not columns.of_one_run:
        return None
    first = series[ROW_SERIES]
    if not all(columns.same_rows(first, part) for part in series.values()):
        return None
    order = columns.step_order(first)
    cells = [_integer_texts(columns.step[first][order])]
    for part in series.values():
        texts = _texts(columns.value[part][order])
        if texts is None:
            return None
        cells.append(texts)
    template = _template(["_step", *series])
    return [template % row for row in zip(*cells, strict=True)]


def _template(names: list[str]) -> str:
    keys = [orjson.dumps(name).decode().replace("%", "%%") for name in names]
    return "{" + ",".join(f"{key}:%s" for key in keys) + "}"


def _texts(values: NDArray[np.float64]) -> list[str] | None:
    """Numbers as JSON, whole ones as integers; None when some are not finite, or too large to be told apart."""
    if not np.isfinite(values).all():
        return None
    whole = np.floor(values) == values
    if (whole & (np.abs(values) > EXACT_INTEGERS)).any():
        return None
    if whole.all():
        return _integer_texts(values.astype(np.int64))
    text = orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].decode() + ","
    return text.replace(".0,", ",").split(",")[:-1]


def _integer_texts(values: NDArray[np.int64]) -> list[str]:
    return orjson.dumps(values, option=orjson.OPT_SERIALIZE_NUMPY)[1:-1].decode().split(",")
