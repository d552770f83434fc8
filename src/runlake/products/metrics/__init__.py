"""Metrics: the points of runs, read as chart envelopes, as rows and as lists of names."""

from runlake.products.metrics.envelopes import Axis, AxisKind, SeriesEnvelope, SeriesQuery
from runlake.products.metrics.history import HistoryKeys
from runlake.products.metrics.product import Metrics
from runlake.products.metrics.series import MetricName, RichKey, StoredRichValue

__all__ = [
    "Axis",
    "AxisKind",
    "HistoryKeys",
    "MetricName",
    "Metrics",
    "RichKey",
    "SeriesEnvelope",
    "SeriesQuery",
    "StoredRichValue",
]
