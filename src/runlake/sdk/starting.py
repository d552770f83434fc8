"""`runlake.init`: a run begins without asking anybody; and what happens to runs when the process forks or ends."""

import atexit
import os
import platform
import secrets
import signal
import string
import sys
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from runlake.errors import UsageError
from runlake.sdk import branching, locks, places
from runlake.sdk.journal import FORMAT, Journal, now_us
from runlake.sdk.live_runs import EXIT_TIMEOUT_S, finish_all, live_runs, remember
from runlake.sdk.run import Run
from runlake.sdk.values import plain
from runlake.wire import JournalRecord, RunRecord, encode_record

_ID_CHARACTERS = string.ascii_lowercase + string.digits
_JOURNAL_BYTES = 16 * 1024 * 1024 * 1024
_SIGTERM_TIMEOUT_S = 10.0
_SIGTERM_EXIT = 128 + 15


def init(
    project: str | None = None,
    name: str | None = None,
    config: Mapping[str, Any] | None = None,
    *,
    run_id: str | None = None,
    entity: str | None = None,
    group: str | None = None,
    job_type: str | None = None,
    tags: Iterable[str] | None = None,
    notes: str | None = None,
    fork_from: tuple[str, int] | None = None,
    rewind_to: int | None = None,
    rank: int | None = None,
    mode: str | None = None,
    url: str | None = None,
    api_key: str | None = None,
    console: bool = True,
    system_every_s: float | None = 15.0,
    journal_bytes: int = _JOURNAL_BYTES,
) -> Run:
    """Begin a run, or go on with one. Returns at once: a thread tells the server, now or when it can be reached.

    A fork or a rewind is asked for before it returns, unless offline or the server cannot be reached.

    Args:
        project: where the run belongs; None means `RUNLAKE_PROJECT`, else `uncategorized`. Made when missing.
        name: what the run is called; None lets the server invent a name.
        config: what the run is started with.
        run_id: the id of the run in its project. One that exists goes on: nothing of it is overwritten, what it
            logs from now on is a further segment. Processes that give the same id log into one run.
        fork_from: (run id, step): begin as that run of the project was up to that step, its config and summary
            included. Ranks of one fork give the same. A step that `log` is not told is the one after it.
        rewind_to: step: let the run `run_id` go on from there. What it logged after that step is kept, and shown no
            more. For rank 0 alone.
        entity: who owns the project; None means whom the key's runs go to.
        group, job_type, tags, notes: how the run is found among others.
        rank: this process's place among those of the run; None means what the launcher says (`RANK`,
            `SLURM_PROCID`, …). The run ends with rank 0. Further ranks need the same `run_id`, given or by
            `RUNLAKE_RUN_ID`.
        mode: "online", or "offline": nothing is sent until `runlake sync`; None means `RUNLAKE_MODE`.
        url, api_key: the server; None means `RUNLAKE_URL`, `RUNLAKE_API_KEY`, else the last `runlake login`.
        console: keep what the program prints.
        system_every_s: how often the load of machine and process is noted, in seconds, if psutil is installed; None:
            never. GPUs of NVIDIA need nvidia-ml-py.
        journal_bytes: how much may wait on this machine's disk to be sent; beyond it, what is logged is dropped and
            counted.

    Raises:
        UsageError: an argument cannot be right.
        NotFound: there is no such run or step to fork from or rewind to.
        Conflict: `run_id` exists, and is no fork of that run.
    """
    server = places.find_server(url, api_key)
    offline = places.is_offline(mode)
    place = places.rank_of(rank)
    fork_from = branching.checked_fork(fork_from)
    given_id = run_id or os.environ.get("RUNLAKE_RUN_ID")
    rewind_to = branching.checked_rewind(rewind_to, run_id=given_id, fork_from=fork_from, rank=place)
    run_id = _checked_id(given_id or _token())
    record = JournalRecord(
        format=FORMAT,
        project=_checked_text("project", project or places.default_project()),
        run_id=run_id,
        writer=f"rank{place}-{_token()}",
        entity=entity,
        url=None if offline else server.url,
        rank=place,
        created_us=now_us(),
    )
    begun = RunRecord(
        display_name=name,
        notes=notes,
        tags=None if tags is None else tuple(tags),
        group=group,
        job_type=job_type,
        config=plain(dict(config or {})),
        environment=_environment(place),
        started_us=record.created_us,
        shared=place != 0,
        fork_from=fork_from,
        rewind_to=rewind_to,
    )
    journal = _journal(record, begun, journal_bytes)
    if not offline and (fork_from is not None or rewind_to is not None):
        branching.ask_first(journal, server, begun)
    run = Run(journal, server, begun, offline=offline, console=console, system_every_s=system_every_s)
    remember(run)
    at_the_end()
    if not offline:
        from runlake.sdk.leftovers import send_in_background

        send_in_background(places.journals_folder(), server)
    return run


def _journal(record: JournalRecord, begun: RunRecord, max_bytes: int) -> Journal:
    """A journal that describes the run: without that the server would take nothing of it."""
    folder = places.journals_folder() / f"{record.run_id}.{record.writer}"
    try:
        journal = Journal(folder, record, max_bytes=max_bytes)
    except OSError as error:
        raise UsageError(f"cannot write to {places.journals_folder()} ({error}): set RUNLAKE_JOURNALS") from error
    if not journal.write(encode_record(begun)):
        journal.delete()
        raise UsageError(f"{journal.problem}: make room, or set RUNLAKE_JOURNALS")
    return journal


def _checked_id(run_id: str) -> str:
    if (
        not 1 <= len(run_id) <= 128
        or run_id.startswith(".")
        or not set(run_id) <= set(_ID_CHARACTERS + "-_." + string.ascii_uppercase)
    ):
        raise UsageError(f"run_id is {run_id!r:.200}: it may have 128 letters, digits, '-', '_' and '.', no '.' first")
    return run_id


def _checked_text(what: str, text: str) -> str:
    if not isinstance(text, str) or not text:
        raise UsageError(f"{what} is {text!r:.100}; it must be a text that is not empty")
    return text


def _token() -> str:
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(8))


def _environment(rank: int) -> dict[str, Any]:
    """What runs where: only what costs nothing to find out."""
    return {
        "host": platform.node(),
        "os": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "program": sys.argv[0] if sys.argv else "",
        "args": sys.argv[1:],
        "executable": sys.executable,
        "cpu_count": os.cpu_count(),
        "pid": os.getpid(),
        "rank": rank,
        "startedAt": datetime.now(UTC).isoformat(),
    }


_prepared = False


def at_the_end() -> None:
    """Finish what is live when the process ends by itself or by SIGTERM; let children write journals of their own."""
    global _prepared
    if _prepared:
        return
    _prepared = True
    atexit.register(_finish_all)
    _note_exceptions()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_after_fork)
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _on_sigterm)


_exit_code = 0


def _note_exceptions() -> None:
    before = sys.excepthook

    def noted(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        global _exit_code
        _exit_code = 130 if issubclass(kind, KeyboardInterrupt) else 1
        before(kind, error, trace)

    sys.excepthook = noted


def _finish_all() -> None:
    finish_all(_exit_code, timeout_s=EXIT_TIMEOUT_S)


def _on_sigterm(number: int, frame: FrameType | None) -> None:
    """A machine is taken away: send what can be sent, then end as the signal asks."""
    finish_all(_SIGTERM_EXIT, timeout_s=_SIGTERM_TIMEOUT_S)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


def _after_fork() -> None:
    locks.forget_after_fork()
    for run in live_runs():
        run.leave_to_parent()
