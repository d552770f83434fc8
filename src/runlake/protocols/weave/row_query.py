"""Queries over rows that are few: feedback of some calls, prices. Pure."""

from collections.abc import Sequence
from typing import Any

from runlake.protocols.weave.feedback_wire import RowsQuery
from runlake.protocols.weave.query import RowFields, check_order, compile_query, in_order
from runlake.protocols.weave.query.fields import at_path
from runlake.protocols.weave.query.values import MISSING

Row = dict[str, Any]
_COUNT = "count(*)"


def answer_rows(rows: Sequence[Row], body: RowsQuery, fields: RowFields) -> tuple[list[Row], int]:
    """A page of the rows that match, with the fields that were asked for, and how many match in all."""
    matches = compile_query(body.query, fields)
    found = in_order([row for row in rows if matches(row)], check_order(body.sort_by or [], fields))
    if body.fields == [_COUNT]:
        return [{_COUNT: len(found)}], len(found)
    first = max(body.offset or 0, 0)
    page = found[first : None if body.limit is None else first + max(body.limit, 0)]
    return [_chosen(row, body.fields, fields) for row in page], len(found)


def _chosen(row: Row, names: list[str] | None, fields: RowFields) -> Row:
    if not names:
        return row
    for name in names:
        fields.field(name)  # refuses what is not there
    values = {name: row[name] if name in row else at_path(row, name.split(".")) for name in names}
    return {name: None if value is MISSING else value for name, value in values.items()}
