"""The real wandb package in an environment of its own, one for each version that is tried."""

import importlib.metadata
import json
import os
import signal
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.conformance import environments

SCRIPTS = Path(__file__).parent / "wandb_scripts"
OLDEST = "0.19.0"
# What media types need, of an age that fits; nothing of wandb itself is changed.
COMPANIONS = {OLDEST: ("numpy<2.2", "pillow<11", "plotly<6")}
NEWEST_COMPANIONS = ("numpy", "pillow", "plotly")
PYARROW = "pyarrow<25"
"""Reads whole histories. `sweeps` needs a NumPy below 2, which later ones of pyarrow refuse."""
ADDED = {OLDEST: ("sweeps", PYARROW)}
NEWEST_ADDED = ("sweeps", PYARROW, "wandb-workspaces==0.4.13")
"""What tests add when they need it."""
TIMEOUT_S = 90.0


def newest() -> str:
    """The version that the development environment has."""
    return importlib.metadata.version("wandb")


def install(version: str) -> Path:
    """The Python of an environment with this wandb version."""
    return environments.make(f"wandb-{version}", [f"wandb=={version}", *COMPANIONS.get(version, NEWEST_COMPANIONS)])


def add_package(version: str, package: str) -> None:
    """One package more in the environment of a version."""
    install(version)
    environments.add(f"wandb-{version}", package)


@dataclass(frozen=True)
class Outcome:
    """What a script left behind. `result` is the JSON of its last line that starts with `RESULT `."""

    returncode: int
    stdout: str
    stderr: str

    @cached_property
    def result(self) -> Any:
        lines = [line for line in self.stdout.splitlines() if line.startswith("RESULT ")]
        assert lines, f"the script gave no result\n{self.stdout[-3000:]}\n{self.stderr[-3000:]}"
        return json.loads(lines[-1].removeprefix("RESULT "))


class WandbClient:
    """Runs scripts with one wandb version against one server."""

    def __init__(self, version: str, folder: Path, environment: dict[str, str]) -> None:
        self.version = version
        self.folder = folder
        self.project = f"conformance-{version.replace('.', '-')}"
        self._python = install(version)
        self._environment = environment

    @property
    def key(self) -> str:
        return self._environment["WANDB_API_KEY"]

    @property
    def is_newest(self) -> bool:
        return self.version == newest()

    def add(self, package: str) -> None:
        """Have one package more beside wandb, of the requirement's version."""
        add_package(self.version, package)

    def run(self, script: str, *arguments: str, code: int = 0, **environment: str) -> Outcome:
        """Run a script of `wandb_scripts` with the project's name as its first argument; check its exit code."""
        return self._run(
            [str(self._python), str(SCRIPTS / f"{script}.py"), self.project, *arguments], code, environment
        )

    def cli(self, *arguments: str, code: int = 0, timeout_s: float = TIMEOUT_S, **environment: str) -> Outcome:
        """Run the `wandb` command."""
        return self._run([str(self._python), "-m", "wandb", *arguments], code, environment, timeout_s)

    def start(self, script: str, *arguments: str) -> "subprocess.Popen[str]":
        """Start a script and return at once; its output is piped."""
        return self._start([str(self._python), str(SCRIPTS / f"{script}.py"), self.project, *arguments], {})

    def start_command(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        """Start the `wandb` command and return at once; its output is piped."""
        return self._start([str(self._python), "-m", "wandb", *arguments], environment)

    def _start(self, command: list[str], environment: dict[str, str]) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self._environment | environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A stop reaches a script as SIGINT, which it inherits as ignored when the tests run in the background.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def start_cli(self, *arguments: str, log: Path) -> "subprocess.Popen[bytes]":
        """Start the `wandb` command and return at once; it writes to `log`."""
        command = [str(self._python), "-m", "wandb", *arguments]
        with log.open("wb") as out:
            return subprocess.Popen(
                command, cwd=self.folder, env=self._environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def _run(self, command: list[str], code: int, environment: dict[str, str], timeout_s: float = TIMEOUT_S) -> Outcome:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._environment | environment,
            text=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_s,
        )
        assert done.returncode == code, (
            f"{command} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-5000:]}"
        )
        return Outcome(done.returncode, done.stdout, done.stderr)


def home_environment(folder: Path) -> dict[str, str]:
    """A home of its own, so that nobody's netrc is read or written."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"HOME": str(folder), "NETRC": str(folder / "netrc"), "PATH": os.environ["PATH"]}
