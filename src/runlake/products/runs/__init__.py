"""Runs: their life, their documents, and finding them by any field."""

from runlake.products.runs.documents import json_safe, parse_document, unwrapped_config, user_summary
from runlake.products.runs.grouping import MAX_GROUPS, ColumnStatistics, GroupsPage, GroupsQuery, RunGroup
from runlake.products.runs.product import Runs
from runlake.products.runs.records import FieldInfo, ProjectActivity, RunProgress, RunsPage, RunsQuery, RunUpsert

__all__ = [
    "MAX_GROUPS",
    "ColumnStatistics",
    "FieldInfo",
    "GroupsPage",
    "GroupsQuery",
    "ProjectActivity",
    "RunGroup",
    "RunProgress",
    "RunUpsert",
    "Runs",
    "RunsPage",
    "RunsQuery",
    "json_safe",
    "parse_document",
    "unwrapped_config",
    "user_summary",
]
