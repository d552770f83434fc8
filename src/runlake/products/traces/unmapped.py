"""Attributes that no field is read from: which, how often, and what they say. Of the newest spans of a project."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from runlake.products.traces.content_store import read_contents
from runlake.products.traces.contents import unfold
from runlake.products.traces.mapping import MappingTable
from runlake.storage.columnar import Columnar

SPANS_LOOKED_AT = 5_000
MOST_KEYS = 300
_EXAMPLE_CHARACTERS = 300
_NUMBERED = re.compile(r"(.+?)\.\d+(\..*)?$")

SELECT_KEYS = """
SELECT key, count() AS spans, toUnixTimestamp64Nano(max(at)) AS last_seen_ns, argMax(trace_id, at) AS trace_id,
    argMax(span_id, at) AS span_id, argMax(shown, at) AS example
FROM (
    SELECT s.start_time AS at, s.trace_id AS trace_id, s.span_id AS span_id, pair.1 AS key,
        if(position(pair.2, '$content') > 0, pair.2, substringUTF8(pair.2, 1, {characters:UInt32})) AS shown
    FROM (
        SELECT hour, trace_hash, trace_id, span_id, version, start_time FROM spans
        WHERE project_id = {project_id:UInt32} ORDER BY hour DESC, start_time DESC LIMIT {limit:UInt32}
    ) AS s
    INNER JOIN (
        SELECT hour, trace_hash, trace_id, span_id, version, raw FROM span_payloads
        WHERE project_id = {project_id:UInt32} AND (hour, trace_hash) IN (
            SELECT hour, trace_hash FROM spans
            WHERE project_id = {project_id:UInt32} ORDER BY hour DESC, start_time DESC LIMIT {limit:UInt32})
    ) AS p USING (hour, trace_hash, trace_id, span_id, version)
    ARRAY JOIN JSONExtractKeysAndValuesRaw(raw, 'attributes') AS pair
)
WHERE key NOT IN {mapped:Array(String)}
GROUP BY key
ORDER BY spans DESC, key
LIMIT {most:UInt32}
"""


@dataclass(frozen=True, slots=True)
class UnmappedKey:
    """An attribute; numbered ones (`a.0.b`, `a.1.b`) count as one, `a.*`. `example` is its latest value as JSON, cut short."""

    key: str
    spans: int
    last_seen_ns: int
    example: str
    trace_id: str
    span_id: str


async def read_unmapped(columnar: Columnar, project_id: int, table: MappingTable) -> list[UnmappedKey]:
    """The attributes of the newest 5,000 spans that the table does not read, the most frequent first."""
    values = {
        "project_id": project_id,
        "limit": SPANS_LOOKED_AT,
        "characters": _EXAMPLE_CHARACTERS,
        "mapped": sorted(table.attributes),
        "most": 10 * MOST_KEYS,  # of numbered ones many make one
    }
    rows = (await columnar.query(SELECT_KEYS, values)).to_pylist()
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = _without_number(row["key"])
        if name.removesuffix(".*") not in table.lists:
            found.setdefault(name, row)
    shown = list(found.items())[:MOST_KEYS]
    contents = await read_contents(columnar, project_id, [digest for _, row in shown for digest in _digests(row)])
    return [
        UnmappedKey(
            name, row["spans"], row["last_seen_ns"], _example(row["example"], contents), row["trace_id"], row["span_id"]
        )
        for name, row in shown
    ]


def _without_number(key: str) -> str:
    numbered = _NUMBERED.match(key)
    return f"{numbered[1]}.*" if numbered else key


def _digests(row: Mapping[str, Any]) -> list[str]:
    return re.findall(r'"\$content":"([^"]+)"', row["example"])


def _example(text: str, contents: Mapping[str, str]) -> str:
    if "$content" in text:
        text = orjson.dumps(unfold(orjson.loads(text), contents)).decode()
    return text[:_EXAMPLE_CHARACTERS]
