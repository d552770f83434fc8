"""Add spans.price_id: by which price a cost was computed; "" for costs that clients reported, and for none.

Cost: metadata only. An older server ignores the column; the costs that it stores were reported.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return ddl.alter("spans", "ADD COLUMN IF NOT EXISTS price_id LowCardinality(String) DEFAULT ''")
