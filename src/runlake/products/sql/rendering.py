# ruff: noqa: S608 - what is put together here has been written by this module, piece by piece
"""The tree of a question → SQL of our own. A kind of node, or a part of one, that is not known here is refused.

Views stand in the text as subqueries, at each place that names them; common table expressions get names that no table
of ours has. So nothing that a user writes comes to stand where the engine looks for a table.
"""

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from runlake.errors import LimitExceeded
from runlake.products.sql.expressions import EXPRESSIONS, Handler, Writing, listed
from runlake.products.sql.marks import TOLD
from runlake.products.sql.refusals import refused, shown
from runlake.products.sql.telling import told
from runlake.products.sql.texts import plain_number, quoted_name
from runlake.products.sql.views import VIEWS

MOST_TABLES = 40
_SIDES = frozenset({"", "LEFT", "RIGHT", "FULL"})
_KINDS = frozenset({"", "INNER", "OUTER", "CROSS", "ANY", "SEMI", "ANTI"})
_QUERY = ("with_", "order", "limit", "offset")


def render(tree: exp.Query) -> tuple[str, frozenset[str]]:
    """The SQL, and the names of the views in it. Raises InvalidInput for anything that a question may not have."""
    rendering = _Rendering()
    try:
        return rendering.write(_selecting(tree)), frozenset(rendering.used)
    except RecursionError:
        raise refused("the SQL is nested too deep: write it flatter, for example with WITH") from None


def _selecting(tree: exp.Query) -> exp.Query:
    """The tree as one SELECT, so that what is written behind it is about the whole."""
    while isinstance(tree, exp.Subquery) and set(tree.args) - {"this"} <= {
        name for name, part in tree.args.items() if not part
    }:
        tree = tree.this
    if isinstance(tree, exp.Select):
        return tree
    whole = exp.Subquery(this=tree, alias=exp.TableAlias(this=exp.to_identifier("whole")))
    return exp.Select(expressions=[exp.Star()], from_=exp.From(this=whole))


