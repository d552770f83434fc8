"""`python -m tests.faults`: random faults while programs log, then every row is looked at; and a soak. Prints seed and figures."""

import argparse
import collections
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.proxy import FaultyProxy
from tests.faults.ranks import many_ranks
from tests.faults.soak import soak
from tests.faults.world import World
from tests.server.process import ServerProcess

DISK_MB = 64
# Fault → how often among all. Starting a server takes seconds, so that is a rarer one.
FAULTS = {
    "kill client": 5,
    "kill server": 2,
    "kill both": 2,
    "end client": 2,
    "terminate client": 2,
    "cut": 3,
    "refuse": 2,
    "half": 2,
    "lost answer": 4,
    "429": 2,
    "503": 2,
    "clock": 3,
    "full disk": 3,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--ranks", type=int, default=0, help="of one run, each with --rows rows; none by itself")
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--killed", type=int, default=8, help="how many of the ranks get SIGKILL")
    parser.add_argument("--minutes", type=float, default=0.0, help="of the soak; none by itself")
    given = parser.parse_args()
    if given.rounds:
        seed = secrets.randbelow(10**6) if given.seed is None else given.seed
        sys.stdout.write(f"seed {seed}\n")
        sys.stdout.write(json.dumps(run(given.rounds, seed)) + "\n")
    if given.ranks:
        with tempfile.TemporaryDirectory(prefix="runlake-ranks-") as name:
            chance = random.Random(given.seed)
            figures = many_ranks(Path(name), given.ranks, given.rows, given.killed, chance)
            sys.stdout.write(json.dumps(figures) + "\n")
    if given.minutes:
        with tempfile.TemporaryDirectory(prefix="runlake-soak-") as name:
            sys.stdout.write(json.dumps(soak(Path(name), given.minutes)) + "\n")


def run(rounds: int, seed: int) -> dict[str, object]:
    """So many random faults and the check of all rows; returns the figures."""
    started = time.monotonic()
    done: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="runlake-faults-") as name, small_disk(Path(name) / "disk") as has_disk:
        faults = {fault: often for fault, often in FAULTS.items() if has_disk or fault != "full disk"}
        with ServerProcess(Path(name) / "data") as server, FaultyProxy(server.port) as proxy:
            world = World(Path(name), server, proxy, random.Random(seed))
            for number in range(rounds):
                fault = world.round(faults)
                done[fault] += 1
                sys.stderr.write(f"{number + 1}/{rounds} {fault}\n")
            world.come_to_rest()
            rows = world.check()
            dropped = sum(len(attempt.dropped) for attempt in world.attempts)
    return {
        "seed": seed,
        "rounds": rounds,
        "faults": dict(sorted(done.items())),
        "programs": len(world.attempts),
        "runs": len({attempt.run_id for attempt in world.attempts}),
        "rows_stored": rows,
        "rows_dropped_and_said": dropped,
        "seconds": round(time.monotonic() - started),
    }


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A file system of `DISK_MB` for the journals; False, and an ordinary folder, where root may not mount one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


if __name__ == "__main__":
    main()
