"""Handing journals to a process that outlives the program."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from runlake.sdk.locks import FolderLock
from runlake.sdk.places import Server


def left_with(folder: Path) -> list[Path]:
    """The journal, and those of processes that have the run from this one, as far as they are there and no process has them."""
    return [each for each in (folder, *sorted(folder.parent.glob(f"{folder.name}-*"))) if _is_left(each)]


def _is_left(folder: Path) -> bool:
    lock = FolderLock(folder)
    if not lock.take():
        return False
    lock.release()
    return True


def hand_over(folders: Iterable[Path], server: Server) -> bool:
    """Start an uploader for journals; False when that is not possible. It finds the key in its environment."""
    import subprocess

    environment = {**os.environ, "RUNLAKE_URL": server.url}
    if server.api_key:
        environment["RUNLAKE_API_KEY"] = server.api_key
    command = [sys.executable, "-m", "runlake.sdk.uploader", *map(str, folders)]
    try:
        subprocess.Popen(  # noqa: S603 - our own module
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/" if os.name == "posix" else None,
        )
    except (OSError, RuntimeError):  # no processes left, or the interpreter is going down
        return False
    return True
