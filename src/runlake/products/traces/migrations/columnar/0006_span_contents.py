"""Create span_contents, and span_payloads.contents: messages and long texts of large payloads, each once per project.

Cost: an empty table, and metadata. An older server shows the references in the places of what large payloads hold.
"""

from runlake.storage.columnar import Ddl

_INDEXES = {
    "content_text": "lowerUTF8(text) TYPE ngrambf_v1(4, 262144, 3, 0)",
    "content_foreign_text": (
        "replaceRegexpAll(lowerUTF8(text), '[\\\\x00-\\\\x7f]+', ' ') TYPE ngrambf_v1(2, 262144, 2, 0)"
    ),
}


def up(ddl: Ddl) -> list[str]:
    return [
        ddl.create_table(
            "span_contents",
            (
                "project_id UInt32 CODEC(ZSTD(1))",
                "digest String CODEC(ZSTD(1))",
                "text String CODEC(ZSTD(3))",
                *(f"INDEX {name} {index} GRANULARITY 1" for name, index in _INDEXES.items()),
            ),
            engine="ReplacingMergeTree",
            order_by="(project_id, digest)",
        ),
        *ddl.alter("span_payloads", "ADD COLUMN IF NOT EXISTS contents Array(String) CODEC(ZSTD(3))"),
        *ddl.alter(
            "span_payloads",
            "ADD INDEX IF NOT EXISTS payloads_by_content contents TYPE bloom_filter(0.01) GRANULARITY 4",
        ),
    ]
