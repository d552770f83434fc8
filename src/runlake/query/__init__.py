"""The read side that all products share: the filter algebra."""

from runlake.query.filter_sql import Parameters, compile_filter
from runlake.query.filters import And, Compare, Filter, Not, Or, Sort, check_filter, parse_filter

__all__ = [
    "And",
    "Compare",
    "Filter",
    "Not",
    "Or",
    "Parameters",
    "Sort",
    "check_filter",
    "compile_filter",
    "parse_filter",
]
