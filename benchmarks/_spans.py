"""Exports of spans as an instrumented agent sends them, and a store full of them.

The texts are of 20,000 words, the frequent ones as much more frequent as in a language, so that indexes and packing have
the work that real texts make. One of the spans in a set says the rare word.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from _server import note
from runlake.products.traces.mapping import normalise
from runlake.products.traces.rows import make_row, payloads_table, spans_table, trace_hash
from runlake.products.traces.text_search import LATE_INDEXES
from runlake.protocols.otlp.decode import decode_protobuf
from runlake.storage.columnar import ChdbColumnar

SPANS, TRACES = 512, 16
"""Of one export: span n belongs to trace n % 16, the first 16 are the roots."""

CUSTOMERS = 2000
RARE = "zyzzyva"
SELECT_MERGES = "SELECT count() AS running FROM system.merges"
_EXPORTS_PER_SET = 64
_HOUR_NS = 3_600_000_000_000
_TIME = pa.timestamp("ns", "UTC")


class Texts:
    """Sentences of words whose frequency falls with their rank."""

    def __init__(self, random: np.random.Generator, words: int = 20_000) -> None:
        letters = np.array(list("etaoinshrdlucmfwypvbgkjqxz"))
        self._random = random
        self._words = np.array(["".join(random.choice(letters, length)) for length in random.integers(2, 11, words)])
        share = 1 / np.arange(1, words + 1)
        self._ranks = np.cumsum(share / share.sum())

    def sentence(self, words: int) -> str:
        found = np.searchsorted(self._ranks, self._random.random(words))
        return " ".join(self._words[np.minimum(found, len(self._words) - 1)])


def make_export(random: np.random.Generator, texts: Texts, *, rare: bool = False) -> ExportTraceServiceRequest:
    """512 spans of about 2 KB: in each trace an agent, and model requests and tools below it."""
    request = ExportTraceServiceRequest()
    group = request.resource_spans.add()
    group.resource.attributes.add(key="service.name").value.string_value = "agent"
    scope = group.scope_spans.add()
    for index in range(SPANS):
        span = scope.spans.add(name="chat gpt" if index % 2 else "execute_tool search", kind=3)
        said = texts.sentence(120) + (f" {RARE}" if rare and index == SPANS - 1 else "")
        values: dict[str, str | int] = {
            "gen_ai.operation.name": "chat" if index % 2 else "execute_tool",
            "gen_ai.request.model": f"gpt-{index % 5}",
            "gen_ai.provider.name": "openai",
            "gen_ai.usage.input_tokens": int(random.integers(1, 5000)),
            "gen_ai.usage.output_tokens": int(random.integers(1, 500)),
            "gen_ai.input.messages": f'[{{"role":"user","parts":[{{"type":"text","content":"{texts.sentence(145)}"}}]}}]',
            "gen_ai.output.messages": f'[{{"role":"assistant","parts":[{{"type":"text","content":"{said}"}}]}}]',
        }
        if index < TRACES:
            values["customer"] = f"customer-{random.integers(CUSTOMERS)}"
        for key, value in values.items():
            attribute = span.attributes.add(key=key).value
            if isinstance(value, int):
                attribute.int_value = value
            else:
                attribute.string_value = value
    return request


def renew(export: ExportTraceServiceRequest, start_ns: int) -> None:
    """Other ids and another time, which leaves the processor to the server."""
    ids = os.urandom(8 * SPANS)
    for index, span in enumerate(export.resource_spans[0].scope_spans[0].spans):
        root, own = ids[8 * (index % TRACES) :][:8], ids[8 * index :][:8]
        span.trace_id, span.span_id = root * 2, own
        span.parent_span_id = b"" if index < TRACES else root
        span.start_time_unix_nano, span.end_time_unix_nano = start_ns + index, start_ns + index + 1_000_000


@dataclass
class SpanSet:
    """The rows of 64 exports as the server makes them; to store them once more, only ids and times are changed."""

    project_id: int
    payloads: pa.Table = field(init=False)
    spans: pa.Table = field(init=False)

    def __post_init__(self) -> None:
        random = np.random.default_rng(7)
        texts, rows = Texts(random), []
        for number in range(_EXPORTS_PER_SET):
            export = make_export(random, texts, rare=number == 0)
            renew(export, 0)
            groups = decode_protobuf(export.SerializeToString())
            rows += [make_row(self.project_id, normalise(span), 0) for group in groups for span in group.spans]
        self.payloads, self.spans = payloads_table(rows), spans_table(rows)

    def at(self, starts_ns: Sequence[int]) -> tuple[pa.Table, pa.Table, pa.Table, list[str]]:
        """(payloads, spans, hours, trace ids) with new ids, each export at one of these 64 times."""
        roots = [os.urandom(8).hex() for _ in range(_EXPORTS_PER_SET * TRACES)]
        numbers = np.arange(_EXPORTS_PER_SET * SPANS)
        root_of = numbers // SPANS * TRACES + numbers % SPANS % TRACES
        times = np.repeat(np.asarray(starts_ns, np.int64), SPANS) + numbers % SPANS
        trace_ids, is_root = [root * 2 for root in roots], numbers % SPANS < TRACES
        span_ids = [roots[at] if is_root[n] else os.urandom(8).hex() for n, at in enumerate(root_of)]
        hours = times // _HOUR_NS
        hashes = np.array([trace_hash(trace_id) for trace_id in trace_ids], np.uint64)[root_of]
        place = {"hour": pa.array(hours.astype(np.uint32)), "trace_hash": pa.array(hashes)}
        place |= {"trace_id": pa.array([trace_ids[at] for at in root_of]), "span_id": pa.array(span_ids)}
        parents = pa.array(["" if is_root[n] else roots[at] for n, at in enumerate(root_of)])
        narrow = {"start_time": pa.array(times).cast(_TIME), "parent_id": parents}
        of_traces = pa.table({"hour": place["hour"], "trace_hash": place["trace_hash"]}).group_by(
            ["hour", "trace_hash"]
        )
        found = of_traces.aggregate([])
        found = found.append_column("project_id", pa.array([self.project_id] * len(found), pa.uint32()))
        return replaced(self.payloads, place), replaced(self.spans, place | narrow), found, trace_ids


def replaced(table: pa.Table, columns: dict[str, pa.Array]) -> pa.Table:
    for name, column in columns.items():
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table


async def seed_spans(folder: Path, spans: int, week_ns: int) -> list[str]:
    """Fill the store of a server that is not running with so many spans, in the order of their times; gives trace ids.

    They are of the project of the first span that is there.
    """
    columnar = await ChdbColumnar.open(folder)
    project_id = (await columnar.query("SELECT project_id FROM spans LIMIT 1")).to_pylist()[0]["project_id"]
    made, started = SpanSet(project_id), time.monotonic()
    sampled: list[str] = []
    rounds = max(1, spans // (_EXPORTS_PER_SET * SPANS))
    first_ns, step_ns = time.time_ns() - week_ns, week_ns // rounds
    for number in range(rounds):
        begin = first_ns + number * step_ns
        starts = [begin + index * step_ns // _EXPORTS_PER_SET for index in range(_EXPORTS_PER_SET)]
        payloads, narrow, hours, trace_ids = await asyncio.to_thread(made.at, starts)
        await columnar.insert("span_payloads", payloads, late_indexes=LATE_INDEXES)
        await columnar.insert("trace_hours", hours)
        await columnar.insert("spans", narrow)
        sampled += trace_ids[:: max(1, rounds // 8)]
    await _settle(columnar)
    stored = rounds * _EXPORTS_PER_SET * SPANS
    note(f"seeded {stored:,} spans in {time.monotonic() - started:.0f} s")
    await columnar.close()
    return sampled


async def _settle(columnar: ChdbColumnar) -> None:
    """Wait until the engine has merged what it wants to: a store that has grown over a week is settled too."""
    while (await columnar.query(SELECT_MERGES)).to_pylist()[0]["running"]:  # noqa: ASYNC110 - it is the engine's event
        await asyncio.sleep(0.5)
