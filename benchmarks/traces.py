"""How many spans per second does OTLP acknowledge, and how long do the reads of the traces pages take after it?

Four writers send protobuf exports of 512 spans of 2 KB, 16 traces each, spread over the last seven days. Acknowledged
means durable and queryable: the traces of the first page must hold the spans that were sent. One span in 20,000 holds a
rare word. `cpu_us_per_span` is the time of the server's processor, which other work on the machine hardly changes.
"""

import os
import threading
import time
from dataclasses import dataclass, field

import numpy as np
import psutil
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from _server import (
    Connection,
    ServerProcess,
    arguments,
    folder_bytes,
    note,
    quantiles_ms,
    report,
    rss_bytes,
    running_server,
)

PROJECT = "traces"
SPANS, TRACES = 512, 16
WEEK_NS = 7 * 86_400 * 1_000_000_000
RARE, RARE_EVERY = "zyzzyva", 20_000 // 512
FACETS = ["kind", "status", "model", "service"]
HEADERS = {"Content-Type": "application/x-protobuf", "x-runlake-project": f"admin/{PROJECT}"}
WORDS = ["tensor", "gradient", "checkpoint", "retrieval", "context", "answer", "question", "weather", "tool", "result"]


@dataclass
class Writer:
    """One exporter. Only the ids and times of its prepared exports change, to leave the processor to the server."""

    connection: Connection
    random: np.random.Generator
    spans: int = 0
    durations: list[float] = field(default_factory=list)
    error: BaseException | None = None

    def run(self, deadline: float, most: int) -> None:
        prepared = [make_export(self.random) for _ in range(4)]
        try:
            while time.monotonic() < deadline and self.spans < most:
                for export in prepared:
                    renew(export, int(self.random.integers(WEEK_NS)), rare=len(self.durations) % RARE_EVERY == 0)
                    self.post(export.SerializeToString())
        except BaseException as error:  # noqa: BLE001 - reported by the main thread
            self.error = error

    def post(self, body: bytes) -> None:
        started = time.perf_counter()
        status, answer = self.connection.send("POST", "/v1/traces", body, HEADERS)
        if status != 200 or answer:
            raise RuntimeError(f"{status} {answer[:300]!r}")
        self.durations.append(time.perf_counter() - started)
        self.spans += SPANS


def make_export(random: np.random.Generator) -> ExportTraceServiceRequest:
    """512 spans: in each trace an agent, and model requests and tools below it."""
    request = ExportTraceServiceRequest()
    group = request.resource_spans.add()
    group.resource.attributes.add(key="service.name").value.string_value = "agent"
    scope = group.scope_spans.add()
    for index in range(SPANS):
        span = scope.spans.add(name="chat gpt" if index % 2 else "execute_tool search", kind=3)
        values: dict[str, str | int] = {
            "gen_ai.operation.name": "chat" if index % 2 else "execute_tool",
            "gen_ai.request.model": f"gpt-{index % 5}",
            "gen_ai.provider.name": "openai",
            "gen_ai.usage.input_tokens": int(random.integers(1, 5000)),
            "gen_ai.usage.output_tokens": int(random.integers(1, 500)),
            "gen_ai.input.messages": f'[{{"role":"user","parts":[{{"type":"text","content":"{sentence(random, 110)}"}}]}}]',
            "gen_ai.output.messages": f'[{{"role":"assistant","parts":[{{"type":"text","content":"{sentence(random, 90)}"}}]}}]',
        }
        for key, value in values.items():
            attribute = span.attributes.add(key=key).value
            if isinstance(value, int):
                attribute.int_value = value
            else:
                attribute.string_value = value
    return request


def renew(export: ExportTraceServiceRequest, ago_ns: int, *, rare: bool) -> None:
    """Other ids and another time; the last span says the rare word or does not."""
    spans = export.resource_spans[0].scope_spans[0].spans
    ids, now = os.urandom(8 * SPANS), time.time_ns() - ago_ns
    spans[-1].name = RARE if rare else "chat gpt"
    roots: list[bytes] = []
    for index, span in enumerate(spans):
        trace, own = index % TRACES, ids[8 * index : 8 * index + 8]
        if index < TRACES:
            roots.append(own)
        span.trace_id, span.span_id = roots[trace] * 2, own
        span.parent_span_id = b"" if index < TRACES else roots[trace]
        span.start_time_unix_nano, span.end_time_unix_nano = now + index, now + index + 1_000_000


def sentence(random: np.random.Generator, words: int) -> str:
    return " ".join(random.choice(WORDS, words))


def timed(connection: Connection, path: str, bodies: list[dict[str, object] | None]) -> dict[str, float]:
    durations = []
    for body in bodies:
        started = time.perf_counter()
        connection.ask("GET" if body is None else "POST", path, body)
        durations.append(time.perf_counter() - started)
    return quantiles_ms(durations[1:])


def main() -> None:
    options = arguments(__doc__, seconds=20, spans=20_000_000, writers=4, repeats=30, seed=1)
    with running_server(options.data_dir) as server:
        writers = [
            Writer(Connection(server), np.random.default_rng(options.seed + index)) for index in range(options.writers)
        ]
        deadline, started, cpu = time.monotonic() + options.seconds, time.perf_counter(), cpu_s(server)
        most = options.spans // options.writers
        threads = [threading.Thread(target=writer.run, args=(deadline, most)) for writer in writers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed_s, cpu = time.perf_counter() - started, cpu_s(server) - cpu
        stored = sum(writer.spans for writer in writers)
        for writer in writers:
            if writer.error is not None:
                raise writer.error
        note("reading")
        connection = Connection(server)
        search = f"/api/v1/projects/admin/{PROJECT}/spans/search"
        page = connection.ask("POST", search, {"limit": 50})["spans"]
        if {root["trace"]["spans"] for root in page} != {SPANS // TRACES}:
            raise RuntimeError("a trace does not hold the spans that were sent")
        since = (time.time_ns() - WEEK_NS - 10**9) // 1_000_000
        by_model = {"filter": {"field": "attributes.gen_ai.request.model", "op": "eq", "value": "gpt-2"}}
        facets = f"/api/v1/projects/admin/{PROJECT}/spans/facets"
        report(
            "traces",
            spans_per_s=round(stored / elapsed_s),
            cpu_us_per_span=round(cpu / stored * 1e6, 1),
            request=quantiles_ms([value for writer in writers for value in writer.durations]),
            newest_roots=timed(connection, search, [{"limit": 50}] * options.repeats),
            newest_roots_filtered=timed(connection, search, [{"limit": 50, **by_model}] * options.repeats),
            rare_word=timed(connection, search, [{"search": RARE, "limit": 500, "since": since}] * options.repeats),
            facets=timed(connection, facets, [{"roots_only": False, "facets": FACETS}] * options.repeats),
            trace_by_id=timed(
                connection, f"/api/v1/projects/admin/{PROJECT}/traces/{page[0]['trace_id']}", [None] * options.repeats
            ),
            spans=stored,
            bytes_per_span=round(folder_bytes(server.data_dir) / stored),
            rss_mb=round(rss_bytes(server) / 1e6),
            seconds=round(elapsed_s, 1),
            writers=options.writers,
        )


def cpu_s(server: ServerProcess) -> float:
    """Seconds of processor that the server has used."""
    times = psutil.Process(server.pid).cpu_times()
    return times.user + times.system


if __name__ == "__main__":
    main()
