"""A Runlake server in a process of its own, for tests and benchmarks that must start, kill and restart one."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import httpx

ADMIN_API_KEY = "runlake0test0admin0key00".ljust(40, "0")  # wandb wants 40 characters
ADMIN_PASSWORD = "runlake-test-password"
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
CLIENT_TIMEOUT_S = 60.0


class ServerProcess:
    """`with ServerProcess(data_dir) as server:` runs one server; `kill` and `start` again keep its port and data.

    The admin is called `admin`; its key is `api_key`, its password `password`. The server writes to `log_path`.
    """

    def __init__(self, data_dir: Path, *, port: int = 0, environment: dict[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.api_key = ADMIN_API_KEY
        self.password = ADMIN_PASSWORD
        self.log_path = Path(tempfile.mkstemp(prefix="runlake-server-", suffix=".log")[1])
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        """The admin's credentials as wandb sends them."""
        return "api", self.api_key

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server was not started"
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        return self.log_path.read_text(errors="replace")

    def start(self) -> Self:
        """Start the process and wait until it is ready; raises RuntimeError with its output if it does not get there.

        Then wait for the native API, which is loaded last: a busy machine may take longer than a test's client waits.
        """
        self.start_unready().wait_ready()
        httpx.get(f"{self.url}/api/v1/session", trust_env=False, timeout=START_TIMEOUT_S)
        return self

    def start_unready(self) -> Self:
        """Start the process and return at once, as a supervisor would."""
        assert not self.running, "the server runs already"
        with self.log_path.open("ab") as log:
            self._process = self._spawn(log)
        return self

    def wait_ready(self, timeout_s: float = START_TIMEOUT_S) -> None:
        deadline = time.monotonic() + timeout_s
        with httpx.Client(trust_env=False, timeout=5) as client:
            while not _is_ready(client, self.url):
                if not self.running:
                    raise RuntimeError(f"the server ended while starting:\n{self.log()[-4000:]}")
                if time.monotonic() > deadline:
                    raise RuntimeError(f"the server was not ready after {timeout_s} s:\n{self.log()[-4000:]}")
                time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nothing is said."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as a supervisor stops it; killed when it takes too long."""
        self._end(signal.SIGTERM)

    def client(self, **options: object) -> httpx.Client:
        """An HTTP client with the admin's key. It waits longer than httpx does by itself: several tests share the machine."""
        options = {"timeout": CLIENT_TIMEOUT_S} | options
        return httpx.Client(base_url=self.url, auth=self.auth, trust_env=False, **options)  # type: ignore[arg-type]

    def wandb_environment(self, folder: Path) -> dict[str, str]:
        """The environment of a wandb client that talks to this server and keeps its files in `folder`."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WANDB_")}
        return inherited | {
            "WANDB_BASE_URL": self.url,
            "WANDB_API_KEY": self.api_key,
            "WANDB_DIR": str(folder),
            "WANDB_CACHE_DIR": str(folder / "cache"),
            "WANDB_CONFIG_DIR": str(folder / "config"),
            "WANDB_DATA_DIR": str(folder / "data"),
            "WANDB_SILENT": "true",
            "WANDB_ERROR_REPORTING": "false",
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def __enter__(self) -> Self:
        return self if self.running else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self.log_path.unlink(missing_ok=True)

    def _spawn(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RUNLAKE_")}
        environment |= {
            "RUNLAKE_ADMIN_USER": "admin",
            "RUNLAKE_ADMIN_PASSWORD": self.password,
            "RUNLAKE_ADMIN_API_KEY": self.api_key,
        }
        command = [
            str(Path(sys.executable).parent / "runlake"),
            "server",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += ["--data-dir", str(self.data_dir)]
        return subprocess.Popen(
            command, env=environment | self._environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    def _end(self, signal_number: int) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal_number)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def free_port() -> int:
    """A port that is free now; a test that starts a server on it at once is very likely to get it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_ready(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False
