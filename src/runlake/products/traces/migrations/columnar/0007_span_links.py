"""Add spans.run, run_project, run_step and refs: what a span is linked to.

Cost: metadata only. Spans that are there show the runs of Weave's calls; others show theirs once the mapping is applied
again. An older server ignores the columns.
"""

from runlake.storage.columnar import Ddl

_RUN = "splitByChar('/', attributes['wandb.wb_run_id'])"
_COLUMNS = (
    f"run String DEFAULT {_RUN}[-1] CODEC(ZSTD(1))",
    f"run_project LowCardinality(String) DEFAULT arrayStringConcat(arraySlice({_RUN}, 1, length({_RUN}) - 1), '/')",
    "run_step Int64 DEFAULT toInt64OrDefault(attributes['wandb.wb_run_step'], toInt64(-1)) CODEC(ZSTD(1))",
    "refs Array(String) CODEC(ZSTD(1))",
)
_INDEX = "spans_by_run run TYPE bloom_filter(0.01) GRANULARITY 4"
_REFS_INDEX = "spans_by_ref refs TYPE bloom_filter(0.01) GRANULARITY 4"


def up(ddl: Ddl) -> list[str]:
    return [
        *(statement for column in _COLUMNS for statement in ddl.alter("spans", f"ADD COLUMN IF NOT EXISTS {column}")),
        *(
            statement
            for index in (_INDEX, _REFS_INDEX)
            for statement in ddl.alter("spans", f"ADD INDEX IF NOT EXISTS {index}")
        ),
    ]
