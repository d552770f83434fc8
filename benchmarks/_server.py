"""What the benchmarks share: a server in a process of its own, a wandb file-stream client, and one JSON line at the end.

The client speaks the wandb protocol over HTTP by hand, since the real client sends one request every 15 seconds.
"""

import argparse
import base64
import contextlib
import http.client
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.server.process import ServerProcess  # noqa: E402 - it is found through the line above

ENTITY = "admin"
RUNS_STARTED_AT = 1_790_000_000.123456
UPSERT_RUN = """mutation UpsertBucket($name: String, $project: String, $entity: String, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, config: $config}) {
    bucket { id name project { name entity { name } } } inserted
  }
}"""


def arguments(question: str | None, **defaults: int | str | None) -> argparse.Namespace:
    """Parse `--name value` options with these defaults; every benchmark also has `--data-dir` to keep its folder."""
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument(
        "--data-dir", type=Path, default=None, help="use and keep this folder instead of a temporary one"
    )
    for name, default in defaults.items():
        option = "--" + name.replace("_", "-")
        parser.add_argument(option, type=type(default) if default is not None else str, default=default)
    return parser.parse_args()


@contextlib.contextmanager
def data_folder(kept: Path | None) -> Iterator[Path]:
    """The folder to keep, or a temporary one on the same disk as the tree (never a memory file system)."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    parent = ROOT / "build"
    parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="benchmark-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running_server(kept: Path | None, environment: dict[str, str] | None = None) -> Iterator[ServerProcess]:
    with data_folder(kept) as folder, ServerProcess(folder, environment=environment) as server:
        yield server


class Connection:
    """One keep-alive connection with the admin's key; raises RuntimeError for an answer that is not 2xx."""

    def __init__(self, server: ServerProcess, timeout_s: float = 120) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout_s)
        token = base64.b64encode(f"api:{server.api_key}".encode()).decode()
        self._headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send one request and return status and body, whatever the status is."""
        self._http.request(method, path, body, {**self._headers, **(headers or {})})
        answer = self._http.getresponse()
        return answer.status, answer.read()

    def ask(self, method: str, path: str, message: object = None) -> Any:
        """Send JSON, return JSON."""
        body = None if message is None else json.dumps(message).encode()
        status, answer = self.send(method, path, body)
        if status >= 300:
            raise RuntimeError(f"{method} {path} answered {status}: {answer[:500]!r}")
        return json.loads(answer)

    def create_run(self, project: str, run_id: str, config: dict[str, Any] | None = None) -> None:
        wrapped = {key: {"value": value} for key, value in (config or {}).items()}
        variables = {"name": run_id, "project": project, "entity": ENTITY, "config": json.dumps(wrapped)}
        answer = self.ask(
            "POST", "/graphql", {"query": UPSERT_RUN, "variables": variables, "operationName": "UpsertBucket"}
        )
        if answer.get("errors"):
            raise RuntimeError(f"cannot create run {run_id}: {answer['errors']}")

    def stream(self, project: str, run_id: str, body: bytes) -> None:
        """Post to the file stream of a run; returns when the rows are acknowledged."""
        status, answer = self.send("POST", f"/files/{ENTITY}/{project}/{run_id}/file_stream", body)
        if status != 200:
            raise RuntimeError(f"the file stream of {run_id} answered {status}: {answer[:500]!r}")

    def close(self) -> None:
        self._http.close()


def metric_names(metrics: int) -> list[str]:
    return [f"train/metric_{index:03d}" for index in range(metrics)]


def step_times(random: np.random.Generator, steps: int) -> np.ndarray:
    """Seconds since the start of a run at each step: about 50 ms apart, with the jitter that real steps have."""
    return np.cumsum(random.gamma(25.0, 0.002, steps))


def history_lines(first_step: int, names: Sequence[str], values: np.ndarray, runtimes_s: np.ndarray) -> list[bytes]:
    """Rows of `values` (rows x names) as the client writes them."""
    lines = []
    for index, (row, runtime_s) in enumerate(zip(values.tolist(), runtimes_s.tolist(), strict=True)):
        cells = dict(zip(names, row, strict=True))
        cells |= {"_step": first_step + index, "_timestamp": RUNS_STARTED_AT + runtime_s, "_runtime": runtime_s}
        lines.append(orjson.dumps(cells))
    return lines


def history_body(first_line: int, lines: Sequence[bytes]) -> bytes:
    """A file-stream request that puts `lines` at `first_line` and after it."""
    content = b",".join([orjson.dumps(line.decode()) for line in lines])
    return b'{"files":{"wandb-history.jsonl":{"offset":%d,"content":[%b]}}}' % (first_line, content)


def training_curves(random: np.random.Generator, rows: int, metrics: int, *, single: bool = True) -> np.ndarray:
    """Falling, noisy curves (rows x metrics); `single` rounds them to float32, as values from a training framework are."""
    steps = np.arange(rows)[:, None]
    scale = random.uniform(0.1, 10, metrics)
    speed = random.uniform(1, 5, metrics) / rows
    curves = scale * np.exp(-speed * steps) + random.normal(0, 0.05, (rows, metrics)) * scale
    return curves.astype(np.float32).astype(np.float64) if single else curves


def quantiles_ms(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and max of durations, in ms."""
    ms = np.asarray(seconds) * 1000
    return {
        "p50_ms": round(float(np.quantile(ms, 0.5)), 1),
        "p95_ms": round(float(np.quantile(ms, 0.95)), 1),
        "max_ms": round(float(ms.max()), 1),
    }


def folder_bytes(folder: Path) -> int:
    """Bytes that the files of a folder take on disk, hard links counted once."""
    seen: dict[tuple[int, int], int] = {}
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            facts = path.lstat()
            seen[facts.st_dev, facts.st_ino] = facts.st_blocks * 512
    return sum(seen.values())


def rss_bytes(server: ServerProcess) -> int:
    return psutil.Process(server.pid).memory_info().rss


def report(name: str, **figures: object) -> None:
    """Print the result: one JSON line with the machine and the commit it was measured on."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    about = {
        "benchmark": name,
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "commit": commit.stdout.strip() or None,
        "machine": f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, {platform.system()}",
        "python": platform.python_version(),
    }
    print(json.dumps(about | figures), flush=True)


def note(text: str) -> None:
    """Progress, on stderr: stdout carries the one JSON line."""
    print(text, file=sys.stderr, flush=True)
