"""The write side: records are checked, numbered, batched and committed; only then are they acknowledged."""

from runlake.ingest.group_commit import GroupCommit
from runlake.ingest.ingest import Ingest
from runlake.ingest.records import ConsoleLine, HistoryBlock, PointBlock, RichValue, RunStreamAppend
from runlake.ingest.streams import LineCounts, RunStreams

__all__ = [
    "ConsoleLine",
    "GroupCommit",
    "HistoryBlock",
    "Ingest",
    "LineCounts",
    "PointBlock",
    "RichValue",
    "RunStreamAppend",
    "RunStreams",
]
