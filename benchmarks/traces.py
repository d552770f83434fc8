"""How long do the reads of the traces pages take in a full store, and how many spans per second does OTLP acknowledge beside it?

The store is filled with a week of agents' traces (`--spans`; the figure is asked for with 20,000,000) by the engine itself,
out of rows that the server's own code made. Then each read is repeated alone; then four writers send protobuf exports of 512 spans
of 2 KB. Acknowledged means durable and queryable: the traces of the first page must hold the spans that were sent.
`cpu_us_per_span` is the time of the server's processor, which other work on the machine changes less than the rate.
`agents_of_200_turns` compares what such traces take on the disk with their payloads as JSON.
"""

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from _agent_store import agent_storage
from _server import (
    Connection,
    ServerProcess,
    arguments,
    data_folder,
    folder_bytes,
    note,
    quantiles_ms,
    report,
    rss_bytes,
)
from _span_store import CUSTOMERS, RARE, seed_spans
from _spans import SPANS, TRACES, Texts, make_export, renew

PROJECT = "traces"
NATIVE = f"/api/v1/projects/admin/{PROJECT}"
WEEK_NS = 7 * 86_400 * 1_000_000_000
LONG_TRACE = 10_000
FACETS = ["kind", "status", "model", "service"]
HEADERS = {"Content-Type": "application/x-protobuf", "x-runlake-project": f"admin/{PROJECT}"}


@dataclass
class Writer:
    """One exporter. Only the ids and times of its prepared exports change, to leave the processor to the server."""

    connection: Connection
    prepared: list[ExportTraceServiceRequest]
    spans: int = 0
    durations: list[float] = field(default_factory=list)
    error: BaseException | None = None

    def run(self, deadline: float) -> None:
        try:
            while time.monotonic() < deadline:
                for export in self.prepared:
                    renew(export, time.time_ns())
                    self.post(export.SerializeToString())
        except BaseException as error:  # noqa: BLE001 - reported by the main thread
            self.error = error

    def post(self, body: bytes) -> None:
        started = time.perf_counter()
        post(self.connection, body)
        self.durations.append(time.perf_counter() - started)
        self.spans += SPANS


def post(connection: Connection, body: bytes) -> None:
    status, answer = connection.send("POST", "/v1/traces", body, HEADERS)
    if status != 200 or answer:
        raise RuntimeError(f"{status} {answer[:300]!r}")


def seeded(server: ServerProcess, spans: int) -> list[str]:
    """Let the server make the project, stop it, fill its store, and start it again; gives trace ids."""
    export = make_export(np.random.default_rng(1), Texts(np.random.default_rng(1)))
    renew(export, time.time_ns() - WEEK_NS)
    post(Connection(server), export.SerializeToString())
    server.stop()
    found = asyncio.run(seed_spans(Path(server.data_dir) / "columnar", spans, WEEK_NS))
    server.start()
    return found


