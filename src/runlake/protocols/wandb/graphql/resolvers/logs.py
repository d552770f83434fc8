"""Console lines."""

import json
from datetime import UTC, datetime
from typing import Any

from ariadne import ObjectType

from runlake.errors import InvalidInput
from runlake.products.logs import LogLine, LogPosition, MergedLines
from runlake.protocols.wandb.graphql.context import Info
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of
from runlake.protocols.wandb.graphql.translate import Node, RunNode

_DEFAULT_LINES = 1000
_MAX_LINES = 5000
_INT64 = 2**63

run_type = ObjectType("Run")


@run_type.field("logLines")
async def resolve_log_lines(
    node: RunNode,
    info: Info,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    **_: Any,
) -> Node:
    """Lines after a cursor, or the last ones; of a run with several writers all of theirs, by time."""
    logs = context_of(info).services.logs
    if len(await logs.writers(node.run)) > 1:
        limit = min(max(last or first or _DEFAULT_LINES, 1), _MAX_LINES)
        place = _place_after(after)
        return _merged_connection(await logs.read_merged(node.run, place, limit=limit, newest=last is not None))
    if last is not None:
        limit = min(max(last, 1), _MAX_LINES)
        page = await logs.read(node.run, first_line=-limit, limit=limit)
        return _connection(page.lines, total=0)
    limit = min(max(first or _DEFAULT_LINES, 1), _MAX_LINES)
    page = await logs.read(node.run, first_line=_line_after(after), limit=limit)
    return _connection(page.lines, total=page.total)


def _connection(lines: list[LogLine], total: int) -> Node:
    edges = [Node(node=_line_node(line), cursor=str(line.line)) for line in lines]
    return Node(
        edges=edges,
        pageInfo=Node(
            endCursor=edges[-1]["cursor"] if edges else None,
            hasNextPage=bool(lines) and lines[-1].line + 1 < total,
        ),
    )


def _merged_connection(page: MergedLines) -> Node:
    edges = [
        Node(node=_line_node(line), cursor=json.dumps([place.time_us, place.line, place.writer]))
        for place, line in page.lines
    ]
    return Node(edges=edges, pageInfo=Node(endCursor=edges[-1]["cursor"] if edges else None, hasNextPage=page.has_more))


def _line_node(line: LogLine) -> Node:
    moment = datetime.fromtimestamp(line.time_us / 1_000_000, UTC) if line.time_us else None
    return Node(number=line.line, timestamp=moment, level=line.level, label=line.label, line=line.text)


def _place_after(cursor: str | None) -> LogPosition | None:
    """A place from its cursor; one that was given while the run had a single writer leads to the beginning."""
    if not cursor or (cursor.isascii() and cursor.isdigit()):
        return None
    try:
        time_us, line, writer = json.loads(cursor)
    except (ValueError, TypeError, RecursionError):
        time_us = line = writer = None
    if type(time_us) is not int or type(line) is not int or not isinstance(writer, str):
        raise InvalidInput(f"{cursor!r:.40} is not a cursor of log lines")
    if not (-1 <= time_us < _INT64 and -1 <= line < _INT64):
        raise InvalidInput(f"{cursor!r:.40} is not a cursor of log lines")
    return LogPosition(time_us, writer, line)


def _line_after(cursor: str | None) -> int:
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 10:
        raise InvalidInput(f"{cursor!r:.40} is not a cursor of log lines")
    return int(cursor) + 1


BINDABLES = (run_type,)
