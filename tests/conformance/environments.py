"""Environments of Python with foreign clients, each version of a client in one of its own, kept below `.make`.

A test makes the one that it needs on first use. Run as a program, all that the conformance tests use are made: with nothing
downloaded yet, that takes longer than a test may.
"""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make(name: str, packages: Sequence[str]) -> Path:
    """The Python of the environment called `name`, with these packages."""
    folder = ROOT / ".make" / name
    python = folder / "bin" / "python"
    with _alone(name):
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            venv = (
                [uv, "venv", "--quiet", "--python", sys.executable] if (uv := _uv()) else [sys.executable, "-m", "venv"]
            )
            subprocess.run([*venv, str(folder)], check=True)
            _install(python, packages)
            (folder / "ready").touch()
    return python


def add(name: str, package: str) -> None:
    """One package more in an environment that is there."""
    folder = ROOT / ".make" / name
    with _alone(name):
        done = folder / f"has-{package}"
        if not done.exists():
            _install(folder / "bin" / "python", [package])
            done.touch()


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Other test processes that need this environment wait."""
    with (ROOT / ".make" / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _uv() -> str | None:
    return shutil.which("uv")


def _install(python: Path, packages: Sequence[str]) -> None:
    pip = [uv, "pip", "install", "--python", str(python)] if (uv := _uv()) else [str(python), "-m", "pip", "install"]
    subprocess.run([*pip, "--quiet", *packages], check=True)


def main() -> None:
    """Make all."""
    from tests.conformance import wandb_client
    from tests.conformance.weave import weave_client

    for version in (wandb_client.OLDEST, wandb_client.newest()):
        wandb_client.install(version)
        for package in wandb_client.ADDED.get(version, wandb_client.NEWEST_ADDED):
            wandb_client.add_package(version, package)
    for version in (weave_client.OLDEST, weave_client.NEWEST):
        weave_client.install(version)


if __name__ == "__main__":
    main()
