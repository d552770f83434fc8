"""The read side that all products share: the filter algebra and the live branch of a run."""

from runlake.query.branches import branch_condition
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
    "branch_condition",
    "check_filter",
    "compile_filter",
    "parse_filter",
]
