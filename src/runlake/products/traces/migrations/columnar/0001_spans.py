"""Create the tables of spans.

Cost: three empty tables. An older server does not know them.

`spans` is what lists, charts and trees read: narrow, one row per span. Its key is the project, the hour of the start
and the trace, so that "newest first" and "this trace" are both short reads. `span_payloads` has what a person reads of
one span; `trace_hours` says in which hours a trace has spans.
"""

from runlake.storage.columnar import Ddl

_PLACE = (
    "project_id UInt32 CODEC(ZSTD(1))",
    "hour UInt32 CODEC(DoubleDelta, ZSTD(1))",
    "trace_hash UInt64 CODEC(ZSTD(1))",
)
_IDENTITY = (
    "trace_id String CODEC(ZSTD(1))",
    "span_id String CODEC(ZSTD(1))",
    "version UInt64 CODEC(DoubleDelta, ZSTD(1))",
)


def up(ddl: Ddl) -> list[str]:
    return [
        ddl.create_table(
            "spans",
            (
                *_PLACE,
                "start_time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1))",
                *_IDENTITY,
                "digest UInt64 CODEC(ZSTD(1))",
                "parent_id String CODEC(ZSTD(1))",
                "is_root Bool",
                "duration_ns Int64 CODEC(ZSTD(1))",
                "name LowCardinality(String)",
                "kind LowCardinality(String)",
                "status LowCardinality(String)",
                "error_type LowCardinality(String)",
                "error_message String CODEC(ZSTD(1))",
                "service LowCardinality(String)",
                "model LowCardinality(String)",
                "provider LowCardinality(String)",
                "session_id String CODEC(ZSTD(1))",
                "user_id String CODEC(ZSTD(1))",
                "tags Array(LowCardinality(String))",
                "input_tokens UInt64 CODEC(T64, ZSTD(1))",
                "output_tokens UInt64 CODEC(T64, ZSTD(1))",
                "cache_read_tokens UInt64 CODEC(T64, ZSTD(1))",
                "cache_write_tokens UInt64 CODEC(T64, ZSTD(1))",
                "reasoning_tokens UInt64 CODEC(T64, ZSTD(1))",
                "cost Float64 CODEC(ZSTD(1))",
                "has_cost Bool",
                "input_preview String CODEC(ZSTD(1))",
                "output_preview String CODEC(ZSTD(1))",
                "attributes Map(LowCardinality(String), String) CODEC(ZSTD(1))",
            ),
            order_by="(project_id, hour, trace_hash, start_time, span_id)",
        ),
        ddl.create_table(
            "span_payloads",
            (
                *_PLACE,
                *_IDENTITY,
                "input String CODEC(ZSTD(3))",
                "output String CODEC(ZSTD(3))",
                "raw String CODEC(ZSTD(3))",
            ),
            order_by="(project_id, hour, trace_hash, span_id, version)",
        ),
        ddl.create_table(
            "trace_hours",
            ("project_id UInt32", "trace_hash UInt64", "hour UInt32"),
            engine="ReplacingMergeTree",
            order_by="(project_id, trace_hash, hour)",
        ),
    ]
