"""How fast do other servers take the same exports, and read them? `--server runlake|phoenix|mlflow`, which runs at `--url`.

Four writers send 512-span exports until `--spans` are sent; the clock stops when the server's own API has them all. The
reads are the newest 50 roots, those of one model, and one trace, as each server's own API asks for them. With `--pid`, the
processor time of the server and its children for one span is measured too: other work on the machine changes it less.
"""

import base64
import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import psutil

from _server import arguments, quantiles_ms, report
from _spans import SPANS, Texts, make_export, renew

Ask = tuple[str, str, dict[str, Any] | None]
"""(method, path, JSON body)"""


@dataclass(frozen=True)
class Rival:
    """How a server is spoken to. `count` reads the number of stored spans from the answer to `counted`."""

    headers: dict[str, str]
    counted: Ask
    count: Callable[[Any], int]
    newest: Ask
    by_model: Ask
    trace: Callable[[str], Ask]


def phoenix(_: str) -> Rival:
    graphql = lambda query: ("POST", "/graphql", {"query": query})  # noqa: E731 - a word for three places
    spans = (
        "{projects{edges{node{name spans(first: 50, sort: {col: startTime, dir: desc},"
        ' filterCondition: "parent_id is None%s"){edges{node{id name latencyMs}}}}}}}'
    )
    return Rival(
        {},
        graphql("{projects{edges{node{name recordCount}}}}"),
        lambda answer: sum(edge["node"]["recordCount"] or 0 for edge in answer["data"]["projects"]["edges"]),
        graphql(spans % ""),
        graphql(spans % " and attributes['gen_ai']['request']['model'] == 'gpt-2'"),
        lambda trace_id: ("GET", f"/v1/projects/default/spans?trace_id={trace_id}&limit=100", None),
    )


def mlflow(_: str) -> Rival:
    place = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}
    search: Callable[[dict[str, Any]], Ask] = lambda more: (  # noqa: E731 - a word for three places
        "POST",
        "/api/3.0/mlflow/traces/search",
        {"locations": [place], "max_results": 50, "order_by": ["timestamp_ms DESC"], **more},
    )
    by_model = "span.attributes.gen_ai.request.model = 'gpt-2'"
    return Rival(
        {"x-mlflow-experiment-id": "0"},
        search({}),
        lambda answer: -1 if answer.get("traces") else 0,  # it answers when spans are stored
        search({}),
        search({"filter": by_model}),
        lambda trace_id: ("GET", f"/api/3.0/mlflow/traces/get?trace_id=tr-{trace_id}", None),
    )


def runlake(key: str) -> Rival:
    native = "/api/v1/projects/admin/traces"
    search: Callable[[dict[str, Any]], Ask] = lambda more: ("POST", f"{native}/spans/search", {"limit": 50, **more})  # noqa: E731
    model = {"field": "attributes.gen_ai.request.model", "op": "eq", "value": "gpt-2"}
    return Rival(
        {
            "Authorization": "Basic " + base64.b64encode(f"api:{key}".encode()).decode(),
            "x-runlake-project": "admin/traces",
        },
        search({}),
        lambda answer: -1 if answer["spans"] else 0,  # it answers when spans are stored
        search({}),
        search({"filter": model}),
        lambda trace_id: ("GET", f"{native}/traces/{trace_id}", None),
    )


RIVALS = {"phoenix": phoenix, "mlflow": mlflow, "runlake": runlake}


class Client:
    """One connection to the server."""

    def __init__(self, url: str, rival: Rival) -> None:
        self._http = http.client.HTTPConnection(urlsplit(url).netloc, timeout=300)
        self._headers = rival.headers

    def send(self, method: str, path: str, body: bytes | None, kind: str) -> bytes:
        self._http.request(method, path, body, {"Content-Type": kind, **self._headers})
        answer = self._http.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:500]!r}")
        return content

    def ask(self, ask: Ask) -> Any:
        method, path, body = ask
        answer = json.loads(
            self.send(method, path, None if body is None else json.dumps(body).encode(), "application/json")
        )
        if isinstance(answer, dict) and answer.get("errors"):
            raise RuntimeError(f"{path}: {answer['errors']}")
        return answer


def export_all(url: str, rival: Rival, spans: int, writers: int) -> tuple[str, float]:
    """(the id of the last trace, seconds until all spans can be read)."""
    random = np.random.default_rng(1)
    texts = Texts(random)
    exports = [make_export(random, texts) for _ in range(4 * writers)]
    per_writer, errors = spans // SPANS // writers, []

    def work(own: int) -> None:
        client = Client(url, rival)
        try:
            for number in range(per_writer):
                export = exports[4 * own + number % 4]
                renew(export, time.time_ns())
                client.send("POST", "/v1/traces", export.SerializeToString(), "application/x-protobuf")
        except Exception as error:  # noqa: BLE001 - raised below, in the caller's thread
            errors.append(error)

    before, started = max(0, rival.count(Client(url, rival).ask(rival.counted))), time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    client = Client(url, rival)  # a server may have hung up on one that was silent meanwhile
    while 0 <= rival.count(client.ask(rival.counted)) - before < per_writer * writers * SPANS:
        time.sleep(0.05)
    seconds = time.perf_counter() - started
    return exports[0].resource_spans[0].scope_spans[0].spans[0].trace_id.hex(), seconds


def cpu_s(pid: int) -> float:
    """Seconds of processor that a process and its children have used; 0 for the pid 0."""
    if not pid:
        return 0.0
    server = psutil.Process(pid)
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return sum(used.user + used.system for used in times)


def main() -> None:
    options = arguments(
        __doc__, server="phoenix", url="http://localhost:6006", key="", pid=0, spans=20_480, writers=4, repeats=10
    )
    rival = RIVALS[options.server](options.key)
    cpu = cpu_s(options.pid)
    trace_id, seconds = export_all(options.url, rival, options.spans, options.writers)
    cpu = cpu_s(options.pid) - cpu
    client, figures = Client(options.url, rival), {}
    for name, ask in (("newest", rival.newest), ("by_model", rival.by_model), ("trace", rival.trace(trace_id))):
        durations = []
        for _ in range(options.repeats + 1):
            started = time.perf_counter()
            client.ask(ask)
            durations.append(time.perf_counter() - started)
        figures[name] = quantiles_ms(durations[1:])
    rate = round(options.spans / seconds)
    cost = {"cpu_us_per_span": round(cpu / options.spans * 1e6)} if options.pid else {}
    report("trace_rivals", server=options.server, spans=options.spans, spans_per_s=rate, **cost, **figures)


if __name__ == "__main__":
    main()