class _Rendering(Writing):
    """Writes one tree. `used` are the views that it has met."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self._weights: dict[str, int] = {}
        self._tables = 0

    def write(self, node: exp.Expr) -> str:
        """The SQL of a node."""
        handler, parts = _HANDLERS.get(type(node), (None, ()))
        if handler is None:
            raise refused(f"{type(node).__name__.upper()} cannot stand in a question", node)
        for name, value in node.args.items():
            if value not in (None, False, [], "") and name not in parts:
                raise refused(
                    f"{name.strip('_').upper()} cannot stand at {type(node).__name__.upper()} in a question", node
                )
        return handler(self, node)

    def define(self, node: exp.CTE) -> str:
        """A common table expression; later ones may name it."""
        alias = node.args["alias"]
        name = alias.name
        if name in VIEWS or name in self._weights:
            raise refused(f"{shown(name)} is taken: give this WITH another name", alias)
        before = self._tables
        query = self.write(node.this)
        self._weights[name] = max(1, self._tables - before)
        self.write(alias)  # for what it may not have
        return f"{_inner_name(name)} AS ({query})"

    def table(self, node: exp.Table) -> str:
        """A view, or a common table expression of the question."""
        if not isinstance(node.this, exp.Identifier):
            raise refused(f"functions cannot stand in place of tables; there are {_names(VIEWS)}", node)
        name = node.this.name
        if name not in VIEWS and name not in self._weights:
            raise refused(f"there is no table {shown(name)}; there are {_names({**VIEWS, **self._weights})}", node)
        self._count(self._weights.get(name, 1))
        alias = node.args.get("alias")
        shown_as = self.write(alias) if alias is not None else quoted_name(name)
        if name in self._weights:
            return f"{_inner_name(name)} AS {shown_as}"
        self.used.add(name)
        view = VIEWS[name]
        return f"({view.sql.replace(TOLD, told(node, view.stored, self.write))}) AS {shown_as}"

    def _count(self, tables: int) -> None:
        self._tables += tables
        if self._tables > MOST_TABLES:
            raise LimitExceeded(
                f"SQL: more than {MOST_TABLES} tables are read, each WITH counted wherever it is named: ask for less"
            )


def _inner_name(name: str) -> str:
    quoted_name(name)
    return quoted_name(f"with {name}")


def _names(known: Mapping[str, object]) -> str:
    return ", ".join(sorted(known))


def _select(writing: Any, node: exp.Select) -> str:
    if not node.expressions:
        raise refused("after SELECT, columns must stand", node)
    distinct = node.args.get("distinct")
    if distinct is not None and (distinct.expressions or distinct.args.get("on")):
        raise refused("DISTINCT ON cannot stand in a question: write LIMIT 1 BY", node)
    head = _head(writing, node) + ("SELECT DISTINCT " if distinct else "SELECT ")
    source = node.args.get("from_")
    parts = [source, *node.args.get("joins", ()), *(node.args.get(name) for name in ("where", "group", "having"))]
    body = "".join(f" {writing.write(part)}" for part in parts if part is not None)
    return f"{head}{listed(writing, node.expressions)}{body}{_tail(writing, node)}"


def _union(writing: Any, node: exp.Expr) -> str:
    word = type(node).__name__.upper()
    how = "DISTINCT" if node.args.get("distinct") else "ALL"
    sides = (f"(SELECT * FROM {_nested(writing, side)})" for side in (node.this, node.expression))
    together = f" {word} {how} ".join(sides)
    tail = _tail(writing, node)
    return _head(writing, node) + (f"SELECT * FROM ({together}){tail}" if tail else together)


def _nested(writing: Any, node: exp.Expr) -> str:
    return f"({writing.write(node.this if isinstance(node, exp.Subquery) and not node.args.get('alias') else node)})"


def _head(writing: Any, node: exp.Expr) -> str:
    found = node.args.get("with_")
    return f"{writing.write(found)} " if found is not None else ""


def _tail(writing: Any, node: exp.Expr) -> str:
    order, limit, offset = (node.args.get(name) for name in ("order", "limit", "offset"))
    return "".join(f" {writing.write(part)}" for part in (order, limit, offset) if part is not None)


def _with(writing: Any, node: exp.With) -> str:
    return f"WITH {', '.join(writing.write(each) for each in node.expressions)}"


def _define(writing: Any, node: exp.CTE) -> str:
    return str(writing.define(node))


def _table(writing: Any, node: exp.Table) -> str:
    return str(writing.table(node))


def _subquery(writing: Any, node: exp.Subquery) -> str:
    alias = node.args.get("alias")
    return f"({writing.write(node.this)})" + (f" AS {writing.write(alias)}" if alias is not None else "")


def _join(writing: Any, node: exp.Join) -> str:
    side, kind = (str(node.args.get(name) or "").upper() for name in ("side", "kind"))
    if side not in _SIDES or kind not in _KINDS or not isinstance(node.this, exp.Table | exp.Subquery):
        raise refused("this kind of JOIN cannot stand in a question; INNER, LEFT, RIGHT, FULL and CROSS can", node)
    on, using = node.args.get("on"), node.args.get("using")
    kind = "" if kind == "OUTER" else kind
    if on is None and not using:
        kind = "CROSS"
    how = f" ON {writing.write(on)}" if on is not None else f" USING ({listed(writing, using)})" if using else ""
    return " ".join(word for word in (kind, side, "JOIN", writing.write(node.this)) if word) + how


def _group(writing: Any, node: exp.Group) -> str:
    return f"GROUP BY {listed(writing, node.expressions)}" if node.expressions else "GROUP BY ALL"


def _ordered(writing: Any, node: exp.Ordered) -> str:
    nulls = " NULLS FIRST" if node.args.get("nulls_first") else " NULLS LAST"
    return f"{writing.write(node.this)}{' DESC' if node.args.get('desc') else ''}{nulls}"


def _limit(writing: Any, node: exp.Limit) -> str:
    by = f" BY {listed(writing, node.expressions)}" if node.expressions else ""
    return f"LIMIT {_whole(writing, node)}{by}"


def _whole(writing: Any, node: exp.Expr) -> str:
    count = node.expression
    if not isinstance(count, exp.Literal) or count.is_string or not count.this.isdecimal():
        raise refused("after LIMIT and OFFSET, a whole number must stand", node)
    return plain_number(count.this)


def _table_alias(writing: Any, node: exp.TableAlias) -> str:
    return quoted_name(node.name)


def _alias(writing: Any, node: exp.Alias) -> str:
    return f"{writing.write(node.this)} AS {quoted_name(node.alias)}"


_CLAUSES: dict[type[exp.Expr], tuple[Handler, tuple[str, ...]]] = {
    exp.Select: (_select, ("distinct", "expressions", "from_", "joins", "where", "group", "having", *_QUERY)),
    exp.Union: (_union, ("this", "expression", "distinct", *_QUERY)),
    exp.Intersect: (_union, ("this", "expression", "distinct", *_QUERY)),
    exp.Except: (_union, ("this", "expression", "distinct", *_QUERY)),
    exp.Subquery: (_subquery, ("this", "alias")),
    exp.With: (_with, ("expressions",)),
    exp.CTE: (_define, ("this", "alias")),
    exp.Table: (_table, ("this", "alias")),
    exp.From: (lambda writing, node: f"FROM {writing.write(node.this)}", ("this",)),
    exp.Join: (_join, ("this", "side", "kind", "on", "using")),
    exp.Where: (lambda writing, node: f"WHERE {writing.write(node.this)}", ("this",)),
    exp.Group: (_group, ("expressions", "all")),
    exp.Having: (lambda writing, node: f"HAVING {writing.write(node.this)}", ("this",)),
    exp.Order: (lambda writing, node: f"ORDER BY {listed(writing, node.expressions)}", ("expressions",)),
    exp.Ordered: (_ordered, ("this", "desc", "nulls_first")),
    exp.Limit: (_limit, ("expression", "expressions")),
    exp.Offset: (lambda writing, node: f"OFFSET {_whole(writing, node)}", ("expression",)),
    exp.TableAlias: (_table_alias, ("this",)),
    exp.Alias: (_alias, ("this", "alias")),
}
_HANDLERS = {**EXPRESSIONS, **_CLAUSES}
