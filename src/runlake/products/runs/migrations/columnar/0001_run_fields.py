"""Create run_fields: every leaf of config, summary and system facts of every run, one path one contiguous read.

Cost: one empty table. An older server does not know it.

The metadata row of a run is the truth; this is its mirror, caught up by the row's version number after a crash. The
row with the highest version is the value; kind `removed` says that there is none.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return [
        ddl.create_table(
            "run_fields",
            (
                "project_id UInt32 CODEC(ZSTD(1))",
                "path LowCardinality(String) CODEC(ZSTD(1))",
                "run_number UInt32 CODEC(Delta, ZSTD(1))",
                "version UInt64 CODEC(Delta, ZSTD(1))",
                "kind Enum8('null' = 0, 'bool' = 1, 'number' = 2, 'string' = 3, 'json' = 4, 'removed' = 5)",
                "number Float64 CODEC(ZSTD(1))",
                "text String CODEC(ZSTD(1))",
            ),
            engine="ReplacingMergeTree(version)",
            order_by="(project_id, path, run_number)",
            settings={"index_granularity": "1024"},  # a page's columns are many short reads
        )
    ]
