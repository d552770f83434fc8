"""Query results → envelopes. Pure; numpy all the way."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from runlake.products.metrics.envelopes import Floats, SeriesEnvelope
from runlake.products.metrics.groups import GroupEnvelope

SeriesKey = tuple[int, str]
"""(run number, metric)"""

Marks = list[tuple[float, int]]


def split_points(table: pa.Table) -> dict[SeriesKey, SeriesEnvelope]:
    """Rows (owner, metric, position, value) in that order → one exact envelope per series."""
    position = _column(table, "position").astype(np.float64)
    value = _column(table, "value")
    return {key: _exact(key, position[part], value[part]) for key, part in _series_of(table)}


def split_buckets(
    table: pa.Table, origin: float, width: float, last: float, *, whole: bool
) -> dict[SeriesKey, SeriesEnvelope]:
    """Rows of statistics by (owner, metric, bucket) → one envelope per series.

    Bucket k covers [origin + k·width, origin + (k+1)·width); its x is the middle, at most `last`; `whole` says that x
    is whole numbers.
    """
    finite = _column(table, "finite").astype(np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = _column(table, "total") / finite
    low, high = (np.where(finite > 0, _column(table, name), np.nan) for name in ("low", "high"))
    x = _middles(table, origin, width, last, whole=whole)
    marks = [_column(table, name).astype(np.int64) for name in ("nans", "pos_infs", "neg_infs")]
    return {
        key: SeriesEnvelope(
            run_id="",
            metric=key[1],
            x=x[part],
            low=low[part],
            high=high[part],
            mean=mean[part],
            count=finite[part],
            exact=False,
            points=0,
            last_line=0,
            nan=_marks(x[part], marks[0][part]),
            pos_inf=_marks(x[part], marks[1][part]),
            neg_inf=_marks(x[part], marks[2][part]),
        )
        for key, part in _series_of(table)
    }


def split_groups(
    table: pa.Table, origin: float, width: float, last: float, *, whole: bool
) -> dict[SeriesKey, GroupEnvelope]:
    """Rows of statistics by (owner, metric, bucket), where the owner is the index of a group."""
    runs = _column(table, "runs").astype(np.int64)
    low, high, mean = (np.where(runs > 0, _column(table, name), np.nan) for name in ("low", "high", "mean"))
    std = np.where(runs > 1, _column(table, "std"), np.nan)
    count = _column(table, "finite").astype(np.int64)
    x = _middles(table, origin, width, last, whole=whole)
    marks = [_column(table, name).astype(np.int64) for name in ("nans", "pos_infs", "neg_infs")]
    return {
        key: GroupEnvelope(
            group=key[0],
            metric=key[1],
            x=x[part],
            low=low[part],
            high=high[part],
            mean=mean[part],
            std=std[part],
            runs=runs[part],
            count=count[part],
            run_count=0,
            points=int(count[part].sum() + sum(mark[part].sum() for mark in marks)),
            nan=_marks(x[part], marks[0][part]),
            pos_inf=_marks(x[part], marks[1][part]),
            neg_inf=_marks(x[part], marks[2][part]),
        )
        for key, part in _series_of(table)
    }


def _middles(table: pa.Table, origin: float, width: float, last: float, *, whole: bool) -> Floats:
    """Where the buckets of a table stand on x."""
    left = origin + _column(table, "bucket").astype(np.float64) * width
    middle = np.floor(left + (width - 1) / 2) if whole else left + width / 2
    return np.minimum(middle, last)


def _exact(key: SeriesKey, x: Floats, value: Floats) -> SeriesEnvelope:
    is_finite = np.isfinite(value)
    shown = np.where(is_finite, value, np.nan)
    return SeriesEnvelope(
        run_id="",
        metric=key[1],
        x=x,
        low=shown,
        high=shown,
        mean=shown,
        count=is_finite.astype(np.int64),
        exact=True,
        points=len(x),
        last_line=0,
        nan=_marks(x, np.isnan(value).astype(np.int64)),
        pos_inf=_marks(x, (value == np.inf).astype(np.int64)),
        neg_inf=_marks(x, (value == -np.inf).astype(np.int64)),
    )


def _marks(x: Floats, counts: NDArray[np.int64]) -> Marks:
    where = np.flatnonzero(counts)
    return list(zip(x[where].tolist(), counts[where].tolist(), strict=True))


def _series_of(table: pa.Table) -> Iterator[tuple[SeriesKey, slice]]:
    """The runs of equal (owner, metric) in a table ordered by them."""
    if table.num_rows == 0:
        return
    owner = _column(table, "owner")
    names = table["metric"].combine_chunks().dictionary_encode()
    codes = names.indices.to_numpy()
    starts = np.flatnonzero(np.r_[True, (owner[1:] != owner[:-1]) | (codes[1:] != codes[:-1])])
    for start, stop in zip(starts.tolist(), [*starts[1:].tolist(), table.num_rows], strict=True):
        yield (int(owner[start]), names.dictionary[int(codes[start])].as_py()), slice(start, stop)


def _column(table: pa.Table, name: str) -> NDArray[np.float64]:
    array: NDArray[np.float64] = table[name].to_numpy()
    return array
