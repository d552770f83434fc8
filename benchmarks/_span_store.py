"""A store that a week of agents' traces has filled, made by the engine itself out of a few thousand spans.

The server's own code makes the rows of 64 exports. The engine copies them, and each copy has ids, times, durations, a
session, a customer and, of model requests, the id of a response of its own. One in 400,000 says the rare word. Texts
come again from copy to copy, far enough from each other that packing does not see it.
"""

import asyncio
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from _server import note
from _spans import CUSTOMER, RESPONSE, SESSION, SPANS, TRACES, Texts, make_export, renew
from runlake.products.traces.mapping import normalise
from runlake.products.traces.rows import SpanRow, make_row, payloads_table, spans_table, trace_hash
from runlake.protocols.otlp.decode import decode_protobuf
from runlake.storage.columnar import ChdbColumnar

CUSTOMERS = 2000
RARE = "zyzzyva"
RARE_EVERY = 400_000
_EXPORTS, _SERVICES = 64, 8
_TEMPLATES = _EXPORTS * TRACES
_WORDS = (18, 14)
_COPIES = 12
"""Of each template at a time: 393,216 spans are one part."""

SELECT_MERGES = "SELECT count() AS running FROM system.merges"

CREATE_TEMPLATES = """
CREATE TABLE seed_{table} ENGINE = Memory
AS SELECT *, toUInt32(0) AS template, toUInt32(0) AS member FROM {table} LIMIT 0
"""

CREATE_TRACES = """
CREATE TABLE seed_traces (number UInt64, template UInt32, new_trace String, new_hash UInt64, start_ns Int64)
ENGINE = Memory
"""

COPY = """
INSERT INTO {table} ({columns})
SELECT {expressions}
FROM seed_{table} AS t INNER JOIN seed_traces AS s ON t.template = s.template
SETTINGS min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 0, max_block_size = 65536
"""

COPY_HOURS = """
INSERT INTO trace_hours (project_id, trace_hash, hour)
SELECT {project_id:UInt32}, new_hash, toUInt32(intDiv(start_ns, 3600000000000)) FROM seed_traces
"""

_NUMBER = f"(s.number * {SPANS // TRACES} + t.member)"
_START = "(s.start_ns + 200000000 * t.member + sipHash64(s.number, t.member) % 100000000)"
_RESPONSE = "concat('chatcmpl-', lower(hex(sipHash64(s.number, t.member, 'response'))))"
_SESSION = "concat('session-', lower(hex(toUInt32(intDiv(s.number, 4)))))"
_CUSTOMER = f"concat('customer-', leftPad(toString(sipHash64(s.number) % {CUSTOMERS}), 4, '0'))"


@dataclass(frozen=True)
class Templates:
    """Rows of 1024 traces of 32 spans, as the server makes them."""

    payloads: pa.Table
    spans: pa.Table


