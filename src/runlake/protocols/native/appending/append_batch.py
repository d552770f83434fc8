"""A body of frames → what is to be stored of it. Pure. The bytes: `docs/formats/frames.md`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec

from runlake.errors import LimitExceeded, MalformedBody
from runlake.ingest import ConsoleLine, HistoryBlock, RichValue
from runlake.model.json_shape import check_json_size, may_be_too_large
from runlake.products.runs import MetricDefinition, RunUpsert, encode_definitions
from runlake.protocols.native.appending.append_points import RowReader, Rows, block_of
from runlake.protocols.native.appending.append_spans import SPAN_KINDS, SpanBatch
from runlake.settings import LimitSettings
from runlake.wire import (
    HISTORY,
    SYSTEM,
    ConsoleRecord,
    EndRecord,
    FrameDamaged,
    Kind,
    RichRecord,
    RunRecord,
    ShapeRecord,
    SummaryRecord,
    decode_file,
    read_frames,
)

_EXACT_INTEGERS = 2**53
_MAX_LINE = 2**32 - 1
_OF_BYTES = (Kind.ROW, Kind.COLUMNS, Kind.FILE)
AnyRecord = TypeVar("AnyRecord")


@dataclass(slots=True)
class Batch:
    """Everything of one request, in the terms of the model."""

    run: RunRecord | None = None
    blocks: dict[str, HistoryBlock] = field(default_factory=dict)
    console: list[ConsoleLine] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str, memoryview]] = field(default_factory=list)
    spans: SpanBatch = field(default_factory=SpanBatch)
    end: EndRecord | None = None
    is_left: bool = False


def parse_batch(body: bytes, limits: LimitSettings) -> Batch:
    """Take the frames of a body apart. Raises MalformedBody or LimitExceeded: nothing of it can be stored then."""
    batch = Batch()
    reader = RowReader(max_metrics=limits.row_keys, max_name_bytes=limits.metric_name_bytes)
    by_hand: list[SummaryRecord] = []
    view = memoryview(body)
    try:
        if may_be_too_large(body):  # before the first value is made
            check_json_size([bytes(view[at:end]) for kind, at, end in read_frames(view) if kind not in _OF_BYTES])
        for kind, start, end in read_frames(view):
            if kind == Kind.ROW:
                reader.add_row(view[start:end])
            elif kind == Kind.COLUMNS:
                reader.add_columns(view[start:end])
            elif kind in SPAN_KINDS:
                batch.spans.add(kind, view[start:end])
            else:
                _add_record(batch, reader, by_hand, kind, view[start:end])
    except FrameDamaged as error:
        raise MalformedBody(f"{error}: send the request again") from error
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        raise MalformedBody(f"a frame does not hold what its kind says: {error}") from error
    _add_rows(batch, reader, by_hand)
    return batch


def _add_record(batch: Batch, reader: RowReader, by_hand: list[SummaryRecord], kind: int, payload: memoryview) -> None:
    match kind:
        case Kind.SHAPE:
            reader.add_shape(_checked_shape(_record(payload, ShapeRecord)))
        case Kind.RICH:
            reader.add_rich(_record(payload, RichRecord))
        case Kind.RUN:
            batch.run = _laid_over(batch.run, _record(payload, RunRecord))
        case Kind.SUMMARY:
            by_hand.append(_record(payload, SummaryRecord))
        case Kind.CONSOLE:
            batch.console += _console_lines(_record(payload, ConsoleRecord))
        case Kind.FILE:
            batch.files.append(decode_file(payload))
        case Kind.END:
            batch.end = _record(payload, EndRecord)
        case _:
            raise MalformedBody(f"frames of kind {kind} are not known here: is the client newer than the server?")


def _record(payload: memoryview, kind: type[AnyRecord]) -> AnyRecord:
    """The record of a frame, its types checked. NaN and infinities are bare tokens, as in other clients' documents."""
    return msgspec.convert(json.loads(bytes(payload)), kind)


def _checked_shape(record: ShapeRecord) -> ShapeRecord:
    if record.source not in (HISTORY, SYSTEM):
        raise MalformedBody(f"a shape is of {HISTORY} or {SYSTEM}, not of {record.source[:40]!r}")
    return record


def _laid_over(below: RunRecord | None, above: RunRecord) -> RunRecord:
    if below is None:
        return above
    given = {each.name: getattr(above, each.name) for each in fields(above)}
    return replace(below, **{name: value for name, value in given.items() if value is not None})


