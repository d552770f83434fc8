"""Journals that their processes have left: offline runs, crashed ones, and what `finish` could not wait for."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from runlake.sdk.answers import Backoff, NotNow, Refused
from runlake.sdk.delivery import Counts, Delivery
from runlake.sdk.journal import UNSEEN, file_numbers
from runlake.sdk.journal_reading import read_journal_record
from runlake.sdk.loading import importing
from runlake.sdk.locks import FolderLock
from runlake.sdk.messages import warn
from runlake.sdk.places import Server
from runlake.wire import JournalRecord

_BAD_REQUEST = 400
_NOT_FOUND = 404
_sending: threading.Thread | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one journal. `problem` None: it is deleted, since the server has all of it or it was discarded.

    With `is_refused` no waiting mends the problem.
    """

    folder: Path
    run_id: str | None
    project: str | None
    counts: Counts
    pending_bytes: int = 0
    problem: str | None = None
    is_refused: bool = False
    discarded_bytes: int = 0


ServerOf = Callable[[JournalRecord], Server | None]
"""Where a journal goes: it belongs to one server, unless it was written offline. None leaves it alone."""


def send_leftovers(journals: Path, server_of: ServerOf, *, discard: str | None = None) -> Iterator[Outcome]:
    """Send every journal that no process has, oldest first; says what became of each. `discard`: see `send_leftover`."""
    for folder in _folders(journals):
        lock = FolderLock(folder)
        if not lock.take():
            continue
        try:
            if not size_of(folder):  # its process was killed while it deleted what had been sent
                shutil.rmtree(folder, ignore_errors=True)
                continue
            record = read_record(folder)
            if record is None:
                problem = "no file of it begins as a journal does"
                yield Outcome(folder, None, None, Counts(), size_of(folder), problem)
            elif (server := server_of(record)) is not None:
                yield send_leftover(folder, record, server, discard=record.run_id == discard)
        finally:
            lock.release()


def send_leftover(
    folder: Path, record: JournalRecord, server: Server, *, patience_s: float = 0.0, discard: bool = False
) -> Outcome:
    """Send one journal, whose lock the caller has; keep trying for `patience_s` seconds while the server is away.

    With `discard` it is deleted, too, when the server does not have the run: somebody has deleted that.
    """
    with importing:
        from runlake.sdk.transport import Transport

    transport = Transport(server)
    delivery = Delivery(folder, record, transport)
    try:
        error = _send_patiently(delivery, patience_s)
        discarded_bytes = size_of(folder) if discard and _is_gone(error) else 0
        problem = None if error is None or discarded_bytes else _reason(error, record)
        if problem is None:
            delivery.delete()
        of = (folder, record.run_id, record.project, delivery.counts)
        return Outcome(*of, size_of(folder), problem, isinstance(error, Refused), discarded_bytes)
    finally:
        delivery.close()
        transport.close()


def send_now(journals: Path, server: Server) -> None:
    """Send what this machine has left for that server, as far as it can be sent; returns when that is done."""
    if _sending is not None:
        _sending.join()
    for _ in send_leftovers(journals, partial(_server_of, server)):
        pass


def send_in_background(journals: Path, server: Server) -> None:
    """Let a thread send what this machine has left for that server; the program may end meanwhile."""

    def work() -> None:
        try:
            for outcome in send_leftovers(journals, partial(_server_of, server)):
                if outcome.problem is not None:
                    warn("leftovers", f"of an earlier run {outcome.pending_bytes:,} bytes wait: {outcome.problem}")
                    if not outcome.is_refused:  # the server is away: for the others too
                        return
        except Exception as error:  # noqa: BLE001 - the border to the user's program
            warn("leftovers", f"cannot send what earlier runs left: {error}")

    global _sending
    if _folders(journals):
        _sending = threading.Thread(target=work, name="runlake-leftovers", daemon=True)
        _sending.start()


def _server_of(server: Server, record: JournalRecord) -> Server | None:
    return server if record.url in (None, server.url) else None


def size_of(folder: Path) -> int:
    """Bytes that a journal takes on disk; 0 when it is gone."""
    sizes = []
    for path in (*folder.glob("*.frames"), *folder.glob("outbox/*/*")):
        try:
            sizes.append(path.stat().st_size)
        except FileNotFoundError:  # sent and deleted meanwhile
            continue
    return sum(sizes)


def _send_patiently(delivery: Delivery, patience_s: float) -> NotNow | Refused | None:
    """None when everything is sent; else why not."""
    backoff, waited_s = Backoff(), 0.0
    while True:
        try:
            delivery.send_all()
            return Refused(_BAD_REQUEST, delivery.counts.refused) if delivery.counts.refused else None
        except NotNow as error:
            wait_s = backoff.next_s(error)
            if waited_s + wait_s > patience_s:
                return error
            waited_s += wait_s
            threading.Event().wait(wait_s)
        except Refused as error:
            return error


def _is_gone(error: NotNow | Refused | None) -> bool:
    return isinstance(error, Refused) and error.status == _NOT_FOUND


def _reason(error: NotNow | Refused, record: JournalRecord) -> str:
    """The error, and what to do about a journal that would be refused for ever."""
    if not _is_gone(error):
        return str(error)
    return f"{error}. If it was deleted there, `runlake sync --discard {record.run_id}` removes its journal"


def read_record(folder: Path) -> JournalRecord | None:
    """Where a journal belongs; None when that cannot be read."""
    found = (read_journal_record(folder, number) for number in file_numbers(folder))
    return next((record for record in found if record is not None), None)


def _folders(journals: Path) -> list[Path]:
    try:
        folders = [path for path in journals.iterdir() if path.is_dir() and not path.name.startswith(UNSEEN)]
    except OSError:
        return []
    return sorted(folders, key=lambda path: (_created_s(path), path.name))


def _created_s(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0
