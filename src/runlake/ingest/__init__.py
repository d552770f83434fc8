"""The write side: records are checked, numbered, batched and committed; only then are they acknowledged."""

from runlake.ingest.announce import (
    LogsAppended,
    MediaAppended,
    PointsAppended,
    logs_topic,
    media_topic,
    points_topic,
    project_points_topic,
)
from runlake.ingest.group_commit import GroupCommit
from runlake.ingest.high_water import LineCounts
from runlake.ingest.in_turn import in_turn
from runlake.ingest.ingest import Ingest
from runlake.ingest.records import ConsoleLine, HistoryBlock, PointBlock, RichValue, SeriesKey
from runlake.ingest.streams import RowLines, RunStream, RunStreams

__all__ = [
    "ConsoleLine",
    "GroupCommit",
    "HistoryBlock",
    "Ingest",
    "LineCounts",
    "LogsAppended",
    "MediaAppended",
    "PointBlock",
    "PointsAppended",
    "RichValue",
    "RowLines",
    "RunStream",
    "RunStreams",
    "SeriesKey",
    "in_turn",
    "logs_topic",
    "media_topic",
    "points_topic",
    "project_points_topic",
]
