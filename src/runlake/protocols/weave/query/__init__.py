"""Weave's query language: documents → functions of a row. Pure.

Source: the operand classes of weave 0.54.0 and the rules visible in what its tests expect; see COMPAT.md.
"""

from runlake.protocols.weave.query.expressions import Predicate, compile_query, fields_of
from runlake.protocols.weave.query.fields import CallFields, Field, FieldPath, Fields, RowFields, split_path
from runlake.protocols.weave.query.implied import implied_values
from runlake.protocols.weave.query.order import check_order, in_order

__all__ = [
    "CallFields",
    "Field",
    "FieldPath",
    "Fields",
    "Predicate",
    "RowFields",
    "check_order",
    "compile_query",
    "fields_of",
    "implied_values",
    "in_order",
    "split_path",
]
