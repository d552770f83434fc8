"""How much server time does one `wandb.init` take, and do 100 runs that start at the same second all succeed?

One start of the real client goes through a recorder; what it had sent when `init` returned is sent again under other run
ids: one start after the other on an idle server, then 100 at once. A start's server time is the sum over its requests from
the first byte sent to the last byte of the answer, on the same machine; in the storm, the server's processor time by 100.
"""

import http.client
import http.server
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psutil

from _server import ENTITY, Connection, ServerProcess, arguments, quantiles_ms, report, running_server

PROJECT = "init-storm"
RECORDED = "storm-recorded"
MARK = "/init-returned"
DROPPED = {"host", "connection", "accept-encoding", "content-length"}

CLIENT = f"""
import os, urllib.request, wandb
run = wandb.init(project="{PROJECT}", id="{RECORDED}", config={{"lr": 0.1}})
urllib.request.urlopen(os.environ["WANDB_BASE_URL"] + "{MARK}")
run.finish()
"""


@dataclass(frozen=True)
class Sent:
    """One request of the client."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]

    def under(self, run_id: str) -> "Sent":
        """The same for another run."""
        old, new = RECORDED.encode(), run_id.encode()
        return Sent(self.method, self.path.replace(RECORDED, run_id), self.body.replace(old, new), self.headers)


@dataclass
class Recorder:
    """Passes requests on to the server and keeps them until the client says that `init` has returned."""

    port: int
    sent: list[Sent] = field(default_factory=list)
    is_over: bool = False

    def handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
                status, answer = recorder.take(Sent(self.command, self.path, body, headers))
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = pass_on  # noqa: N815 - names that http.server looks for

            def log_message(self, format: str, *args: object) -> None: ...

        return Handler

    def take(self, sent: Sent) -> tuple[int, bytes]:
        if sent.path == MARK:
            self.is_over = True
            return 200, b""
        if not self.is_over:
            self.sent.append(sent)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(sent.method, sent.path, sent.body, sent.headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def record(server: ServerProcess) -> list[Sent]:
    """What the real client sends before `wandb.init` returns."""
    recorder = Recorder(server.port)
    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), recorder.handler())
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "HOME": home,
            "WANDB_BASE_URL": f"http://127.0.0.1:{proxy.server_port}",
            "WANDB_API_KEY": server.api_key,
            "WANDB_ERROR_REPORTING": "false",
        }
        subprocess.run([sys.executable, "-c", CLIENT], env=environment, capture_output=True, cwd=home, check=True)
    proxy.shutdown()
    return recorder.sent


def start_run(server: ServerProcess, sent: list[Sent], run_id: str) -> float:
    """Send one start; the seconds that its requests took together. Raises RuntimeError when one is refused."""
    connection = Connection(server)
    seconds = 0.0
    for request in sent:
        again = request.under(run_id)
        started = time.perf_counter()
        status, answer = connection.send(again.method, again.path, again.body, again.headers)
        seconds += time.perf_counter() - started
        if status != 200 or b'"errors"' in answer:
            raise RuntimeError(f"{again.method} {again.path} answered {status}: {answer[:500]!r}")
    connection.close()
    return seconds


def storm(server: ServerProcess, sent: list[Sent], runs: int) -> tuple[list[float], float]:
    """All runs start at once: the seconds of each, and the processor seconds that the server spent."""
    process, ready = psutil.Process(server.pid), threading.Barrier(runs)

    def start(index: int) -> float:
        ready.wait()
        return start_run(server, sent, f"storm-{index:04d}")

    before = process.cpu_times()
    with ThreadPoolExecutor(runs) as pool:
        seconds = list(pool.map(start, range(runs)))
    after = process.cpu_times()
    return seconds, after.user + after.system - before.user - before.system


def main() -> None:
    options = arguments(__doc__, runs=100, alone=50)
    with running_server(options.data_dir) as server:
        sent = record(server)
        alone = [start_run(server, sent, f"alone-{index:04d}") for index in range(options.alone)]
        at_once, processor_s = storm(server, sent, options.runs)
        found = Connection(server).ask("POST", f"/api/v1/projects/{ENTITY}/{PROJECT}/runs/search", {"limit": 1})
        expected = 1 + options.alone + options.runs
        total = found["total"]
    if total != expected:
        raise RuntimeError(f"{total} runs are stored, not {expected}")
    figures = {f"alone_{name}": value for name, value in quantiles_ms(alone).items()}
    figures |= {f"storm_{name}": value for name, value in quantiles_ms(at_once).items()}
    processor_ms = round(1000 * processor_s / options.runs, 1)
    report("init_storm", **figures, processor_ms_per_init=processor_ms, requests=len(sent), runs=options.runs)


if __name__ == "__main__":
    main()
