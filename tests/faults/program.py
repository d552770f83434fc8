"""A program that logs numbered rows until it is killed or told to end, and notes what `log` returned from.

    python program.py RUN FIRST FOLDER

FOLDER gets `returned`, how many rows did, and `dropped`, the numbers of those that a full disk cost, 8 bytes each. A file
`stop` there ends the program, one named `clock` holds the seconds by which its clock is wrong.
"""

import os
import sys
import time
from pathlib import Path

import runlake

BATCH_EVERY = 10
BATCH_ROWS = 5
_ROWS_PER_LOOK = 20
_LOOK_EVERY_S = 0.05
_FINISH_S = 3.0
_REAL_NS = time.time_ns


def main(run_id: str, first: int, folder: Path) -> None:
    returned = os.open(folder / "returned", os.O_WRONLY | os.O_CREAT, 0o600)
    dropped = os.open(folder / "dropped", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    run = runlake.init(run_id=run_id, config={"first": first}, system_every_s=0.2)
    done = call = 0
    while not (folder / "stop").exists():
        for _ in range(_ROWS_PER_LOOK):
            kept = run.delivery.rows
            rows = _log(run, first + done, call)
            call += 1
            if run.delivery.rows == kept:
                os.write(dropped, b"".join(n.to_bytes(8, "little") for n in range(first + done, first + done + rows)))
            done += rows
            os.pwrite(returned, b"%020d" % done, 0)
        print(f"row {done}")  # noqa: T201 - the run keeps what is printed
        _set_clock(folder / "clock")
        time.sleep(_LOOK_EVERY_S)
    run.finish(timeout_s=_FINISH_S)


def _log(run: runlake.Run, n: int, call: int) -> int:
    """One call: a row, or a batch of rows; returns how many rows."""
    if call % BATCH_EVERY:
        run.log({"n": n, "checksum": 7 * n + 1, "note": f"at {n}"}, step=n)
        return 1
    numbers = range(n, n + BATCH_ROWS)
    run.log_batch({"n": numbers, "checksum": [7 * each + 1 for each in numbers]}, step=numbers)
    return BATCH_ROWS


def _set_clock(path: Path) -> None:
    if path.exists():
        wrong_ns = int(path.read_text() or 0) * 10**9
        time.time_ns = lambda: _REAL_NS() + wrong_ns
        time.time = lambda: time.time_ns() / 1e9


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
