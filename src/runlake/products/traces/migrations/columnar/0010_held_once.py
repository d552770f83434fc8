"""Add span_payloads.held: attributes that input and output hold, and that `raw` leaves empty.

Cost: metadata only. Rows that are there have them in `raw` and name none. An older server shows these attributes as null.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return ddl.alter("span_payloads", "ADD COLUMN IF NOT EXISTS held Array(LowCardinality(String))")
