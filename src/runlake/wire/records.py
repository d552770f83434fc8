"""The records that frames carry, except rows (see `rows`): JSON objects, so that fields can be added; and files."""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from enum import IntEnum
from functools import cache
from operator import attrgetter
from struct import Struct
from typing import Any, TypeVar

from runlake.wire.frames import encode_frame

_NAME_BYTES = Struct("<H")

HISTORY = "history"
SYSTEM = "system"

INTERNAL_METRICS = frozenset({"_timestamp", "_runtime", "_step", "_wandb"})
"""Names that mean something to the server: no metric may be called so."""


class Kind(IntEnum):
    """What a frame holds."""

    JOURNAL = 1
    SHAPE = 2
    ROW = 3
    COLUMNS = 4
    RICH = 5
    RUN = 6
    SUMMARY = 7
    CONSOLE = 8
    END = 9
    FILE = 10
    SPAN = 20
    SPAN_END = 21
    SCORE = 22


class Record:
    """Base of the records. Unknown fields are passed over, so that an older reader takes a newer writer's."""


@dataclass(frozen=True, slots=True)
class JournalRecord(Record):
    """The first frame of every file of a journal: where it belongs. It is not sent.

    `run_id` is "" for spans without a run. `writer` names the stream: one process's attempt at the run. `url` None means the one that is configured when it is
    sent, `entity` None the key's own.
    """

    format: int
    project: str
    run_id: str
    writer: str
    entity: str | None = None
    url: str | None = None
    rank: int = 0
    created_us: int = 0


@dataclass(frozen=True, slots=True)
class ShapeRecord(Record):
    """The metrics of rows that name this number; a number means one shape within a file or a request."""

    shape: int
    source: str
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RichEntry(Record):
    """A logged value that is not one number: its kind, and the value as JSON."""

    metric: str
    kind: str
    json: str


@dataclass(frozen=True, slots=True)
class RichRecord(Record):
    """What row `line` holds beside its scalars. It comes before the row."""

    line: int
    step: int
    time_us: int
    values: tuple[RichEntry, ...]


@dataclass(frozen=True, slots=True)
class RunRecord(Record):
    """What is known of the run; what is left out keeps its value.

    `config` is laid over what is there. `metrics` are all definitions of this writer, name or pattern → `step_metric`,
    `summary` and `goal`. `environment` says what runs where; it is the writer's own, and goes with every
    config. `shared` marks a further rank, which does not bring back a run that has ended. `fork_from`, (run id, step),
    makes a new run begin as another one up to that step; `rewind_to` makes it go on after that step. Both are done once
    for a writer.
    """

    display_name: str | None = None
    notes: str | None = None
    tags: tuple[str, ...] | None = None
    group: str | None = None
    job_type: str | None = None
    config: dict[str, Any] | None = None
    environment: dict[str, Any] | None = None
    metrics: dict[str, dict[str, Any]] | None = None
    started_us: int | None = None
    shared: bool = False
    fork_from: tuple[str, int] | None = None
    rewind_to: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryRecord(Record):
    """Values put into the summary by hand when `line` rows had been logged; they are laid over what is there."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ConsoleRecord(Record):
    """Console lines `first_line` … of the writer. `level` is "" or "error"."""

    first_line: int
    level: str
    time_us: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndRecord(Record):
    """The writer has ended, and the run with it unless `shared`: then it was a further rank.

    `crashed` means that it did not say so itself: somebody found its journal.
    """

    exit_code: int = 0
    crashed: bool = False
    shared: bool = False
    ended_us: int | None = None


@dataclass(frozen=True, slots=True)
class SpanRecord(Record):
    """A span has begun. Ids are small letters and digits; times are nanoseconds since the epoch.

    `name` is what it does, `display_name` what it is shown as. `step` is the run's. `otel` has what only spans of
    OpenTelemetry say (`kind`, `scope`, `scope_version`, `resource`); without it the span is one of our own.
    """

    trace_id: str
    span_id: str
    name: str
    start_ns: int
    parent_id: str = ""
    display_name: str | None = None
    kind: str | None = None
    inputs: Any = None
    attributes: dict[str, Any] | None = None
    session: str | None = None
    user: str | None = None
    step: int | None = None
    otel: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SpanEndRecord(Record):
    """A span has ended. `attributes` are laid over those of its beginning.

    `usage` counts tokens: input, output, cache_read, cache_write, reasoning. `error` is `{type, message, stack}`.
    `events` are `{name, time_ns, attributes}`.
    """

    span_id: str
    end_ns: int
    output: Any = None
    kind: str | None = None
    model: str | None = None
    usage: dict[str, int] | None = None
    error: dict[str, str] | None = None
    attributes: dict[str, Any] | None = None
    events: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreRecord(Record):
    """Code has judged a span; `score_id` makes sending it again harmless. A comment is a score named `comment`."""

    score_id: str
    span_id: str
    name: str
    value: str | int | float | bool
    time_us: int


_KINDS: dict[type[Record], Kind] = {
    JournalRecord: Kind.JOURNAL,
    ShapeRecord: Kind.SHAPE,
    RichRecord: Kind.RICH,
    RunRecord: Kind.RUN,
    SummaryRecord: Kind.SUMMARY,
    ConsoleRecord: Kind.CONSOLE,
    EndRecord: Kind.END,
    SpanRecord: Kind.SPAN,
    SpanEndRecord: Kind.SPAN_END,
    ScoreRecord: Kind.SCORE,
}

AnyRecord = TypeVar("AnyRecord", bound=Record)


def encode_record(record: Record) -> bytes:
    """The record as a frame; fields that have their default are left out. Raises TypeError for what JSON cannot hold."""
    return encode_frame(_KINDS[type(record)], _as_json(record).encode())


def encode_file(name: str, content: bytes) -> bytes:
    """A file of the run as a frame. Its name has 65,535 bytes at most."""
    named = name.encode()
    return encode_frame(Kind.FILE, _NAME_BYTES.pack(len(named)) + named + content)


def decode_file(payload: memoryview) -> tuple[str, memoryview]:
    """Name and bytes of a file. Raises ValueError."""
    if len(payload) < _NAME_BYTES.size:
        raise ValueError("a file has no name")
    (name_bytes,) = _NAME_BYTES.unpack_from(payload)
    named, content = payload[_NAME_BYTES.size :][:name_bytes], payload[_NAME_BYTES.size + name_bytes :]
    if len(named) < name_bytes:
        raise ValueError("the name of a file is cut short")
    return str(named, "utf-8"), content


def decode_record(payload: bytes, kind: type[AnyRecord]) -> AnyRecord:
    """A frame's payload that was written here: its values are not checked. Raises ValueError or TypeError."""
    found = json.loads(payload)
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in found.items() if name in names})


def _given(value: object) -> dict[str, Any]:
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} cannot be written as JSON")
    names, defaults, values_of = _layout(value.__class__)
    given = zip(names, defaults, values_of(value), strict=True)
    return {name: item for name, default, item in given if item is not default and item != default}


@cache
def _layout(kind: type) -> tuple[tuple[str, ...], tuple[Any, ...], Callable[[object], tuple[Any, ...]]]:
    """Names, defaults (`MISSING` without), and what reads the values of an instance."""
    found = fields(kind)
    names = tuple(each.name for each in found)
    return names, tuple(each.default for each in found), attrgetter(*names)


_as_json = json.JSONEncoder(default=_given, separators=(",", ":")).encode
