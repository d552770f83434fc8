"""Foreign conventions → Runlake's own span. Pure; the table is data."""

from runlake.products.traces.mapping.normalise import normalise
from runlake.products.traces.mapping.rules import MappingTable, default_table, parse_table

__all__ = ["MappingTable", "default_table", "normalise", "parse_table"]
