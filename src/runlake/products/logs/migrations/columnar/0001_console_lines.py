"""Create the table of console lines.

Cost: one empty table. An older server does not know it.

A line may be written again (progress bars): the row with the highest `version` is the line.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return [
        ddl.create_table(
            "console_lines",
            (
                "project_id UInt32 CODEC(ZSTD(1))",
                "run_number UInt32 CODEC(ZSTD(1))",
                "writer LowCardinality(String) CODEC(ZSTD(1))",
                "line UInt32 CODEC(DoubleDelta, ZSTD(1))",
                "version UInt64 CODEC(Delta, ZSTD(1))",
                "level LowCardinality(String) CODEC(ZSTD(1))",
                "label LowCardinality(String) CODEC(ZSTD(1))",
                "time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1))",
                "text String CODEC(ZSTD(3))",
            ),
            engine="ReplacingMergeTree(version)",
            order_by="(project_id, run_number, writer, line)",
        )
    ]
