"""A journal of spans that belong to no run: a server's, an agent's, a notebook's."""

import threading
from dataclasses import replace
from typing import Any

from runlake.sdk.journal import WAKE_AT_BYTES, Journal, further_writer, now_us
from runlake.sdk.live_runs import WORKER_TIMEOUT_S, forget
from runlake.sdk.loading import sender_of
from runlake.sdk.messages import say, warn
from runlake.sdk.places import Server

_TIMEOUT_S = 30.0


class TraceJournal:
    """Where spans without a run go; made by `init_tracing`. Any thread may write to it."""

    step: int | None = None

    def __init__(self, journal: Journal, server: Server, *, offline: bool) -> None:
        self.project = journal.record.project
        self._journal = journal
        self._server = server
        self._offline = offline
        self._lock = threading.RLock()
        self._finished = False
        self._is_parents = False
        self._is_further = False
        self._sender = sender_of(journal, server, offline=offline)

    @property
    def is_finished(self) -> bool:
        """True when it takes no more."""
        return self._finished

    @property
    def url(self) -> str | None:
        """The page of the project's traces; None until the server knows the project."""
        answered: dict[str, Any] = self._sender.answer if self._sender else {}
        if "entity" not in answered:
            return None
        return f"{self._server.url}/{answered['entity']}/{answered['project']}/traces"

    def record(self, frames: bytes) -> bool:
        """Write frames of spans and scores; False when they are dropped."""
        with self._lock:
            if self._finished:
                return False
            if self._is_parents:
                self._begin_own()
            journal = self._journal
            if journal.is_file_full:
                journal.begin_file()
            written = journal.write(frames)
        if not written:
            warn("dropped", f"{journal.problem}; {journal.dropped} writes were dropped, your program goes on")
        elif journal.pending_bytes > WAKE_AT_BYTES and self._sender is not None:
            self._sender.wake()
        return written

    def flush(self, timeout_s: float = _TIMEOUT_S) -> bool:
        """Wait until the server has what was traced so far, for `timeout_s` seconds at most; True when it has."""
        return self._sender is not None and self._sender.flush(timeout_s)

    def finish(self, exit_code: int = 0, *, timeout_s: float = _TIMEOUT_S) -> None:
        """Send what is left, for `timeout_s` seconds at most; then a process of its own does. May be repeated."""
        self._finish(timeout_s, is_left=False)

    def end_with_worker(self, exit_code: int) -> None:
        """The same with a process of `multiprocessing`: a forked one leaves what it cannot send now to its parent."""
        self._finish(WORKER_TIMEOUT_S if self._is_further else _TIMEOUT_S, is_left=self._is_further)

    def _finish(self, timeout_s: float, *, is_left: bool) -> None:
        with self._lock:
            if self._finished:
                return
            self._finished = True
        forget(self)
        if self._is_parents:
            return
        journal = self._journal
        all_sent = self._sender is not None and self._sender.finish(timeout_s, while_reachable=is_left)
        journal.close()
        if all_sent:
            journal.delete()
        else:
            journal.lock.release()
        if not is_left:
            self._leave()

    def leave_to_parent(self) -> None:
        """Called in a forked child: the journal is its parent's. The child's first span begins one of its own."""
        self._lock = threading.RLock()
        self._journal.close()
        self._sender = None
        self._is_parents = True

    def __repr__(self) -> str:
        return f"<TraceJournal of {self.project}: {self._journal.pending_bytes:,} bytes pending>"

    def _begin_own(self) -> None:
        parent = self._journal
        writer = further_writer(parent.record.writer)
        record = replace(parent.record, writer=writer, created_us=now_us())
        self._journal = Journal(parent.folder.with_name(f"traces.{writer}"), record, max_bytes=parent.max_bytes)
        self._is_parents, self._is_further = False, True
        self._sender = sender_of(self._journal, self._server, offline=self._offline)

    def _leave(self) -> None:
        from runlake.sdk.handover import hand_over, left_with
        from runlake.sdk.leftovers import size_of

        left = left_with(self._journal.folder)
        if left:
            who = "a process of its own" if not self._offline and hand_over(left, self._server) else "`runlake sync`"
            say(f"{sum(map(size_of, left)):,} bytes of spans in {self._journal.folder}; {who} sends them")
