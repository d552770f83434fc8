"""How much of the disk the traces of agents take that send the whole conversation with every request, beside their raw payloads."""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from _server import ROOT
from _spans import Texts
from runlake.live import LiveBus
from runlake.products.traces import RawSpan
from runlake.storage.columnar import ChdbColumnar
from tests.stores.traces_world import SECOND, START, opened_traces

TURNS = 200
_TABLES = ("spans", "span_payloads", "span_contents", "trace_hours")
_EXPORT = 20

CREATE_NAIVE = """
CREATE TABLE naive (trace_id String CODEC(ZSTD(1)), span_id String CODEC(ZSTD(1)), payload String CODEC(ZSTD(1)))
ENGINE = MergeTree ORDER BY (trace_id, span_id)
"""

SELECT_BYTES = """
SELECT sumIf(bytes_on_disk, table = 'naive') AS naive, sumIf(bytes_on_disk, table IN {tables:Array(String)}) AS ours,
    sumIf(secondary_indices_compressed_bytes, table IN {tables:Array(String)}) AS indexes
FROM system.parts WHERE active AND database = currentDatabase()
"""


async def agent_storage(traces: int) -> dict[str, Any]:
    """Bytes of traces of 200 turns: as JSON texts, as rows of JSON packed by the same codec, and as they are stored.

    What is stored holds everything: narrow rows, payloads, and the indexes of the search, which the naive rows have not.
    """
    random = np.random.default_rng(1)
    texts = Texts(random)
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="benchmark-") as name:
        naive: list[tuple[str, str, str]] = []
        async with opened_traces(Path(name), LiveBus(), lambda: datetime.now(UTC)) as product:
            for number in range(1, traces + 1):
                spans = list(_turns(random, texts, f"{number:032x}"))
                for first in range(0, TURNS, _EXPORT):
                    await product.append(1, spans[first : first + _EXPORT])
                naive += [(span.trace_id, span.span_id, orjson.dumps(span).decode()) for span in spans]
        return await _measured(Path(name), naive)


async def _measured(folder: Path, naive: list[tuple[str, str, str]]) -> dict[str, Any]:
    columnar = await ChdbColumnar.open(folder)
    await columnar.execute(CREATE_NAIVE)
    columns = dict(zip(("trace_id", "span_id", "payload"), zip(*naive, strict=True), strict=True))
    await columnar.insert("naive", pa.table({name: list(values) for name, values in columns.items()}))
    for table in _TABLES:
        await columnar.execute(f"OPTIMIZE TABLE {table} FINAL")
    (found,) = (await columnar.query(SELECT_BYTES, {"tables": list(_TABLES)})).to_pylist()
    await columnar.close()
    raw = sum(len(payload.encode()) for _, _, payload in naive)
    return {
        "raw_mb": round(raw / 1e6, 1),
        "packed_mb": round(found["naive"] / 1e6, 2),
        "stored_mb": round(found["ours"] / 1e6, 2),
        "of_it_indexes_mb": round(found["indexes"] / 1e6, 2),
        "of_raw": round(found["ours"] / raw, 4),
        "of_packed": round(found["ours"] / found["naive"], 3),
    }


def _turns(random: np.random.Generator, texts: Texts, trace_id: str) -> Iterator[RawSpan]:
    """Model requests of one agent: every second answer calls a tool, whose result comes with the next request."""
    said: list[dict[str, Any]] = [{"role": "system", "content": texts.sentence(200)}]
    for turn in range(TURNS):
        call_id = f"call_{random.integers(2**60):x}"
        asked, answer = _turn(texts, turn, call_id)
        said.append(asked)
        attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "gpt-5",
            "gen_ai.usage.input_tokens": int(random.integers(100_000)),
            "gen_ai.input.messages": json.dumps(said),
            "gen_ai.output.messages": json.dumps([answer]),
        }
        said.append(answer)
        start_ns, span_id = START + turn * SECOND, f"{random.integers(1, 2**62):016x}"
        parent_id = "f" * 16 if turn else ""
        yield RawSpan(trace_id, span_id, parent_id, "chat gpt-5", start_ns, start_ns + SECOND // 2, attributes)


def _turn(texts: Texts, turn: int, call_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    answer: dict[str, Any] = {"role": "assistant", "content": texts.sentence(50)}
    if turn % 2:
        return {"role": "tool", "tool_call_id": call_id, "content": texts.sentence(150)}, answer
    call = {"name": "search", "arguments": json.dumps({"q": texts.sentence(8)})}
    return {"role": "user", "content": texts.sentence(60)}, answer | {
        "tool_calls": [{"id": call_id, "type": "function", "function": call}]
    }
