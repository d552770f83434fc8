"""Spans of agents and LLM calls: stored whole, understood by a mapping table, read as lists and trees."""

from runlake.products.traces.open_spans import SpanEnd
from runlake.products.traces.product import SpansAppended, Traces, spans_topic
from runlake.products.traces.reading import MOST_ROWS, MOST_SPANS, SpansPage, SpansQuery
from runlake.products.traces.records import RawSpan, SpanEvent, SpanLink, Status
from runlake.products.traces.selecting import SpanSelection, StoredSpan

__all__ = [
    "MOST_ROWS",
    "MOST_SPANS",
    "RawSpan",
    "SpanEnd",
    "SpanEvent",
    "SpanLink",
    "SpanSelection",
    "SpansAppended",
    "SpansPage",
    "SpansQuery",
    "Status",
    "StoredSpan",
    "Traces",
    "spans_topic",
]
