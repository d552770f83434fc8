"""Sending the journals that processes have left."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from runlake.sdk.journal import UNSEEN

PATIENCE_S = 900.0  # for a busy machine: nothing waits for it to pass
_SYNC = "import sys; from runlake.sdk.commands import sync; sys.exit(sync())"


def send_what_is_left(journals: Path, environment: Mapping[str, str]) -> None:
    """Send until there is nothing. Raises AssertionError when that does not come to an end."""
    deadline = time.monotonic() + PATIENCE_S
    while left := [path.name for path in journals.iterdir() if not path.name.startswith(UNSEEN)]:
        assert time.monotonic() < deadline, f"these journals were not sent: {left}"
        command = [sys.executable, "-c", _SYNC]  # an uploader that `finish` began may have one of them
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, timeout=PATIENCE_S, check=False)
        time.sleep(0.2)