def _console_lines(record: ConsoleRecord) -> list[ConsoleLine]:
    if not 0 <= record.first_line <= _MAX_LINE - len(record.lines):
        raise LimitExceeded(f"console line {record.first_line} is beyond the last number that there is")
    level, time_us = record.level[:16], max(0, record.time_us)
    return [ConsoleLine(record.first_line + at, level, "", time_us, text) for at, text in enumerate(record.lines)]


def _add_rows(batch: Batch, reader: RowReader, by_hand: Sequence[SummaryRecord]) -> None:
    rows, rich = reader.rows(), reader.rich()
    for source, parts in rows.items():
        batch.blocks[source] = block_of(parts, rich if source == HISTORY else ())
    latest = _last_values(rows.get(HISTORY, ()))
    check_json_size([each.value_json.encode(errors="replace") for each in rich])
    for each in rich:
        _note(latest, each.metric, each.line, _value_of(each))
    for record in by_hand:
        for name, value in record.values.items():
            _note(latest, name, record.line, value)
    batch.summary = {name: value for name, (_, value) in latest.items()}


def _last_values(parts: Sequence[Rows]) -> dict[str, tuple[int, Any]]:
    """Metric → (line, value) of its last point; the last row's step and time too."""
    latest: dict[str, tuple[int, Any]] = {}
    for part in parts:
        line = int(part.line[-1])
        for name, value in zip(part.metrics, part.values[-1].tolist(), strict=True):
            _note(latest, name, line, shown(value))
        _note(latest, "_step", line, int(part.step.max()))
        _note(latest, "_timestamp", line, float(part.time_us[-1]) / 1e6)
    return latest


def _note(latest: dict[str, tuple[int, Any]], name: str, line: int, value: Any) -> None:
    if name not in latest or latest[name][0] <= line:
        latest[name] = (line, value)


def _value_of(rich: RichValue) -> Any:
    try:
        return json.loads(rich.value_json)
    except (ValueError, RecursionError) as error:
        raise MalformedBody(f"the value of {rich.metric[:100]!r} is not JSON: {error}") from error


def shown(value: float) -> float | int:
    """Whole numbers without a point: users logged them as integers, or may as well have."""
    return int(value) if value.is_integer() and abs(value) < _EXACT_INTEGERS else value


def upsert_of(record: RunRecord, run_id: str, writer: str) -> RunUpsert:
    """What a client says of its run, as the runs product takes it.

    The environment goes where those of other clients are, under the writer's name: that tells a process that has just
    started from one that is known, and the page of a run shows it.
    """
    environment = record.environment or {}
    git = environment.get("git")
    git = git if isinstance(git, dict) else {}
    config: dict[str, Any] | None = None
    if record.config is not None or record.environment is not None or record.metrics is not None:
        config = {key: {"value": value} for key, value in (record.config or {}).items()}
        config["_wandb"] = {"value": {"e": {writer: environment}, **_definitions(record), **_branch_point(record)}}
    return RunUpsert(
        run_id=run_id,
        display_name=record.display_name,
        notes=record.notes,
        tags=record.tags,
        group=record.group,
        job_type=record.job_type,
        config_json=None if config is None else dump(config),
        shared=True,
        joins=record.shared,
        host=_text(environment.get("host")),
        program=_text(environment.get("program")),
        repo=_text(git.get("remote")),
        commit=_text(git.get("commit")),
        started_at=None if record.started_us is None else moment_of(record.started_us),
        rewind_to=record.rewind_to,
    )


def _branch_point(record: RunRecord) -> dict[str, Any]:
    """Where a fork begins, as other clients say it."""
    if record.fork_from is None:
        return {}
    run_id, step = record.fork_from
    return {"branch_point": {"run_id": run_id, "step": step}}


def _definitions(record: RunRecord) -> dict[str, Any]:
    if not record.metrics:
        return {}
    try:
        defined = [msgspec.convert({"name": name, **each}, MetricDefinition) for name, each in record.metrics.items()]
        return {"m": encode_definitions(defined)}
    except (msgspec.ValidationError, KeyError) as error:
        raise MalformedBody(f"a metric is not defined as it has to be: {error}") from error


def dump(document: Mapping[str, Any]) -> str:
    """The document as JSON; what JSON has no word for (bytes, times) becomes its text. Raises MalformedBody."""
    try:
        return json.dumps(document, default=str)
    except (TypeError, ValueError, RecursionError) as error:
        raise MalformedBody(f"a document cannot be written as JSON: {error}") from error


def _text(value: object) -> str | None:
    return value[:4096] if isinstance(value, str) else None


def moment_of(time_us: int) -> datetime:
    """Microseconds since the epoch as a time. Raises MalformedBody."""
    try:
        return datetime.fromtimestamp(time_us / 1e6, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise MalformedBody(f"{time_us} is not a time in microseconds since the epoch") from error
