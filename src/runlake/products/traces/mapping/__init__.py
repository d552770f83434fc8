"""Foreign conventions → Runlake's own span. Pure; the table is data."""

from runlake.products.traces.mapping.normalise import instructions_of, normalise
from runlake.products.traces.mapping.parsing import default_table, default_text, extended_table, parse_table
from runlake.products.traces.mapping.rules import FIELDS, KINDS, MappingTable

__all__ = [
    "FIELDS",
    "KINDS",
    "MappingTable",
    "default_table",
    "default_text",
    "extended_table",
    "instructions_of",
    "normalise",
    "parse_table",
]
