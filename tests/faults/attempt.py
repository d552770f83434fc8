"""One process of a run: starting it, killing it, and what the server must hold of it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.crash.load import read_rows, run_facts, stored_points
from tests.faults.program import BATCH_ROWS

_PROGRAM = Path(__file__).with_name("program.py")
ROWS_PER_ATTEMPT = 1_000_000


@dataclass
class Attempt:
    """The `number`th process of a run; its rows are numbered from `number × ROWS_PER_ATTEMPT`."""

    run_id: str
    number: int
    folder: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, run_id: str, number: int, folder: Path, environment: Mapping[str, str]) -> "Attempt":
        folder.mkdir()
        command = [sys.executable, str(_PROGRAM), run_id, str(number * ROWS_PER_ATTEMPT), str(folder)]
        with (folder / "stderr").open("wb") as stderr:
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=stderr)
        return cls(run_id, number, folder, process)

    @property
    def first(self) -> int:
        """The number of its first row."""
        return self.number * ROWS_PER_ATTEMPT

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    @property
    def returned(self) -> int:
        """Rows that `log` returned from."""
        path = self.folder / "returned"
        return int(path.read_bytes()) if path.exists() and path.stat().st_size else 0

    @property
    def dropped(self) -> set[int]:
        """Rows that `log` returned from on a full disk, and counted."""
        path = self.folder / "dropped"
        cells = memoryview(path.read_bytes() if path.exists() else b"")
        return set(cells[: len(cells) // 8 * 8].cast("Q"))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def ask_to_end(self) -> None:
        (self.folder / "stop").touch()

    def set_clock_wrong(self, seconds: int) -> None:
        fresh = self.folder / "clock.new"
        fresh.write_text(str(seconds))
        os.replace(fresh, self.folder / "clock")

    def check(self, client: httpx.Client) -> int:
        """Everything is stored exactly once, and nothing else but the call that a kill cut short; returns the rows."""
        returned, dropped, first = self.returned, self.dropped, self.first
        steps = range(first, first + returned + BATCH_ROWS + 1)
        rows = read_rows(client, self.run_id, steps=steps) if returned else []
        stored = [row["n"] for row in rows]
        expected = [n for n in steps[:returned] if n not in dropped]
        whole = [expected + list(steps[returned : returned + more]) for more in (0, 1, BATCH_ROWS)]
        assert stored in whole, f"{self}: {_difference(stored, expected)}"
        assert all(row["checksum"] == 7 * row["n"] + 1 and row["_step"] == row["n"] for row in rows), str(self)
        notes = [(row["n"], row["note"]) for row in rows if "note" in row]
        assert all(note == f"at {n}" for n, note in notes), str(self)
        assert len(notes) >= len(rows) // 2, f"{self}: texts are missing"
        return len(stored)

    def check_words(self) -> None:
        """A program that came to its end said what was dropped; one that began on a full disk was told so, and ended."""
        said = (self.folder / "stderr").read_text()
        could_not_begin = not self.returned and "no space left" in said.lower()
        assert could_not_begin or "Traceback" not in said, f"{self}: {said}"
        assert not self.dropped or self.process.returncode or "writes dropped" in said, f"{self}: {said}"

    def __str__(self) -> str:
        return f"{self.run_id} attempt {self.number}"


def check_count(client: httpx.Client, run_id: str, rows: int) -> None:
    """A row that is stored twice counts twice here."""
    assert stored_points(client, run_id, "n") == rows, run_id
    state = run_facts(client, run_id)["state"]
    assert state in ("finished", "failed", "crashed"), f"{run_id} is {state}"


def _difference(stored: list[int], expected: list[int]) -> str:
    missing, surplus = sorted(set(expected) - set(stored)), sorted(set(stored) - set(expected))
    twice = len(stored) - len(set(stored))
    return f"{len(missing)} missing {missing[:5]}, {len(surplus)} not expected {surplus[:8]}, {twice} twice"
