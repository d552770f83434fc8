"""How a run begins from what was logged before: as a fork of another one, or rewound."""

from runlake.errors import Conflict, NotFound, RunlakeError, UsageError
from runlake.sdk.journal import Journal
from runlake.sdk.places import Server
from runlake.sdk.values import checked_step
from runlake.wire import RunRecord, encode_record

ForkFrom = tuple[str, int]
"""Id of a run of the project, and its last step that the fork begins with."""


def first_step(fork_from: ForkFrom | None, rewind_to: int | None) -> int:
    """The step of the first row that names none."""
    kept = rewind_to if fork_from is None else fork_from[1]
    return 0 if kept is None else kept + 1


def checked_fork(fork_from: ForkFrom | None) -> ForkFrom | None:
    """Raises UsageError."""
    if fork_from is None:
        return None
    if not isinstance(fork_from, tuple | list) or len(fork_from) != 2 or not isinstance(fork_from[0], str):
        raise UsageError(f'fork_from is {fork_from!r:.200}: it is a run id and a step, like ("k3x9", 200)')
    return fork_from[0], checked_step(fork_from[1])


def checked_rewind(rewind_to: int | None, *, run_id: str | None, fork_from: ForkFrom | None, rank: int) -> int | None:
    """Raises UsageError."""
    if rewind_to is None:
        return None
    if not run_id:
        raise UsageError("rewind_to needs the run_id of the run that is to be rewound")
    if fork_from is not None:
        raise UsageError("a run is forked or rewound, not both: leave out fork_from or rewind_to")
    if rank != 0:
        raise UsageError("only rank 0 rewinds a run: further ranks begin after it, without rewind_to")
    return checked_step(rewind_to)


def ask_first(journal: Journal, server: Server, begun: RunRecord) -> None:
    """Let the server begin the run while the program waits, so that a wrong run or step is an error of the call.

    Raises NotFound or Conflict, and then there is no journal. What else goes wrong is left to the thread that sends.
    """
    from runlake.sdk.reading.asking import Asker

    try:
        Asker(server).append(journal.record, encode_record(begun))
    except (NotFound, Conflict):
        journal.delete()
        raise
    except RunlakeError:
        return
