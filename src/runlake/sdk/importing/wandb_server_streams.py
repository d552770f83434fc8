"""What a wandb server keeps of a run beside its history: console lines, and metrics of the machine.

Source: the wandb client 0.31, `core/api/graphql/query_run_console_logs.graphql` and `apis/public/runs.py`.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from runlake.sdk.importing.imported import ImportedRow, ImportedRun, us_of
from runlake.sdk.importing.wandb_graphql import GraphQL, pages
from runlake.sdk.importing.wandb_values import machine_row, time_of
from runlake.wire import ConsoleRecord

LINES = """
query Lines($entity: String!, $project: String!, $run: String!, $cursor: String) {
  project(name: $project, entityName: $entity) { run(name: $run) {
    logLines(first: 1000, after: $cursor, useImprovedPagination: true) {
      edges { node { timestamp level line } }
      pageInfo { endCursor hasNextPage }
    }
  } }
}
"""
EVENTS = """
query Events($entity: String!, $project: String!, $run: String!, $rows: Int!) {
  project(name: $project, entityName: $entity) { run(name: $run) { eventsLineCount events(samples: $rows) } }
}
"""
_EVENTS_AT_ONCE = 100_000


def console_lines(api: GraphQL, of_run: Mapping[str, str]) -> Iterator[ConsoleRecord]:
    """All lines in their order; those of one moment are one record. Raises UsageError for servers that cannot page through them."""
    nodes = pages(api, LINES, of_run, ("project", "run", "logLines"))
    at = 0
    for (level, moment), group in groupby(nodes, key=lambda node: (node.get("level"), node.get("timestamp"))):
        lines = tuple(str(node["line"]) for node in group)
        yield ConsoleRecord(at, "error" if level == "error" else "", us_of(moment) or 0, lines)
        at += len(lines)


def machine_rows(api: GraphQL, of_run: Mapping[str, str], run: ImportedRun) -> Iterator[ImportedRow]:
    """The rows of the machine's metrics; those that the server does not give are counted."""
    found: dict[str, Any] = api.ask(EVENTS, {**of_run, "rows": _EVENTS_AT_ONCE})["project"]["run"]
    lines = found.get("events") or ()
    for line in lines:
        values = json.loads(line)
        yield machine_row(values, time_of(values, run.started_us or 0))
    missing = int(found.get("eventsLineCount") or 0) - len(lines)
    if missing > 0:
        run.left_out["rows of machine metrics (the server gives a sample)"] += missing
