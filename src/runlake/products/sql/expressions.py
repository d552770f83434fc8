"""Expressions of a question, written anew: what each kind of node becomes, and which of its parts it may have."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from sqlglot import exp

from runlake.products.sql.functions import (
    PATTERN_PLACES,
    known_name,
    may_be_windowed,
    takes_parameters,
)
from runlake.products.sql.refusals import refused, shown
from runlake.products.sql.texts import plain_number, quoted_name, quoted_text

_UNITS = frozenset(["second", "minute", "hour", "day", "week", "month", "quarter", "year"])
_FRAMES = frozenset({"UNBOUNDED", "CURRENT ROW"})
_SIDES = frozenset({"PRECEDING", "FOLLOWING"})
_TYPES = {
    exp.DType.DOUBLE: "Float64",
    exp.DType.FLOAT: "Float32",
    exp.DType.BIGINT: "Int64",
    exp.DType.INT: "Int32",
    exp.DType.UBIGINT: "UInt64",
    exp.DType.UINT: "UInt32",
    exp.DType.TEXT: "String",
    exp.DType.BOOLEAN: "Bool",
    exp.DType.DATE: "Date",
    exp.DType.DATETIME: "DateTime",
}


class Writing(Protocol):
    """What writes the parts of a node."""

    def write(self, node: exp.Expr) -> str:
        """The SQL of a node that may be there. Raises InvalidInput."""


Handler = Callable[[Writing, Any], str]


def listed(writing: Writing, nodes: Iterable[exp.Expr]) -> str:
    """The nodes with commas between them."""
    return ", ".join(writing.write(node) for node in nodes)


def _identifier(writing: Writing, node: exp.Identifier) -> str:
    return quoted_name(node.name)


def _column(writing: Writing, node: exp.Column) -> str:
    if not isinstance(node.this, exp.Identifier | exp.Star):
        raise refused("take elements of a tuple with tupleElement(tuple, number)", node)
    table = node.args.get("table")
    return writing.write(node.this) if table is None else f"{writing.write(table)}.{writing.write(node.this)}"


def _star(writing: Writing, node: exp.Star) -> str:
    left_out = node.args.get("except_")
    if not left_out:
        return "*"
    if not all(isinstance(column, exp.Column | exp.Identifier) for column in left_out):
        raise refused("after EXCEPT, names of columns may stand", node)
    return f"* EXCEPT ({listed(writing, left_out)})"


def _literal(writing: Writing, node: exp.Literal) -> str:
    return quoted_text(node.this) if node.is_string else plain_number(node.this)


def _binary(sign: str) -> Handler:
    return lambda writing, node: f"({writing.write(node.this)} {sign} {writing.write(node.expression)})"


def _like(sign: str) -> Handler:
    def write(writing: Writing, node: exp.Expr) -> str:
        if not isinstance(node.expression, exp.Literal):
            raise refused("write the pattern of LIKE out, as a text", node)
        negated = "NOT " if node.args.get("negate") else ""
        return f"({writing.write(node.this)} {negated}{sign} {writing.write(node.expression)})"

    return write


def _between(writing: Writing, node: exp.Between) -> str:
    low, high = writing.write(node.args["low"]), writing.write(node.args["high"])
    return f"({writing.write(node.this)} BETWEEN {low} AND {high})"


def _in(writing: Writing, node: exp.In) -> str:
    query = node.args.get("query")
    if query is None and not node.expressions:
        raise refused("after IN, values or a SELECT in parentheses must stand", node)
    among = writing.write(query) if query is not None else f"({listed(writing, node.expressions)})"
    return f"({writing.write(node.this)} IN {among})"


def _case(writing: Writing, node: exp.Case) -> str:
    subject = f" {writing.write(node.this)}" if node.this is not None else ""
    whens = "".join(
        f" WHEN {writing.write(each.this)} THEN {writing.write(each.args['true'])}" for each in node.args["ifs"]
    )
    default = node.args.get("default")
    return f"(CASE{subject}{whens}{f' ELSE {writing.write(default)}' if default is not None else ''} END)"


def _if(writing: Writing, node: exp.If) -> str:
    no = node.args.get("false")
    return f"if({writing.write(node.this)}, {writing.write(node.args['true'])}, {writing.write(no) if no else 'NULL'})"


def _cast(writing: Writing, node: exp.Cast) -> str:
    to = node.args["to"]
    kind = _TYPES.get(to.this)
    if kind is None or to.expressions:
        raise refused(f"nothing can be cast to this type; to one of {', '.join(_TYPES.values())} it can", node)
    return f"CAST({writing.write(node.this)}, '{f'Nullable({kind})' if to.args.get('nullable') else kind}')"


def _interval(writing: Writing, node: exp.Interval) -> str:
    unit = node.args.get("unit")
    name = unit.name.lower().removesuffix("s") if isinstance(unit, exp.Var) else ""
    amount = node.this.name if isinstance(node.this, exp.Literal) else ""
    if name not in _UNITS or not (amount.isascii() and amount.isdecimal() and len(amount) < 10):
        raise refused("write an interval as INTERVAL 7 DAY, with a whole number", node)
    return f"INTERVAL {amount} {name.upper()}"


def _array(writing: Writing, node: exp.Array) -> str:
    return f"[{listed(writing, node.expressions)}]"


def _tuple(writing: Writing, node: exp.Tuple) -> str:
    return f"tuple({listed(writing, node.expressions)})"


def _bracket(writing: Writing, node: exp.Bracket) -> str:
    if len(node.expressions) != 1:
        raise refused("in brackets, one place or one name may stand", node)
    return f"{writing.write(node.this)}[{writing.write(node.expressions[0])}]"


def _lambda(writing: Writing, node: exp.Lambda) -> str:
    """As an argument alone: under an alias it would be a function, and could take the place of one that views call."""
    names = node.expressions
    if not isinstance(node.parent, exp.Anonymous):
        raise refused("-> can stand in the arguments of a function alone", node)
    if not names or not all(isinstance(name, exp.Identifier) for name in names):
        raise refused("before ->, names must stand", node)
    return f"(({listed(writing, names)}) -> {writing.write(node.this)})"


def _call(writing: Writing, node: exp.Expr) -> str:
    """`name(arguments)`; for a parametrised aggregate, sqlglot has the parameters where calls have their arguments."""
    written = node.this
    name = known_name(written) if isinstance(written, str) else None
    if name is None:
        called = written if isinstance(written, str) else written.name
        raise refused(
            f"the function {shown(called)} cannot be called here: docs/guide/sql.md lists those that can", node
        )
    if isinstance(node, exp.ParameterizedAgg | exp.CombinedParameterizedAgg):
        return f"{name}({_parameters(name, node)})({listed(writing, node.args['params'])})"
    _check_pattern(name, node)
    return f"{name}({listed(writing, node.expressions)})"


def _parameters(name: str, node: exp.Expr) -> str:
    if not takes_parameters(name) or not all(
        isinstance(each, exp.Literal) and not each.is_string for each in node.expressions
    ):
        raise refused(f"{name} cannot have these parameters: quantile(0.9)(value) is how they are written", node)
    return ", ".join(plain_number(each.this) for each in node.expressions)


def _check_pattern(name: str, node: exp.Expr) -> None:
    place = PATTERN_PLACES.get(name)
    if place is not None and not (len(node.expressions) > place and isinstance(node.expressions[place], exp.Literal)):
        raise refused(f"write the pattern of {name} out, as a text", node)


def _distinct(writing: Writing, node: exp.Distinct) -> str:
    return f"DISTINCT {listed(writing, node.expressions)}"


def _window(writing: Writing, node: exp.Window) -> str:
    name = known_name(node.this.this) if isinstance(node.this, exp.Anonymous | exp.AnonymousAggFunc) else None
    if isinstance(node.this, exp.ParameterizedAgg):
        name = known_name(node.this.this)
    if name is None or not may_be_windowed(name) or node.args.get("over") != "OVER":
        raise refused("before OVER, an aggregate or row_number, rank, lagInFrame, … must stand", node)
    by, order, spec = node.args.get("partition_by"), node.args.get("order"), node.args.get("spec")
    parts = [f"PARTITION BY {listed(writing, by)}"] if by else []
    parts += [writing.write(part) for part in (order, spec) if part is not None]
    return f"{writing.write(node.this)} OVER ({' '.join(parts)})"


def _frame(writing: Writing, node: exp.WindowSpec) -> str:
    kind = str(node.args.get("kind", "")).upper()
    start, end = (_bound(writing, node, side) for side in ("start", "end"))
    if kind not in ("ROWS", "RANGE") or start is None:
        raise refused("write a frame as ROWS BETWEEN 5 PRECEDING AND CURRENT ROW", node)
    return f"{kind} BETWEEN {start} AND {end or 'CURRENT ROW'}"


def _bound(writing: Writing, node: exp.WindowSpec, which: str) -> str | None:
    bound, side = node.args.get(which), str(node.args.get(f"{which}_side") or "").upper()
    if bound is None:
        return None
    text = writing.write(bound) if isinstance(bound, exp.Literal) else str(bound).upper()
    if (not isinstance(bound, exp.Literal) and text not in _FRAMES) or (side and side not in _SIDES):
        raise refused("write a frame as ROWS BETWEEN 5 PRECEDING AND CURRENT ROW", node)
    return f"{text} {side}".strip()


EXPRESSIONS: dict[type[exp.Expr], tuple[Handler, tuple[str, ...]]] = {
    exp.Identifier: (_identifier, ("this", "quoted")),
    exp.Column: (_column, ("this", "table")),
    exp.Star: (_star, ("except_",)),
    exp.Literal: (_literal, ("this", "is_string")),
    exp.Null: (lambda writing, node: "NULL", ()),
    exp.Boolean: (lambda writing, node: "true" if node.this else "false", ("this",)),
    exp.Paren: (lambda writing, node: f"({writing.write(node.this)})", ("this",)),
    exp.Not: (lambda writing, node: f"(NOT {writing.write(node.this)})", ("this",)),
    exp.Neg: (lambda writing, node: f"(- {writing.write(node.this)})", ("this",)),
    exp.Between: (_between, ("this", "low", "high")),
    exp.In: (_in, ("this", "expressions", "query")),
    exp.Like: (_like("LIKE"), ("this", "expression", "negate")),
    exp.ILike: (_like("ILIKE"), ("this", "expression", "negate")),
    exp.Case: (_case, ("this", "ifs", "default")),
    exp.If: (_if, ("this", "true", "false")),
    exp.Cast: (_cast, ("this", "to")),
    exp.Interval: (_interval, ("this", "unit")),
    exp.Array: (_array, ("expressions",)),
    exp.Tuple: (_tuple, ("expressions",)),
    exp.Bracket: (_bracket, ("this", "expressions")),
    exp.Lambda: (_lambda, ("this", "expressions")),
    exp.Distinct: (_distinct, ("expressions",)),
    exp.Anonymous: (_call, ("this", "expressions")),
    exp.AnonymousAggFunc: (_call, ("this", "expressions")),
    exp.CombinedAggFunc: (_call, ("this", "expressions")),
    exp.ParameterizedAgg: (_call, ("this", "expressions", "params")),
    exp.CombinedParameterizedAgg: (_call, ("this", "expressions", "params")),
    exp.Window: (_window, ("this", "partition_by", "order", "spec", "over")),
    exp.WindowSpec: (_frame, ("kind", "start", "start_side", "end", "end_side")),
    exp.DPipe: (_binary("||"), ("this", "expression", "safe")),
}
_SIGNS: dict[type[exp.Expr], str] = {
    exp.And: "AND",
    exp.Or: "OR",
    exp.EQ: "=",
    exp.NEQ: "!=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.Is: "IS",
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
    exp.IntDiv: "DIV",
}
_HINTS = ("typed", "safe")  # notes of the parser on division, without a meaning for the engine
EXPRESSIONS |= {kind: (_binary(sign), ("this", "expression", *_HINTS)) for kind, sign in _SIGNS.items()}
