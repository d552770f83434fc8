"""Add spans.score_*: the judgements that came with a span, entry n of each column belongs to score n.

`score_values` are numbers as texts, "" for a score that has a label alone.

Cost: metadata only. Spans that are there show theirs once the mapping is applied again. An older server ignores the columns.
"""

from runlake.storage.columnar import Ddl

_COLUMNS = (
    "score_names Array(LowCardinality(String)) CODEC(ZSTD(1))",
    "score_values Array(String) CODEC(ZSTD(1))",
    "score_labels Array(String) CODEC(ZSTD(1))",
    "score_notes Array(String) CODEC(ZSTD(1))",
    "score_by Array(LowCardinality(String)) CODEC(ZSTD(1))",
)
_INDEX = "spans_by_score score_names TYPE bloom_filter(0.01) GRANULARITY 4"


def up(ddl: Ddl) -> list[str]:
    columns = [f"ADD COLUMN IF NOT EXISTS {column}" for column in _COLUMNS]
    return [
        statement
        for change in [*columns, f"ADD INDEX IF NOT EXISTS {_INDEX}"]
        for statement in ddl.alter("spans", change)
    ]
