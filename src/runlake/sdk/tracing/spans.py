"""`class Span`: one timed operation, written to the journal when it begins and when it ends."""

import os
import re
import time
import traceback
from contextvars import Token
from dataclasses import replace
from types import TracebackType
from typing import Any, NamedTuple, Self

from runlake.errors import UsageError
from runlake.sdk.live_runs import LiveRun
from runlake.sdk.messages import warn
from runlake.sdk.tracing.capturing import captured
from runlake.sdk.tracing.context import Session, current, talking
from runlake.sdk.tracing.model_answers import request_of
from runlake.sdk.tracing.neighbours import Attached, attach, detach
from runlake.wire import ScoreRecord, SpanEndRecord, SpanRecord, encode_record

KINDS = ("agent", "llm", "tool", "retriever", "embedding", "chain", "scorer", "guardrail")
_MOST_BYTES = 6 * 1024 * 1024
_LONGEST_NAME = 128
_LONGEST_STACK = 20_000
LONGEST_SCORE_NAME = 64
LONGEST_LABEL = 256
_SCORE_NAME = re.compile(rf"[\w .\-/]{{1,{LONGEST_SCORE_NAME}}}")


class EarlierSpan(NamedTuple):
    """A span that another process has begun and not ended."""

    trace_id: str
    span_id: str
    start_ns: int


class Span:
    """What happens between its begin and its end; everything said to it meanwhile is kept.

    `outputs` may be set to any value; `attributes` is a mapping to put values into. Both are written when it ends.
    """

    def __init__(
        self,
        taker: LiveRun,
        name: str,
        *,
        trace_id: str | None = None,
        parent_id: str = "",
        kind: str | None = None,
        hide: tuple[str, ...] = (),
        attributes: dict[str, Any] | None = None,
        earlier: EarlierSpan | None = None,
    ) -> None:
        """For `trace`: a span that has not begun, or the rest of an earlier one. Without `trace_id` it is the root of a new trace."""
        self.trace_id = earlier.trace_id if earlier else trace_id or os.urandom(16).hex()
        self.span_id = earlier.span_id if earlier else os.urandom(8).hex()
        self.parent_id = "" if earlier else parent_id
        self.name = name[:_LONGEST_NAME]
        self.kind = kind
        self.outputs: Any = None
        self.attributes: dict[str, Any] = attributes or {}
        self.session: Session = talking.get()
        self.taker = taker
        self._hide = hide
        self._model: str | None = None
        self._usage: dict[str, int] | None = None
        self._earlier = earlier
        self._held = b""
        self._ended = False
        self._error: BaseException | None = None
        self._token: Token[Span | None] | None = None
        self._attached: Attached | None = None

    def begin(self, inputs: Any = None, display_name: str | None = None) -> Self:
        """Write that it has begun; it is not current yet. That of an earlier one is written again with its end."""
        record = SpanRecord(
            self.trace_id,
            self.span_id,
            self.name,
            self._earlier.start_ns if self._earlier else time.time_ns(),
            self.parent_id,
            display_name,
            self.kind,
            captured(inputs, self._hide),
            captured(self.attributes, self._hide) if self.attributes else None,
            self.session.session_id,
            self.session.user,
            self.taker.step,
        )
        if self._earlier:
            self._held = _bounded(record)
        else:
            self.taker.record(_bounded(record))
        return self

    def tokens(self, input: int = 0, output: int = 0, *, model: str | None = None, **more: int) -> None:
        """Say how many tokens it took, and of which model; `more` are cache_read, cache_write and reasoning."""
        unknown = set(more) - {"cache_read", "cache_write", "reasoning"}
        if unknown:
            raise UsageError(f"tokens knows input, output, cache_read, cache_write, reasoning, not {sorted(unknown)}")
        self._usage = {"input": int(input), "output": int(output), **{part: int(count) for part, count in more.items()}}
        self._model = model or self._model

    def score(self, name: str, value: str | float | bool, *, comment: str | None = None) -> None:
        """Judge the span, also after it has ended: a number, a label, true or false.

        Raises UsageError for names and values that cannot be kept.
        """
        _check_score(name, value)
        self._say(name, value)
        if comment:
            self.annotate(comment)

    def annotate(self, comment: str) -> None:
        """Say something about the span in words, of 1024 characters at most."""
        if not isinstance(comment, str) or not 0 < len(comment.strip()) <= 1024:
            raise UsageError("a comment is a text of 1 to 1024 characters")
        self._say("comment", comment)

    @property
    def traceparent(self) -> str:
        """What other processes take as `parent=`, or as the header of this name (W3C Trace Context)."""
        return f"00-{self.trace_id}-{self.span_id}-01"

    def fail(self, error: BaseException) -> None:
        """It has failed, though no exception comes out of it."""
        self._error = error

    def enter(self) -> Self:
        """Make it the current span."""
        self._token = current.set(self)
        self._attached = attach(self.trace_id, self.span_id)
        return self

    def leave(self) -> None:
        """Make the one around it current again."""
        if self._attached is not None:
            detach(self._attached)
        if self._token is not None:
            try:
                current.reset(self._token)
            except ValueError:  # another context: a generator that was closed elsewhere
                current.set(None)
        self._token = self._attached = None

    def end(self, error: BaseException | None = None) -> None:
        """Write that it has ended, as it is now. May be repeated."""
        if self._ended:
            return
        self._ended = True
        ended_ns = time.time_ns()
        try:
            self.taker.record(self._held + _bounded(self._ending(ended_ns, error or self._error)))
        except Exception as problem:  # noqa: BLE001 - the border to the user's program
            warn("tracing", f"the end of {self.name!r} is not kept: {type(problem).__name__}: {problem}")

    def __enter__(self) -> Self:
        return self.enter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        self.leave()
        self.end(error)

    def __repr__(self) -> str:
        return f"<Span {self.name} {self.span_id} of trace {self.trace_id}>"

    def _ending(self, ended_ns: int, error: BaseException | None) -> SpanEndRecord:
        answered = request_of(self.outputs) if self._usage is None else None
        if answered is not None:
            self._model, self._usage = self._model or answered[0], answered[1]
        is_request = self._usage is not None and self._model is not None and self.kind is None
        return SpanEndRecord(
            self.span_id,
            ended_ns,
            captured(self.outputs, self._hide),
            "llm" if is_request else None,
            self._model,
            self._usage,
            None if error is None else _said(error),
            captured(self.attributes, self._hide) if self.attributes else None,
        )

    def _say(self, name: str, value: Any) -> None:
        self.taker.record(encode_record(ScoreRecord(os.urandom(16).hex(), self.span_id, name, value, _now_us())))


