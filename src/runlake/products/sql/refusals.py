"""How a question is refused: what was wrong, where, and what to write instead."""

from sqlglot import exp

from runlake.errors import InvalidInput

_SHOWN = 60


def refused(problem: str, node: exp.Expr | None = None) -> InvalidInput:
    """The error of a part of the text; `node` tells where that part is, if the parser has kept it."""
    place = next((inner.meta for inner in node.walk() if "line" in inner.meta), None) if node is not None else None
    where = f" (line {place['line']}, column {place['col']})" if place else ""
    return InvalidInput(f"SQL: {problem}{where}")


def shown(text: str) -> str:
    """A name of the user's in a message."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
