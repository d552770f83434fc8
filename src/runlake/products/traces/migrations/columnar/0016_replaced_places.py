"""Create replaced_places: the hours of traces in which rows of spans are being replaced, so that two of one span may be there.

Cost: an empty table. An older server does not write it; what it replaces is twice there for the moment that it takes.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return [
        ddl.create_table(
            "replaced_places",
            ("project_id UInt32", "hour UInt32", "trace_hash UInt64", "at DateTime DEFAULT now()"),
            order_by="(project_id, hour, trace_hash)",
        )
    ]