def make_templates(project_id: int) -> Templates:
    random = np.random.default_rng(7)
    texts, rows = Texts(random), list[SpanRow]()
    for number in range(_EXPORTS):
        export = make_export(random, texts, words=_WORDS, service=f"agent-{number % _SERVICES}")
        renew(export, 0)
        groups = decode_protobuf(export.SerializeToString())
        rows += [make_row(project_id, normalise(span), 0) for group in groups for span in group.spans]
    numbers = np.arange(len(rows))
    place = {
        "template": pa.array((numbers // SPANS * TRACES + numbers % TRACES).astype(np.uint32)),
        "member": pa.array((numbers % SPANS // TRACES).astype(np.uint32)),
    }
    payloads, spans = payloads_table(rows), spans_table(rows)
    for name, column in place.items():
        payloads, spans = payloads.append_column(name, column), spans.append_column(name, column)
    return Templates(payloads, spans)


async def seed_spans(folder: Path, spans: int, week_ns: int) -> list[str]:
    """Fill the store of a server that is not running with so many spans, in the order of their times; gives trace ids.

    They are of the project of the first span that is there.
    """
    columnar = await ChdbColumnar.open(folder)
    project_id = (await columnar.query("SELECT project_id FROM spans LIMIT 1")).to_pylist()[0]["project_id"]
    templates, started = await asyncio.to_thread(make_templates, project_id), time.monotonic()
    await _put_templates(columnar, templates)
    rounds = max(1, spans // (_EXPORTS * SPANS))
    first_ns, step_ns = time.time_ns() - week_ns, week_ns // (rounds * _TEMPLATES)
    sampled: list[str] = []
    for first in range(0, rounds, _COPIES):
        numbers = np.arange(first * _TEMPLATES, min(first + _COPIES, rounds) * _TEMPLATES)
        trace_ids = await _put_traces(columnar, numbers, first_ns + numbers * step_ns)
        await _copy(columnar, project_id, templates)
        sampled += trace_ids[:: max(1, len(trace_ids) // 8)]
        note(f"{(first + _COPIES) * _EXPORTS * SPANS:,} spans after {time.monotonic() - started:.0f} s")
    await _settle(columnar)
    note(f"seeded {rounds * _EXPORTS * SPANS:,} spans in {time.monotonic() - started:.0f} s")
    await columnar.close()
    return sampled


async def _put_templates(columnar: ChdbColumnar, templates: Templates) -> None:
    for table, rows in (("spans", templates.spans), ("span_payloads", templates.payloads)):
        await columnar.execute(f"DROP TABLE IF EXISTS seed_{table}")
        await columnar.execute(CREATE_TEMPLATES.format(table=table))
        await columnar.insert(f"seed_{table}", rows)
    await columnar.execute("DROP TABLE IF EXISTS seed_traces")
    await columnar.execute(CREATE_TRACES)


async def _put_traces(columnar: ChdbColumnar, numbers: np.ndarray, starts_ns: np.ndarray) -> list[str]:
    """The traces that are made next; gives their ids."""
    trace_ids = [hashlib.md5(b"%d" % number, usedforsecurity=False).hexdigest() for number in numbers]
    rows = {
        "number": pa.array(numbers.astype(np.uint64)),
        "template": pa.array((numbers % _TEMPLATES).astype(np.uint32)),
        "new_trace": pa.array(trace_ids),
        "new_hash": pa.array([trace_hash(trace_id) for trace_id in trace_ids], pa.uint64()),
        "start_ns": pa.array(starts_ns),
    }
    await columnar.execute("TRUNCATE TABLE seed_traces")
    await columnar.insert("seed_traces", pa.table(rows))
    return trace_ids


async def _copy(columnar: ChdbColumnar, project_id: int, templates: Templates) -> None:
    for table, rows in (("span_payloads", templates.payloads), ("spans", templates.spans)):
        columns = [name for name in rows.schema.names if name not in ("template", "member")]
        changed = _changed_columns()
        expressions = ", ".join(f"{changed.get(name, f't.{name}')} AS {name}_" for name in columns)
        await columnar.execute(COPY.format(table=table, columns=", ".join(columns), expressions=expressions))
    await columnar.execute(COPY_HOURS, {"project_id": project_id})


def _changed_columns() -> dict[str, str]:
    """Column → what a copy has in it."""
    span_id = "if({member} = 0, left(s.new_trace, 16), lower(hex(sipHash64(s.number, {member}))))"
    attributes = (
        "mapUpdate(t.attributes, mapFilter((name, value) -> value != '' AND mapContains(t.attributes, name), "
        f"map('gen_ai.response.id', {_RESPONSE}, 'gen_ai.conversation.id', {_SESSION}, 'customer', {_CUSTOMER})))"
    )
    return {
        "hour": f"toUInt32(intDiv({_START}, 3600000000000))",
        "trace_hash": "s.new_hash",
        "trace_id": "s.new_trace",
        "span_id": span_id.format(member="t.member"),
        "parent_id": f"if(t.is_root, '', {span_id.format(member='intDiv(t.member - 1, 4)')})",
        "start_time": f"fromUnixTimestamp64Nano({_START}, 'UTC')",
        "duration_ns": f"toInt64(1000000 * exp(sipHash64({_NUMBER}) % 9000 / 1000))",
        "digest": f"sipHash64({_NUMBER}, 'digest')",
        "version": "toUInt64(s.start_ns)",
        "session_id": _SESSION,
        "attributes": attributes,
        **{
            name: _own_texts(f"t.{name}")
            for name in ("input", "output", "raw", "notes", "input_preview", "output_preview")
        },
    }


def _own_texts(column: str) -> str:
    said = f'if({_NUMBER} % {RARE_EVERY} = 7, replaceOne({column}, \'"content":"\', \'"content":"{RARE} \'), {column})'
    for old, new in ((RESPONSE, _RESPONSE), (SESSION, _SESSION), (CUSTOMER, _CUSTOMER)):
        said = f"replaceOne({said}, '{old}', {new})"
    return said


async def _settle(columnar: ChdbColumnar) -> None:
    """Wait until the engine has merged what it wants to: a store that has grown over a week is settled too."""
    while (await columnar.query(SELECT_MERGES)).to_pylist()[0]["running"]:  # noqa: ASYNC110 - it is the engine's event
        await asyncio.sleep(0.5)
