"""`python -m runlake.sdk.uploader FOLDER…`: sends journals after their processes have ended; started by `finish`."""

import sys
from pathlib import Path

from runlake.sdk.leftovers import read_record, send_leftover
from runlake.sdk.locks import FolderLock
from runlake.sdk.places import find_server

_PATIENCE_S = 24 * 3600.0


def main(folder: Path) -> int:
    """Send the journal, trying for a day while the server is away; returns the exit code."""
    lock = FolderLock(folder)
    if not lock.take(wait=True):
        return 0  # somebody else has sent it
    try:
        record = read_record(folder)
        if record is None:
            return 1
        return int(send_leftover(folder, record, find_server(), patience_s=_PATIENCE_S).problem is not None)
    finally:
        lock.release()


if __name__ == "__main__":
    sys.exit(max(main(Path(folder)) for folder in sys.argv[1:]))
