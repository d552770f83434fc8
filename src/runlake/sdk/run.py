"""`class Run`: what a training program holds."""

from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from runlake.sdk.console import ConsoleCapture
from runlake.sdk.journal import WAKE_AT_BYTES, Journal
from runlake.sdk.live_runs import EXIT_TIMEOUT_S, WORKER_TIMEOUT_S, forget
from runlake.sdk.machine import MachineWatch
from runlake.sdk.messages import say, warn
from runlake.sdk.places import Server
from runlake.sdk.recording import Recording
from runlake.wire import RunRecord

if TYPE_CHECKING:
    from runlake.sdk.delivered import Delivered

FINISH_TIMEOUT_S = 30.0


class Run(Recording):
    """One execution that logs; made by `runlake.init`. Any thread may call it.

    Of what goes wrong outside the program (a lost network, a full disk, a failing server) nothing is raised here:
    `delivery` tells what is sent, waiting and dropped.
    """

    def __init__(
        self,
        journal: Journal,
        server: Server,
        begun: RunRecord,
        *,
        offline: bool,
        console: bool,
        system_every_s: float | None,
        next_step: int | None = None,
    ) -> None:
        """For `runlake.init`: the journal holds nothing but `begun`, and nobody else writes to it; or it is another process's."""
        super().__init__(journal, server, begun, offline=offline, next_step=next_step)
        self._console = ConsoleCapture(self._write_console) if console else None
        self._machine: MachineWatch | None = None
        if not journal.is_anothers:
            self._machine = MachineWatch(self._write_system, self._write_environment, every_s=system_every_s)

    def log(self, values: Mapping[str, Any], *, step: int | None = None) -> None:
        """Record one row: a point for each number in `values`, all at the same step.

        Returns once the row is in the run's local journal; a thread sends it.

        Args:
            values: metric name → number or array of shape (), any real dtype, stored as float64; NaN and ±inf are
                kept. Nested mappings are joined with dots; texts, lists, and `Image`, `Table`, `Histogram` are
                kept beside the numbers. A "/" in the name groups charts.
            step: int64; None means the highest step so far plus one. It may repeat or go back: every point is kept.

        Raises:
            UsageError: the run is finished, a name is empty, or a value cannot be logged.
        """
        with self._lock:
            self._check_open()
            self._history.append(values, step)
            journal = self._journal
            if journal.dropped:
                warn("dropped", f"{journal.problem}; {journal.dropped} writes were dropped, your program goes on")
        if journal.pending_bytes > WAKE_AT_BYTES and self._sender is not None:
            self._sender.wake()

    def log_batch(self, columns: Any, *, step: Any | None = None) -> int:
        """Record many rows at once: row k holds element k of every column. Returns how many rows that were.

        Args:
            columns: metric name → n real numbers: a list, a numpy array, an Arrow or pandas column; or a whole data frame
                of pandas or Polars, or an Arrow table.
            step: n integers; None means the steps after the highest so far.

        Raises:
            UsageError: the run is finished, or the columns are not equally long columns of numbers.
        """
        with self._lock:
            self._check_open()
            rows = self._history.append_columns(columns, step)
        if self._sender is not None:
            self._sender.wake()
        return rows

    @property
    def step(self) -> int | None:
        """The highest step that was logged here; None before the first."""
        return self._history.next_step - 1 if self._history.next_step else None

    @property
    def name(self) -> str | None:
        """The name it is shown by: the one given, else what the server has called it, None until it has."""
        answered = self._sender.answer.get("display_name") if self._sender else None
        return self._begun.display_name or (str(answered) if answered else None)

    @name.setter
    def name(self, name: str) -> None:
        self._describe(display_name=str(name))

    @property
    def url(self) -> str | None:
        """The run's page; None until the server knows the run."""
        answered = self._sender.answer if self._sender else {}
        if "entity" not in answered:
            return None
        return f"{self._server.url}/{answered['entity']}/{answered['project']}/runs/{self.run_id}"

    @property
    def stop_requested(self) -> bool:
        """True when somebody asked for the run to stop, on its page."""
        return bool(self._sender and self._sender.answer.get("stop_requested"))

    @property
    def delivery(self) -> "Delivered":
        """What is sent, waiting and dropped."""
        from runlake.sdk.delivered import Delivered

        counts = self._sender.counts if self._sender else None
        outbox = self._journal.outbox
        return Delivered(
            rows=self._history.line,
            rows_sent=counts.rows_sent if counts else 0,
            rows_refused=counts.rows_refused if counts else 0,
            files=self._history.files + outbox.files_put,
            files_sent=(counts.files_sent if counts else 0) + outbox.files_sent,
            pending_bytes=self._journal.pending_bytes,
            dropped=self._journal.dropped,
        )

    def add_console_lines(self, text: str, *, is_error: bool = False) -> None:
        """Add a text to what the run keeps of the console, line by line; nothing is printed."""
        self._write_console("error" if is_error else "", tuple(text.splitlines()))

    def flush(self, timeout_s: float = FINISH_TIMEOUT_S) -> bool:
        """Wait until the server has what was logged so far, for `timeout_s` seconds at most; True when it has.

        Files and artifacts that are sent beside it may still be on their way.
        """
        return self._sender is not None and self._sender.flush(timeout_s)

    def finish(self, exit_code: int = 0, *, timeout_s: float = FINISH_TIMEOUT_S) -> None:
        """End the run, and send what is left for `timeout_s` seconds at most. May be repeated.

        What the server does not have by then is sent by a process of its own, which outlives this one.
        """
        self._finish(exit_code, timeout_s, is_left=False)

    def end_with_worker(self, exit_code: int) -> None:
        """End the run with a process of `multiprocessing`. One that has the run from another process leaves what it cannot send now to that one."""
        self._finish(exit_code, WORKER_TIMEOUT_S if self._is_further else EXIT_TIMEOUT_S, is_left=self._is_further)

    def _finish(self, exit_code: int, timeout_s: float, *, is_left: bool) -> None:
        if self._saved is not None and not self._is_parents:
            self._saved.close()
        with self._lock:
            if self._finished:
                return
            if self._machine is not None:
                self._machine.close()
            if self._console is not None:
                self._console.close()
            self._finished = True
            if self._is_parents:
                forget(self)
                return
            frames = self._last_frames(exit_code)
            unwritten = b"" if self._journal.write(frames) else frames
        forget(self)
        self._end(timeout_s, unwritten, is_left=is_left)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish(exit_code=_exit_code_of(error))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled into another process, it is a further process of the run there. The key stays here: that process finds its own."""
        from runlake.sdk.carrying import carried

        with self._lock:
            begun = replace(self._begun, config=dict(self.config))
            place = (self._journal.record, self._server.url, self._journal.max_bytes)
            return carried, (*place, begun, self._history.next_step, self._offline)

    def __repr__(self) -> str:
        return f"<Run {self.run_id} of {self.project}: {self.delivery}>"

    def _repr_html_(self) -> str:
        from runlake.sdk.display import run_html

        state = "finished" if self._finished else "offline" if self._offline else "running"
        return run_html(self.name or self.run_id, self.url, state, str(self.delivery), self._journal.folder)

    def _end(self, timeout_s: float, unwritten: bytes, *, is_left: bool) -> None:
        """Send what is left, and the `unwritten` last frames, for which the journal had no room."""
        journal, all_sent = self._journal, False
        if self._sender is not None:
            all_sent = self._sender.finish(timeout_s, unwritten, while_reachable=is_left)
        rows = self.delivery
        told = f"run {self.run_id}: {rows}"
        journal.close()
        if all_sent:
            journal.delete()
        else:
            journal.lock.release()
        if is_left:  # a data loader has eight such processes in each epoch
            return
        if all_sent:
            say(told + (f"  {self.url}" if self.url else ""))
        if self._offline:
            say(f"run {self.run_id}: {rows.rows:,} rows in {journal.folder}; `runlake sync` sends them")
        else:
            self._hand_over(told)

    def _hand_over(self, told: str) -> None:
        """What is left of this process, and of those that had the run from it and are gone."""
        from runlake.sdk.handover import hand_over, left_with
        from runlake.sdk.leftovers import size_of

        left = left_with(self._journal.folder)
        if left:
            pending_bytes = sum(map(size_of, left))
            who = "a process of its own" if hand_over(left, self._server) else "`runlake sync`"
            say(f"{told}, {pending_bytes:,} bytes pending; {who} sends the rest")


def _exit_code_of(error: BaseException | None) -> int:
    if error is None:
        return 0
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    return 130 if isinstance(error, KeyboardInterrupt) else 1
