"""Where spans go: to the run that began last, to a journal of their own, or nowhere."""

import os
import secrets
import threading
from typing import TYPE_CHECKING

from runlake.errors import UsageError
from runlake.sdk import places
from runlake.sdk.journal import FORMAT, Journal, now_us
from runlake.sdk.live_runs import LiveRun, newest_run, remember
from runlake.sdk.messages import warn
from runlake.sdk.places import Server
from runlake.wire import JournalRecord

if TYPE_CHECKING:
    from runlake.sdk.tracing.trace_journal import TraceJournal

_JOURNAL_BYTES = 4 * 1024 * 1024 * 1024
_beginning = threading.Lock()


def sink() -> LiveRun | None:
    """Who takes a span that begins now; with `RUNLAKE_PROJECT` set there is always one. None: nothing is traced."""
    found = newest_run()
    if found is None and os.environ.get("RUNLAKE_PROJECT"):
        with _beginning:
            return newest_run() or _by_environment()
    return found


def init_tracing(
    project: str | None = None,
    *,
    entity: str | None = None,
    mode: str | None = None,
    url: str | None = None,
    api_key: str | None = None,
    journal_bytes: int = _JOURNAL_BYTES,
) -> "TraceJournal":
    """Trace without a run. Returns at once; what is traced lies in a journal until the server has it.

    Spans go to whatever began last: a run of `runlake.init`, or this. A program that sets `RUNLAKE_PROJECT` need not call it.

    Args:
        project: where spans belong; None means `RUNLAKE_PROJECT`. Made when missing.
        entity: who owns the project; None means whom the key's runs go to.
        mode: "online", or "offline": nothing is sent until `runlake sync`; None means `RUNLAKE_MODE`.
        url, api_key: the server; None means `RUNLAKE_URL`, `RUNLAKE_API_KEY`, else the last `runlake login`.
        journal_bytes: how much may wait on this machine's disk to be sent; beyond it spans are dropped.

    Raises:
        UsageError: an argument cannot be right.
    """
    from runlake.sdk.starting import at_the_end

    server, offline = places.find_server(url, api_key), places.is_offline(mode)
    project = project or os.environ.get("RUNLAKE_PROJECT")
    if not isinstance(project, str) or not project:
        raise UsageError("init_tracing needs project=, or RUNLAKE_PROJECT in the environment")
    begun = _begun(project, entity, server, offline=offline, journal_bytes=journal_bytes)
    remember(begun)
    at_the_end()
    if not offline:
        from runlake.sdk.leftovers import send_in_background

        send_in_background(places.journals_folder(), server)
    return begun


def _begun(project: str, entity: str | None, server: Server, *, offline: bool, journal_bytes: int) -> "TraceJournal":
    from runlake.sdk.tracing.trace_journal import TraceJournal

    writer = secrets.token_hex(6)
    record = JournalRecord(FORMAT, project, "", writer, entity, None if offline else server.url, 0, now_us())
    folder = places.journals_folder() / f"traces.{writer}"
    try:
        journal = Journal(folder, record, max_bytes=journal_bytes)
    except OSError as error:
        raise UsageError(f"cannot write to {folder.parent} ({error}): set RUNLAKE_JOURNALS") from error
    return TraceJournal(journal, server, offline=offline)


_late: dict[tuple[str, str | None, str, bool], "TraceJournal"] = {}


def late_taker(run: JournalRecord, server: Server, *, offline: bool) -> "TraceJournal":
    """Who takes the ends of spans that began in a run which is finished: it is open to them alone. Raises UsageError."""
    place = run.project, run.entity, server.url, offline
    with _beginning:
        found = _late.get(place)
        if found is None or found.is_finished:
            found = _begun(run.project, run.entity, server, offline=offline, journal_bytes=_JOURNAL_BYTES)
            _late[place] = found
            remember(found, takes_new=False)
        return found


_failed_for: str | None = None


def _by_environment() -> "TraceJournal | None":
    """The journal that the environment asks for; when it cannot be, that is told once and the program goes on."""
    global _failed_for
    project = os.environ["RUNLAKE_PROJECT"]
    if project == _failed_for:
        return None
    try:
        return init_tracing()
    except UsageError as error:
        _failed_for = project
        warn("tracing", f"nothing is traced: {error}")
        return None
