"""Put the roots of an hour next to each other in `spans`.

Lists show roots, which are one span of tens. Where roots lay among the spans of their traces every granule had one, and a
list with a filter read the attributes of all spans; now it reads those of roots.

Cost: the table is written once more, about a minute per ten million spans, and its space is needed twice meanwhile; the
server starts when it is done. An older server reads and writes the new table as well.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return ddl.rebuild(
        "spans",
        order_by="(project_id, hour, is_root, trace_hash, start_time, span_id)",
        settings={"index_granularity": "512", "min_compress_block_size": "4096", "merge_selector_base": "16"},
    )
