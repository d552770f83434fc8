"""What a question asks of plain columns, told to the view too: the engine then reads the other columns of few rows alone.

Each condition stays where it was written as well. Only comparisons with constants are told, which cannot fail on one row
and not on another: in the view they may be evaluated on rows of other projects.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from sqlglot import exp

from runlake.products.sql.marks import ASKED
from runlake.products.sql.texts import quoted_text

_COMPARED: dict[type[exp.Expr], str] = {exp.EQ: "=", exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<="}
_CONSTANT = (exp.Literal, exp.Boolean, exp.Neg, exp.Paren, exp.Add, exp.Sub, exp.Interval, exp.Var, exp.Anonymous)
_CONSTANT_CALLS = frozenset({"now", "now64", "today", "yesterday", "toDate", "toDateTime", "toDateTime64"})
_DAY_OR_TIME = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d{1,9})?)?")
_START, _IS_ROOT = "_t.start_time", "_t.is_root"
_MARGIN_H = 26
"""Hours that days begin earlier or later elsewhere."""

Write = Callable[[exp.Expr], str]


def told(table: exp.Table, stored: Mapping[str, str], write: Write) -> str:
    """The conditions on the columns of the view `table` that its SELECT is about, each with AND before it; "" for none."""
    select = table.parent.parent if isinstance(table.parent, exp.From) else None
    if not isinstance(select, exp.Select):
        return ""
    where = select.args.get("where")
    if where is None or not all(map(_keeps_conditions, select.args.get("joins", ()))):
        return ""
    taken = {alias.alias for alias in select.find_all(exp.Alias)}  # in the engine they stand for these even in WHERE
    known = {name: stands_for for name, stands_for in stored.items() if name not in taken}
    sources = {table.alias_or_name} if select.args.get("joins") else {table.alias_or_name, ""}
    telling = _Telling(sources, known, write)
    return "".join(f" AND {each}" for part in _parts(where.this) for each in telling.conditions(part))


def _keeps_conditions(join: exp.Join) -> bool:
    """Whether a row of the first table, and what is joined to it, depends on no other row of that table."""
    side, kind = (str(join.args.get(name) or "").upper() for name in ("side", "kind"))
    return side in ("", "LEFT") and kind in ("", "INNER", "OUTER", "CROSS")


def _parts(node: exp.Expr) -> Iterator[exp.Expr]:
    """What must hold all together."""
    if isinstance(node, exp.Paren):
        yield from _parts(node.this)
    elif isinstance(node, exp.And):
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node


class _Telling:
    """Conditions on the columns of one view."""

    def __init__(self, sources: Collection[str], stored: Mapping[str, str], write: Write) -> None:
        """`sources` are the names before the columns, "" for none."""
        self._sources = sources
        self._stored = stored
        self._write = write

    def conditions(self, node: exp.Expr) -> Iterator[str]:
        """What can be told of one condition: itself, and hours for one on the start."""
        column = self._column(node if isinstance(node, exp.Column) else node.args.get("this"))
        if column is None:
            return
        if isinstance(node, exp.Column):
            if column == _IS_ROOT:
                yield column
        elif isinstance(node, exp.In):
            if node.expressions and all(map(_is_constant, node.expressions)):
                yield _about(column, f"IN ({', '.join(map(self._write, node.expressions))})")
        elif isinstance(node, exp.Between):
            yield from self._compared(column, ">=", node.args["low"])
            yield from self._compared(column, "<=", node.args["high"])
        elif type(node) in _COMPARED:
            yield from self._compared(column, _COMPARED[type(node)], node.expression)

    def _compared(self, column: str, sign: str, value: exp.Expr) -> Iterator[str]:
        if not _is_constant(value):
            return
        written = self._write(value)
        yield _about(column, f"{sign} {written}")
        if column == _START and sign != "=" and _is_time(value):
            hour = f"intDiv(toUnixTimestamp64Milli(toDateTime64({written}, 3, 'UTC')), 3600000)"
            yield f"_t.hour >= {hour} - {_MARGIN_H}" if sign[0] == ">" else f"_t.hour <= {hour} + {_MARGIN_H}"

    def _column(self, node: exp.Expr | None) -> str | None:
        """What is stored for a column, or for an attribute."""
        if isinstance(node, exp.Bracket) and len(node.expressions) == 1:
            key, column = node.expressions[0], self._column(node.this)
            named = column == self._stored.get("attributes") and isinstance(key, exp.Literal) and key.is_string
            return f"{column}[{quoted_text(key.this)}]" if column and named else None
        if not isinstance(node, exp.Column) or node.table not in self._sources:
            return None
        return self._stored.get(node.name)


def _about(column: str, asked: str) -> str:
    return column.replace(ASKED, asked) if ASKED in column else f"{column} {asked}"


def _is_constant(node: exp.Expr) -> bool:
    return all(
        isinstance(each, _CONSTANT) and (not isinstance(each, exp.Anonymous) or each.this in _CONSTANT_CALLS)
        for each in node.walk()
    )


def _is_time(node: exp.Expr) -> bool:
    """Whether it can be read as a time, by those who cannot see what it is compared with."""
    return bool(_DAY_OR_TIME.fullmatch(node.this)) if isinstance(node, exp.Literal) else not isinstance(node, exp.Neg)
