"""What the engine says against a question → our errors.

Its own words are passed on only where they are about the question's types, and never those about rows: an expression
that fails on a row would else show the row.
"""

import re

from runlake.errors import LimitExceeded, Overloaded, RunlakeError, StoreError
from runlake.products.sql.refusals import refused

_NAME = re.compile(r"(?:identifier|Identifier) [`']([^`']{1,100})[`']")
_ABOUT_TYPES = re.compile(r"DB::Exception: (.{1,200}?)(?: In scope|: While|: while|\. \(|$)", re.DOTALL)
_OF_TYPES = frozenset({35, 42, 43, 44, 386})
_MEANINGS = {
    47: "there is no such column; GET …/sql/schema lists those that there are",
    53: "two types do not go together: convert one of them, for example with toString or toFloat64",
    179: "a name is given to two different expressions: give them different names",
    184: "an aggregate stands inside another aggregate, or in WHERE: use HAVING or a subquery",
    207: "a name is in several of the tables: write the table's name before it",
    215: "a column is neither in GROUP BY nor in an aggregate",
    352: "the tables of a JOIN have a name in common: write the table's name before it",
}
_TOO_MUCH = {
    158: "the question reads more rows than it may: narrow it, for example to a metric, to runs or to days",
    396: "the answer has more rows than may be given: use LIMIT, or count and average with GROUP BY",
    307: "the answer is larger than may be given: use LIMIT, or fewer columns",
    168: "the question is too large once its names are filled in: write it shorter",
}


def as_answer(error: StoreError | Overloaded) -> RunlakeError:
    """The error for the caller."""
    if isinstance(error, Overloaded):
        return LimitExceeded(
            "SQL: the question needs more memory than it may take: narrow it, or group by fewer values"
        )
    code = error.engine_code
    if code == 0:
        return StoreError("SQL: the store failed: ask again, and tell who runs this server if it stays so")
    if code in _TOO_MUCH:
        return LimitExceeded(f"SQL: {_TOO_MUCH[code]}")
    return refused(_problem(code, str(error)))


def _problem(code: int, text: str) -> str:
    if code in _OF_TYPES and (found := _ABOUT_TYPES.search(text)):
        return found[1]
    if code == 47 and (named := _NAME.search(text)):
        return f"there is no column {named[1]!r}; GET …/sql/schema lists those that there are"
    return _MEANINGS.get(
        code,
        f"the engine cannot answer this (its code is {code}): a value cannot be converted, or a form of SQL is not known to it",
    )
