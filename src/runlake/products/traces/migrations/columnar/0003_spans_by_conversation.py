"""Find spans by session and by user: Bloom filters over both columns.

Cost: metadata only; parts that are there get theirs when they are merged, until then they are scanned. An older server
ignores the indexes.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return [
        statement
        for column in ("session_id", "user_id")
        for statement in ddl.alter(
            "spans", f"ADD INDEX IF NOT EXISTS spans_by_{column} {column} TYPE bloom_filter(0.01) GRANULARITY 4"
        )
    ]
