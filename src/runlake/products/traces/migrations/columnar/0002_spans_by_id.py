"""Find spans by their own id or their parent's alone: Bloom filters over both columns.

Cost: metadata only; parts that are there get theirs when they are merged, until then they are scanned. An older server
ignores the indexes.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return [
        statement
        for column in ("span_id", "parent_id")
        for statement in ddl.alter(
            "spans", f"ADD INDEX IF NOT EXISTS spans_by_{column} {column} TYPE bloom_filter(0.01) GRANULARITY 4"
        )
    ]
