"""The text of a question → the tree of one SELECT. Calls keep the names that the user wrote."""

from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.clickhouse import ClickHouse
from sqlglot.errors import ParseError, TokenError
from sqlglot.parsers.clickhouse import ClickHouseParser

from runlake.errors import LimitExceeded
from runlake.products.sql.refusals import refused

MOST_CHARACTERS = 20_000
_MOST_NESTED = 40
_MOST_NODES = 4_000
_WHITE = "\t\n\r"
_OPENING, _CLOSING = "([{", ")]}"
_MOST_OPEN = 60


class _Plain(ClickHouse):
    """The engine's dialect without sqlglot's own ideas of functions: a call stays a name and its arguments."""

    INDEX_OFFSET = 0

    class Parser(ClickHouseParser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {"CAST": ClickHouseParser.FUNCTION_PARSERS["CAST"]}
        NO_PAREN_FUNCTIONS: ClassVar[dict[Any, Any]] = {}
        NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {
            "CASE": ClickHouseParser.NO_PAREN_FUNCTION_PARSERS["CASE"]
        }


def parse(text: str) -> exp.Query:
    """The tree of one SELECT or UNION of them. Raises InvalidInput with the place, LimitExceeded."""
    _check_text(text)
    try:
        found = [tree for tree in _Plain().parse(text) if tree is not None]
    except ParseError as error:
        raise _unreadable(error) from None
    except (TokenError, RecursionError) as error:
        raise refused("the text cannot be read: is a quote or a parenthesis left open?") from error
    if len(found) != 1:
        raise refused("write exactly one SELECT; several statements are not run")
    tree = found[0]
    if not isinstance(tree, exp.Select | exp.SetOperation | exp.Subquery):
        raise refused("only SELECT can be run, also with WITH and UNION ALL: nothing can be changed here")
    _check_size(tree)
    return tree


def _check_text(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise LimitExceeded(f"the SQL has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read")
    if any(not letter.isprintable() and letter not in _WHITE and letter != "\u00a0" for letter in text):
        raise refused("there are control characters in the text: take them out")
    is_open = deepest = 0
    for letter in text:  # also those in strings: the parser recurses, so this is looked at before it
        is_open += (letter in _OPENING) - (letter in _CLOSING)
        deepest = max(deepest, is_open)
    if deepest > _MOST_OPEN:
        raise refused(f"parentheses are nested more than {_MOST_OPEN} deep: write it flatter, for example with WITH")


def _check_size(tree: exp.Expr) -> None:
    level, nodes, deep = [tree], 0, 0
    while level:
        nodes, deep = nodes + len(level), deep + 1
        level = [child for node in level for child in node.iter_expressions()]
        if nodes > _MOST_NODES:
            raise LimitExceeded(f"the SQL has more than {_MOST_NODES:,} parts: ask for less at once")
        if deep > _MOST_NESTED * 4:
            raise refused("the SQL is nested too deep: write it flatter, for example with WITH")


def _unreadable(error: ParseError) -> Exception:
    first = error.errors[0] if error.errors else {}
    place = f" (line {first['line']}, column {first['col']})" if first.get("line") else ""
    near = f" near {first['highlight']!r:.80}" if first.get("highlight") else ""
    return refused(f"the text is not SQL that can be read here{near}{place}; it is ClickHouse's dialect")
