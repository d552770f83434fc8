"""Spans of agents and LLM calls: stored whole, understood by a mapping table, read as lists and trees."""

from runlake.products.traces.conversations import MOST_CONVERSATIONS, ConversationsPage, ConversationsQuery
from runlake.products.traces.facets import FACETS, Facet
from runlake.products.traces.mapping import FIELDS, KINDS, default_text
from runlake.products.traces.mapping.links import run_in
from runlake.products.traces.mapping_preview import MappingPreview, SpanPreview
from runlake.products.traces.mappings import LONGEST_MAPPING, ProjectMapping
from runlake.products.traces.matching import NO_END_NS, SpansMatch
from runlake.products.traces.open_spans import SpanEnd, with_end
from runlake.products.traces.payload_tests import (
    Cast,
    Every,
    Inverse,
    Op,
    PayloadTest,
    PayloadTests,
    Some,
    Unknown,
)
from runlake.products.traces.product import SpansAppended, Traces, spans_topic
from runlake.products.traces.project_mapping import ProjectMappings
from runlake.products.traces.reading import MOST_ROWS, MOST_SPANS, Order, SpansPage, SpansQuery
from runlake.products.traces.records import RawSpan, SpanEvent, SpanLink, Status
from runlake.products.traces.recosting import Recosting
from runlake.products.traces.remapping_jobs import Remapping
from runlake.products.traces.selecting import Needle, SpanSelection, StoredSpan
from runlake.products.traces.series import MOST_BUCKETS, SpanSeries
from runlake.products.traces.spending import ModelSpending
from runlake.products.traces.text_search import LONGEST_SEARCH
from runlake.products.traces.turns import MOST_TURNS, TurnsPage
from runlake.products.traces.unmapped import SPANS_LOOKED_AT, UnmappedKey
from runlake.products.traces.uses import UseName, Uses

__all__ = [
    "FACETS",
    "FIELDS",
    "KINDS",
    "LONGEST_MAPPING",
    "LONGEST_SEARCH",
    "MOST_BUCKETS",
    "MOST_CONVERSATIONS",
    "MOST_ROWS",
    "MOST_SPANS",
    "MOST_TURNS",
    "NO_END_NS",
    "SPANS_LOOKED_AT",
    "Cast",
    "ConversationsPage",
    "ConversationsQuery",
    "Every",
    "Facet",
    "Inverse",
    "MappingPreview",
    "ModelSpending",
    "Needle",
    "Op",
    "Order",
    "PayloadTest",
    "PayloadTests",
    "ProjectMapping",
    "ProjectMappings",
    "RawSpan",
    "Recosting",
    "Remapping",
    "Some",
    "SpanEnd",
    "SpanEvent",
    "SpanLink",
    "SpanPreview",
    "SpanSelection",
    "SpanSeries",
    "SpansAppended",
    "SpansMatch",
    "SpansPage",
    "SpansQuery",
    "Status",
    "StoredSpan",
    "Traces",
    "TurnsPage",
    "Unknown",
    "UnmappedKey",
    "UseName",
    "Uses",
    "default_text",
    "run_in",
    "spans_topic",
    "with_end",
]
