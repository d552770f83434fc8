"""Contents of folded payloads in the columnar store: each once per project."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from runlake.products.traces.rows import SpanRow
from runlake.products.traces.text_search import LATE_INDEXES, beyond_ascii
from runlake.storage.columnar import Columnar

_KNOWN = 200_000

Content = tuple[int, str]
"""(project_id, digest)"""

SELECT_CONTENTS = """
SELECT digest, text FROM span_contents
WHERE project_id = {project_id:UInt32} AND digest IN {digests:Array(String)}
LIMIT 1 BY digest
"""

SELECT_DIGESTS = """
SELECT DISTINCT arrayJoin(contents) AS digest FROM span_payloads
WHERE project_id = {project_id:UInt32}
  AND (hour, trace_hash) IN {places:Array(Tuple(UInt32, UInt64))} AND span_id IN {span_ids:Array(String)}
"""

SELECT_USED = """
SELECT DISTINCT digest FROM (
    SELECT arrayJoin(contents) AS digest FROM span_payloads
    WHERE project_id = {project_id:UInt32} AND hasAny(contents, {digests:Array(String)}))
WHERE digest IN {digests:Array(String)}
"""

DELETE_CONTENTS = """
ALTER TABLE span_contents DELETE
WHERE project_id = {project_id:UInt32} AND digest IN {digests:Array(String)}
SETTINGS mutations_sync = 1
"""


class ContentStore:
    """Writes contents before the payloads that name them, and remembers the latest, which come again and again."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._known: OrderedDict[Content, None] = OrderedDict()

    async def put(self, rows: Sequence[SpanRow]) -> None:
        """Store what these rows have put aside; durable on return. What is stored again is merged away."""
        named = {(row.project_id, digest): text for row in rows for digest, text in row.contents.items()}
        new = {content: text for content, text in named.items() if content not in self._known}
        if new:
            await self._columnar.insert("span_contents", _table(new), late_indexes=LATE_INDEXES)
        for content in named:
            self._known[content] = None
            self._known.move_to_end(content)
        while len(self._known) > _KNOWN:
            self._known.popitem(last=False)

    async def of_spans(self, project_id: int, places: Sequence[tuple[int, int]], span_ids: Sequence[str]) -> list[str]:
        """The digests that the payloads of some spans name."""
        values = {"project_id": project_id, "places": places, "span_ids": span_ids}
        return [row["digest"] for row in (await self._columnar.query(SELECT_DIGESTS, values)).to_pylist()]

    async def remove_unused(self, project_id: int, digests: Sequence[str]) -> None:
        """Delete those contents that no payload names any more. Nothing may be written meanwhile."""
        if not digests:
            return
        values: dict[str, Any] = {"project_id": project_id, "digests": digests}
        used = {row["digest"] for row in (await self._columnar.query(SELECT_USED, values)).to_pylist()}
        gone = [digest for digest in digests if digest not in used]
        for digest in gone:
            self._known.pop((project_id, digest), None)
        if gone:
            await self._columnar.execute(DELETE_CONTENTS, values | {"digests": gone})


async def read_contents(columnar: Columnar, project_id: int, digests: Sequence[str]) -> Mapping[str, str]:
    """Digest → JSON text."""
    if not digests:
        return {}
    found = await columnar.query(SELECT_CONTENTS, {"project_id": project_id, "digests": digests})
    return {row["digest"]: row["text"] for row in found.to_pylist()}


def _table(contents: Mapping[Content, str]) -> pa.Table:
    return pa.table(
        {
            "project_id": pa.array([project_id for project_id, _ in contents], pa.uint32()),
            "digest": pa.array([digest for _, digest in contents], pa.string()),
            "text": pa.array(list(contents.values()), pa.string()),
            "beyond_ascii": pa.array(map(beyond_ascii, contents.values()), pa.string()),
        }
    )
