"""Who wrote the segments of a run: names and ranks of its processes. Pure."""

from typing import NamedTuple

from runlake.model import Run
from runlake.model.streams import EXTRA_WRITER_SEGMENTS_FROM, segments_of_writer
from runlake.protocols.native.runs.run_environments import environments_of


class Writer(NamedTuple):
    """One process: the name that its rows came under, and its place among those of the run (None: not known)."""

    name: str
    rank: int | None


def writers_of(run: Run) -> dict[int, Writer]:
    """Segment → its writer, for those that have said what they are."""
    found: dict[int, Writer] = {}
    for name, environment in environments_of(run).items():
        rank = environment.get("rank")
        writer = Writer(name, rank if type(rank) is int and abs(rank) < 2**31 else None)
        found |= dict.fromkeys(segments_of_writer(name, run), writer)
    return found


def unnamed_writer(segment: int) -> Writer:
    """The run's own process by its attempt, counted from 0; a further one that has not said its name by a number."""
    if segment < EXTRA_WRITER_SEGMENTS_FROM:
        return Writer(f"attempt-{segment}", 0)
    return Writer(f"writer-{segment:016x}", None)
