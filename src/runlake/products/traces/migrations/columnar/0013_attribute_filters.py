"""Find spans by the names and by the values of their attributes: Bloom filters over both.

The engine asks them for a condition on `attributes[name]` as it stands. A value is looked for under all names, so that
only one that few spans have, under whatever name, spares much.

Cost: metadata only; parts that are there get theirs in the background, which takes some 20 seconds of processor per ten
million spans, and until then they are scanned. Spans that are sent again meanwhile wait. An older server ignores the indexes.
"""

from runlake.storage.columnar import Ddl

_INDEXES = {"spans_by_attribute_name": "mapKeys(attributes)", "spans_by_attribute_value": "mapValues(attributes)"}
_IN_BACKGROUND = "SETTINGS mutations_sync = 0"


def up(ddl: Ddl) -> list[str]:
    kind = "TYPE bloom_filter(0.001) GRANULARITY 1"
    added = [f"ADD INDEX IF NOT EXISTS {name} {held} {kind}" for name, held in _INDEXES.items()]
    made = ", ".join(f"MATERIALIZE INDEX {name}" for name in _INDEXES)
    return [statement for change in (*added, f"{made} {_IN_BACKGROUND}") for statement in ddl.alter("spans", change)]
