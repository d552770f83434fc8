"""A run in a process that got it from another one: by `spawn` or `forkserver`, in tasks and actors of Ray, in joblib's workers."""

import os
import platform
from dataclasses import replace

from runlake.sdk import places
from runlake.sdk.journal import Journal
from runlake.sdk.live_runs import live_runs, remember
from runlake.sdk.run import Run
from runlake.sdk.starting import at_the_end
from runlake.wire import JournalRecord, RunRecord


def carried(record: JournalRecord, url: str, max_bytes: int, begun: RunRecord, next_step: int, offline: bool) -> Run:
    """What a pickled run is here: the run itself where it is live, else a further process of it.

    That one's first `log` begins a journal of its own; the key is the one that `runlake.init` would find here.

    Args:
        record: of the journal of the process that it comes from.
        begun: what was known of the run there.
        next_step: the step of the first row that names none.
    """
    for run in live_runs():
        if isinstance(run, Run) and run.is_of(record.writer):
            return run
    folder = places.journals_folder() / f"{record.run_id}.{record.writer}"
    journal = Journal(folder, record, max_bytes=max_bytes, is_anothers=True)
    # `startedAt` stays that of the process which leads the run: this one takes up nothing.
    environment = {**(begun.environment or {}), "host": platform.node(), "pid": os.getpid()}
    begun, server = replace(begun, environment=environment), places.find_server(url)
    run = Run(journal, server, begun, offline=offline, console=False, system_every_s=None, next_step=next_step)
    remember(run)
    at_the_end()
    return run