def reads(server: ServerProcess, trace_ids: Sequence[str], repeats: int) -> dict[str, Any]:
    """Each read of the pages, alone."""
    search, since = f"{NATIVE}/spans/search", (time.time_ns() - WEEK_NS) // 1_000_000
    asked: dict[str, list[tuple[str, dict[str, object] | None]]] = {
        "trace_by_id": [(f"{NATIVE}/traces/{trace_id}", None) for trace_id in trace_ids],
        "newest_roots": [(search, {"limit": 50})],
        "roots_by_model": [(search, filtered("gen_ai.request.model", f"gpt-{number}")) for number in range(5)],
        "roots_by_customer": [
            (search, filtered("customer", f"customer-{number:04}")) for number in range(0, CUSTOMERS, CUSTOMERS // 40)
        ],
        "rare_word": [(search, {"search": RARE, "limit": 50, "since": since, "roots_only": False})],
        "rare_word_in_roots": [(search, {"search": RARE, "limit": 50, "since": since})],
        "facets": [(f"{NATIVE}/spans/facets", {"roots_only": False, "facets": FACETS})],
    }
    figures = {}
    for name, requests in asked.items():
        note(name)
        figures[name] = timed(server, [requests[number % len(requests)] for number in range(repeats + 1)])
    return figures


def filtered(attribute: str, value: str) -> dict[str, object]:
    return {"limit": 50, "filter": {"field": f"attributes.{attribute}", "op": "eq", "value": value}}


def timed(server: ServerProcess, requests: Sequence[tuple[str, dict[str, object] | None]]) -> dict[str, float]:
    """How long these take, and the server's processor for one; the first is not counted."""
    connection = Connection(server)
    ask(connection, *requests[0])
    cpu, durations = cpu_s(server), []
    for path, body in requests[1:]:
        started = time.perf_counter()
        ask(connection, path, body)
        durations.append(time.perf_counter() - started)
    cpu = cpu_s(server) - cpu
    return quantiles_ms(durations) | {"cpu_ms": round(1000 * cpu / len(durations), 1)}


def ask(connection: Connection, path: str, body: dict[str, object] | None) -> None:
    connection.ask("GET" if body is None else "POST", path, body)


def write(server: ServerProcess, options: Any) -> dict[str, Any]:
    """What the writers reach together."""
    random = np.random.default_rng(options.seed)
    texts = Texts(random)
    writers = [
        Writer(Connection(server), [make_export(random, texts) for _ in range(4)]) for _ in range(options.writers)
    ]
    deadline, started, cpu = time.monotonic() + options.seconds, time.perf_counter(), cpu_s(server)
    threads = [threading.Thread(target=writer.run, args=(deadline,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed_s, cpu = time.perf_counter() - started, cpu_s(server) - cpu
    for writer in writers:
        if writer.error is not None:
            raise writer.error
    sent = sum(writer.spans for writer in writers)
    page = Connection(server).ask("POST", f"{NATIVE}/spans/search", {"limit": 50})["spans"]
    if {root["trace"]["spans"] for root in page} != {SPANS // TRACES}:
        raise RuntimeError("a trace does not hold the spans that were sent")
    return {
        "spans_per_s": round(sent / elapsed_s),
        "cpu_us_per_span": round(cpu / sent * 1e6, 1),
        "request": quantiles_ms([duration for writer in writers for duration in writer.durations]),
    }


def long_trace(server: ServerProcess, repeats: int) -> dict[str, float]:
    """A trace of 10,000 spans, as the page asks for it."""
    connection, random = Connection(server), np.random.default_rng(3)
    export, trace_id, sent = make_export(random, Texts(random)), b"long trace 10000", 0
    while sent < LONG_TRACE:
        renew(export, time.time_ns())
        for span in export.resource_spans[0].scope_spans[0].spans:
            span.trace_id = trace_id
        post(connection, export.SerializeToString())
        sent += SPANS
    return timed(server, [(f"{NATIVE}/traces/{trace_id.hex()}", None)] * (repeats + 1))


def cpu_s(server: ServerProcess) -> float:
    """Seconds of processor that the server has used."""
    times = psutil.Process(server.pid).cpu_times()
    return times.user + times.system


def main() -> None:
    options = arguments(__doc__, seconds=20, spans=1_000_000, writers=4, repeats=30, agents=3, seed=1)
    with data_folder(options.data_dir) as folder, ServerProcess(folder) as server:
        trace_ids = seeded(server, options.spans)
        stored_bytes = folder_bytes(server.data_dir)
        figures = reads(server, trace_ids, options.repeats)
        note("writing")
        written = write(server, options)
        report(
            "traces",
            **written,
            **figures,
            agents_of_200_turns=asyncio.run(agent_storage(options.agents)),
            trace_of_10000=long_trace(server, min(options.repeats, 5)),
            spans=options.spans,
            bytes_per_span=round(stored_bytes / options.spans),
            rss_mb=round(rss_bytes(server) / 1e6),
            writers=options.writers,
        )


if __name__ == "__main__":
    main()
