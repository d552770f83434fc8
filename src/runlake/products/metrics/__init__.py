"""Metrics: the points of runs, read as chart envelopes, as rows and as lists of names."""

from runlake.products.metrics.envelopes import (
    MAX_BUCKETS,
    MAX_RUNS,
    Axis,
    AxisKind,
    Envelopes,
    SeriesEnvelope,
    SeriesQuery,
)
from runlake.products.metrics.export_plan import ExportPart
from runlake.products.metrics.exports import ExportFile, HistoryExports
from runlake.products.metrics.groups import MAX_CHART_GROUPS, GroupedQuery, GroupEnvelope, GroupEnvelopes
from runlake.products.metrics.history_keys import HistoryKeys
from runlake.products.metrics.product import Metrics
from runlake.products.metrics.series import MetricName, RichKey, StoredRichValue
from runlake.products.metrics.whole_points import MAX_WHOLE_SERIES, Source, WholePoints

__all__ = [
    "MAX_BUCKETS",
    "MAX_CHART_GROUPS",
    "MAX_RUNS",
    "MAX_WHOLE_SERIES",
    "Axis",
    "AxisKind",
    "Envelopes",
    "ExportFile",
    "ExportPart",
    "GroupEnvelope",
    "GroupEnvelopes",
    "GroupedQuery",
    "HistoryExports",
    "HistoryKeys",
    "MetricName",
    "Metrics",
    "RichKey",
    "SeriesEnvelope",
    "SeriesQuery",
    "Source",
    "StoredRichValue",
    "WholePoints",
]
