"""How a run gets into its journal: from any thread, and from forked children, which begin journals of their own."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.branching import first_step
from runlake.sdk.documents import Config, Summary
from runlake.sdk.journal import Journal, further_writer, now_us
from runlake.sdk.live_runs import finish_with_worker
from runlake.sdk.loading import sender_of
from runlake.sdk.messages import warn
from runlake.sdk.outbox import Task
from runlake.sdk.places import Server
from runlake.sdk.rows import Rows
from runlake.wire import (
    HISTORY,
    SYSTEM,
    ConsoleRecord,
    EndRecord,
    RunRecord,
    SummaryRecord,
    encode_record,
)


class Written:
    """The part of a run that holds its journal, the lock around it, and the thread that sends it."""

    def __init__(
        self, journal: Journal, server: Server, begun: RunRecord, *, offline: bool, next_step: int | None = None
    ) -> None:
        self.run_id = journal.record.run_id
        self.project = journal.record.project
        self.rank = journal.record.rank
        self.config = Config(begun.config or {}, self._write_config)
        self.summary = Summary(self._write_summary)
        self._begun = begun
        self._journal = journal
        self._server = server
        self._offline = offline
        self._lock = threading.RLock()
        first = first_step(begun.fork_from, begun.rewind_to) if next_step is None else next_step
        self._history = Rows(journal, HISTORY, next_step=first)
        self._system = Rows(journal, SYSTEM)
        self._console_lines = 0
        self._finished = False
        self._is_parents = journal.is_anothers
        self._is_further = False
        self._sender = None if journal.is_anothers else sender_of(journal, server, offline=offline)

    def record(self, frames: bytes) -> bool:
        """Write frames that are no rows: spans and scores. False when they are dropped: the disk is full.

        What comes after the end of the run has a journal of its own: spans that are open then end later.
        """
        with self._lock:
            if self._finished:
                from runlake.sdk.tracing.sinks import late_taker

                return late_taker(self._journal.record, self._server, offline=self._offline).record(frames)
            self._check_open()
            if self._journal.is_file_full:
                self._journal.begin_file()
            return self._journal.write(frames)

    def is_of(self, writer: str) -> bool:
        """True when it is live, and the run of that process or what goes on with it in this one."""
        own = self._journal.record.writer
        return not self._finished and (own == writer or own.startswith(f"{writer}-"))

    def leave_to_parent(self) -> None:
        """Called in a forked child: the journal is its parent's. The child's first `log` begins one of its own."""
        self._lock = threading.RLock()
        self._journal.close()
        self._sender = None
        self._is_parents = True

    def _begin_own(self) -> None:
        """Go on as a further process of the run, with a journal and a thread of its own."""
        parent = self._journal
        writer = further_writer(parent.record.writer)
        record = replace(parent.record, writer=writer, rank=max(1, self.rank), created_us=now_us())
        folder = parent.folder.with_name(f"{record.run_id}.{writer}")
        self.rank = record.rank
        try:
            self._journal = Journal(folder, record, max_bytes=parent.max_bytes)
        except OSError as error:  # what is logged to the parent's journal, which is closed here, is dropped
            warn("dropped", f"cannot write to {folder.parent}: {error}; your program goes on")
            return
        self._begun = begun = replace(self._begun, shared=True, rewind_to=None)
        # Not what the run is called and was started with: that may have been changed meanwhile.
        joining = RunRecord(
            environment=begun.environment, started_us=begun.started_us, shared=True, fork_from=begun.fork_from
        )
        self._journal.write(encode_record(joining))
        finish_with_worker()
        before = self._history
        self._history = Rows(self._journal, HISTORY, next_step=before.next_step)
        self._history.step_metrics = before.step_metrics
        self._is_parents, self._is_further = False, True
        self._sender = sender_of(self._journal, self._server, offline=self._offline)

    def _check_open(self) -> None:
        if self._finished:
            raise UsageError("the run is finished: nothing can be logged to it, and nothing changed")
        if self._is_parents:
            self._begin_own()

    def _last_frames(self, exit_code: int) -> bytes:
        """The end; and what the run is, if anything of that may have been dropped."""
        ending = EndRecord(exit_code=exit_code, shared=self.rank != 0, ended_us=now_us())
        if not self._journal.dropped:
            return encode_record(ending)
        summary = SummaryRecord(self._history.line, dict(self.summary))
        return b"".join(encode_record(record) for record in (self._known(), summary, ending))

    def _write_config(self, config: Mapping[str, Any]) -> None:
        self._write(self._known())

    def _known(self) -> RunRecord:
        """Config, definitions of metrics and environment as they are now: they go together."""
        begun = self._begun
        return RunRecord(
            config=dict(self.config), environment=begun.environment, metrics=begun.metrics, shared=begun.shared
        )

    def _write_summary(self, values: Mapping[str, Any]) -> None:
        self._write(SummaryRecord(self._history.line, dict(values)))

    def _write_environment(self, facts: Mapping[str, Any]) -> None:
        """What takes longer to find out about the program than `init` may: it is added when it is known."""
        with self._lock:
            if self._finished or self._is_parents:
                return
            environment = {**(self._begun.environment or {}), **facts}
            self._begun = replace(self._begun, environment=environment)
            self._journal.write(encode_record(self._known()))

    def _write_system(self, values: Mapping[str, float]) -> None:
        with self._lock:
            if not self._finished and not self._is_parents:
                self._system.append(values, None)

    def _write_console(self, level: str, lines: tuple[str, ...]) -> None:
        with self._lock:
            if self._finished or self._is_parents:
                return
            if self._journal.write(encode_record(ConsoleRecord(self._console_lines, level, now_us(), lines))):
                self._console_lines += len(lines)

    def _describe(self, **changed: Any) -> None:
        """Write what changed of what the run is called, and remember it. Raises UsageError when the run is finished."""
        with self._lock:
            self._check_open()
            self._begun = replace(self._begun, **changed)
            sent = self._known() if "metrics" in changed else RunRecord(**changed, shared=self._begun.shared)
            self._journal.write(encode_record(sent))

    def _carry_steps(self, name: str, step_metric: str | None) -> None:
        """Rows with that metric have the step metric's last value from now on. Without a step metric rows stay as quick as they are."""
        if step_metric is None and self._history.step_metrics is None:
            return
        if self._history.step_metrics is None:
            from runlake.sdk.step_metrics import StepMetrics

            self._history.step_metrics = StepMetrics()
        self._history.step_metrics.define(name, step_metric)

    def _log_beside(self, values: Mapping[str, Any]) -> None:
        """Log a row at the coming step, which the next `log` still gets."""
        with self._lock:
            if self._finished or self._is_parents:
                return
            coming = self._history.next_step
            self._history.append(values, coming)
            self._history.next_step = coming

    def _find_entity(self) -> str | None:
        """Who owns the project, if that is known."""
        answered = self._sender.answer.get("entity") if self._sender else None
        return self._journal.record.entity or (None if answered is None else str(answered))

    def _keep(self, task: Task) -> None:
        """Put a task beside the journal. Raises UsageError when the run is finished."""
        with self._lock:
            self._check_open()
            if not self._journal.keep(task):
                warn("dropped", f"{self._journal.problem}; {task.title} was dropped, your program goes on")

    def _write(self, record: RunRecord | SummaryRecord) -> None:
        with self._lock:
            self._check_open()
            self._journal.write(encode_record(record))
