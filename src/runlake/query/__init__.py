"""The read side that all products share: the filter algebra."""

from runlake.query.filter_sql import Parameters, compile_filter
from runlake.query.filters import And, Compare, Filter, Not, Or, Sort, check_filter, parse_filter
from runlake.query.values import as_float, check_text

__all__ = [
    "And",
    "Compare",
    "Filter",
    "Not",
    "Or",
    "Parameters",
    "Sort",
    "as_float",
    "check_filter",
    "check_text",
    "compile_filter",
    "parse_filter",
]