def _bounded(record: SpanRecord | SpanEndRecord) -> bytes:
    """The frame; one that is larger than a server takes loses what makes it large."""
    frame = encode_record(record)
    if len(frame) <= _MOST_BYTES:
        return frame
    note = f"<{len(frame):,} bytes: more than the {_MOST_BYTES:,} that a span may hold>"
    if isinstance(record, SpanRecord):
        return encode_record(replace(record, inputs={"…": note}, attributes=None))
    return encode_record(replace(record, output=note, attributes=None))


def _said(error: BaseException) -> dict[str, str]:
    stack = "".join(traceback.format_exception(error))
    message = captured(str(error)[:10_000])
    return {"type": type(error).__name__, "message": message, "stack": captured(stack[-_LONGEST_STACK:])}


def _check_score(name: object, value: object) -> None:
    """As the server does."""
    if not isinstance(name, str) or not _SCORE_NAME.fullmatch(name) or name.startswith("wandb."):
        raise UsageError(
            f"a score is called {name!r:.100}: 1 to {LONGEST_SCORE_NAME} letters, digits, blanks, '_', '-', '.' and '/' may be"
        )
    if name == "thumb" and value not in ("up", "down"):
        raise UsageError("a thumb is up or down")
    if isinstance(value, str) and not 0 < len(value) <= LONGEST_LABEL:
        raise UsageError(f"a label has 1 to {LONGEST_LABEL} characters: say more with annotate()")
    if not isinstance(value, str | int | float):
        raise UsageError(f"the score {name!r} is of type {type(value).__name__}: give a number, a label, True or False")


def _now_us() -> int:
    return time.time_ns() // 1000
