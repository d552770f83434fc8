"""Runs: their life, their documents, and finding them by any field."""

from runlake.products.runs.branches import BranchPoint, branch_point
from runlake.products.runs.configs import internal_config
from runlake.products.runs.documents import json_safe, parse_document, unwrapped_config, user_summary
from runlake.products.runs.grouping import MAX_GROUPS, ColumnStatistics, GroupsPage, GroupsQuery, RunGroup
from runlake.products.runs.metric_definitions import (
    MetricDefinition,
    agreed_definitions,
    definitions_in,
    encode_definitions,
    parse_definitions,
    summarised,
    summary_of,
)
from runlake.products.runs.product import Runs
from runlake.products.runs.records import FieldInfo, ProjectActivity, RunProgress, RunsPage, RunsQuery, RunUpsert

__all__ = [
    "MAX_GROUPS",
    "BranchPoint",
    "ColumnStatistics",
    "FieldInfo",
    "GroupsPage",
    "GroupsQuery",
    "MetricDefinition",
    "ProjectActivity",
    "RunGroup",
    "RunProgress",
    "RunUpsert",
    "Runs",
    "RunsPage",
    "RunsQuery",
    "agreed_definitions",
    "branch_point",
    "definitions_in",
    "encode_definitions",
    "internal_config",
    "json_safe",
    "parse_definitions",
    "parse_document",
    "summarised",
    "summary_of",
    "unwrapped_config",
    "user_summary",
]
