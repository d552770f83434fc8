"""Merge more parts of spans at a time: 16 of one size instead of five.

A span is written anew with every merge that its part goes through, and while many come that is most of what the engine
does for it. With more than ten parts the engine asks for fewer by itself, so that readers meet at most some thirty.

Cost: metadata only. An older server merges in the same way.
"""

from runlake.storage.columnar import Ddl

_TABLES = ("spans", "span_payloads", "span_contents")


def up(ddl: Ddl) -> list[str]:
    return [statement for table in _TABLES for statement in ddl.alter(table, "MODIFY SETTING merge_selector_base = 16")]
