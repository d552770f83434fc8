"""Handing a journal to a process that outlives the program."""

import os
import sys
from pathlib import Path

from runlake.sdk.places import Server


def hand_over(folder: Path, server: Server) -> bool:
    """Start an uploader for one journal; False when that is not possible. It finds the key in its environment."""
    import subprocess

    environment = {**os.environ, "RUNLAKE_URL": server.url}
    if server.api_key:
        environment["RUNLAKE_API_KEY"] = server.api_key
    command = [sys.executable, "-m", "runlake.sdk.uploader", str(folder)]
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
