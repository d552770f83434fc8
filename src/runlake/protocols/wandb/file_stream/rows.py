"""History and event lines → columns of points. Pure, and the hot path of ingestion.

A row is a JSON object of the user's keys plus `_step`, `_runtime` and `_timestamp`. Nested objects are flattened
with dots; objects with a `_type` are media and stay whole. Lines may hold bare NaN and Infinity tokens.
Source: the wandb client 0.28.2, `core/internal/runhistory`, and captured requests.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import orjson

from runlake.errors import LimitExceeded, MalformedBody
from runlake.ingest import HistoryBlock, PointBlock, RichValue, SeriesKey
from runlake.settings import LimitSettings

_EXACT_INTEGERS = 2**53
_INT64 = 2**63
_NUMERIC = frozenset((float, int))
_LATEST_S = 10_413_792_000.0  # the year 2300, where the time column ends
_STEP = "_step"
_TIME = "_timestamp"


def decode_rows(
    first_line: int, lines: Sequence[str], next_step: int | None, *, received_ms: int, limits: LimitSettings
) -> HistoryBlock:
    """Decode rows `first_line` … of a stream.

    Rows without `_step` get `next_step`, `next_step + 1`, …; with `next_step` None a row's step is its line number.
    Rows without a usable `_timestamp` get the time of receipt. Raises MalformedBody or LimitExceeded, naming the line.
    """
    rows = _Rows(received_ms, limits, next_step)
    for offset, line in enumerate(lines):
        rows.add(first_line + offset, line)
    return rows.block(first_line, len(lines))


@dataclass(slots=True)
class _Row:
    line: int
    step: int
    time_ms: int
    tolerant: bool


@dataclass(slots=True)
class _Rows:
    received_ms: int
    limits: LimitSettings
    next_step: int | None
    names: dict[str, int] = field(default_factory=dict)
    paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: dict[tuple[str, ...], list[int]] = field(default_factory=dict)
    index: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    rich: list[RichValue] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        content, tolerant = _parse_row(line, text)
        if len(content) > self.limits.row_keys:
            raise LimitExceeded(f"line {line} has {len(content)} keys; the limit is {self.limits.row_keys}")
        row = _Row(line, self._step_of(line, content), self._time_of(content), tolerant)
        before = len(self.values)
        if not self._add_plain(content):
            self._add_mixed(row, content)
        self.rows.append(row)
        self.counts.append(len(self.values) - before)

    def block(self, first_line: int, lines: int) -> HistoryBlock:
        counts = np.array(self.counts, np.int64)
        points = PointBlock(
            metrics=list(self.names),
            metric_index=np.array(self.index, np.int32),
            step=np.repeat(np.array([row.step for row in self.rows], np.int64), counts),
            line=np.repeat(np.array([row.line for row in self.rows], np.uint32), counts),
            time_ms=np.repeat(np.array([row.time_ms for row in self.rows], np.int64), counts),
            value=np.array(self.values, np.float64),
        )
        last_step = max((row.step for row in self.rows), default=None)
        return HistoryBlock(first_line, lines, points, self.rich, self._series(), last_step)

    def _add_plain(self, content: dict[str, Any]) -> bool:
        """The common row, numbers only: a few C-level passes. False when the row is not of that kind."""
        kinds = set(map(type, content.values()))
        if not kinds <= _NUMERIC or (int in kinds and not all(map(_is_exact, content.values()))):
            return False
        shape = tuple(content)
        numbers = self.shapes.get(shape)
        if numbers is None:
            numbers = self.shapes[shape] = [self._number(name, ()) for name in shape]
        self.index.extend(numbers)
        self.values.extend(content.values())
        return True

    def _add_mixed(self, row: _Row, content: dict[str, Any]) -> None:
        for key, value in content.items():
            self._add_value(row, (key,), value)

    def _add_value(self, row: _Row, path: tuple[str, ...], value: Any) -> None:
        kind = type(value)
        if kind is float or (kind is int and _is_exact(value)):
            self._add_point(path, value)
        elif kind is dict and value and "_type" not in value and len(path) < self.limits.json_depth:
            for key, inner in value.items():
                self._add_value(row, (*path, key), inner)
        else:
            if kind is bool or kind is int:
                self._add_point(path, _nearest(value))
            self._add_rich(row, path, value)

    def _add_point(self, path: tuple[str, ...], value: float) -> None:
        self.index.append(self._number(".".join(path), path))
        self.values.append(value)

    def _add_rich(self, row: _Row, path: tuple[str, ...], value: object) -> None:
        name = _storable(".".join(path))
        self._check_name(name)
        if len(path) > 1:
            self.paths.setdefault(name, path)
        self.rich.append(RichValue(name, row.line, row.step, row.time_ms, _kind_of(value), _dump(value, row.tolerant)))

    def _number(self, name: str, path: tuple[str, ...]) -> int:
        name = _storable(name)
        number = self.names.get(name)
        if number is None:
            self._check_name(name)
            number = self.names[name] = len(self.names)
            if len(path) > 1:
                self.paths.setdefault(name, path)
        return number

    def _check_name(self, name: str) -> None:
        if len(name.encode()) > self.limits.metric_name_bytes:
            raise LimitExceeded(
                f"the name {name[:40]!r}… is {len(name.encode())} bytes long; the limit is {self.limits.metric_name_bytes}"
            )

    def _step_of(self, line: int, content: dict[str, Any]) -> int:
        step = content.pop(_STEP, None)
        if step is None:
            if self.next_step is None:
                return line
            step, self.next_step = self.next_step, self.next_step + 1
            return step
        if isinstance(step, float) and step.is_integer():
            step = int(step)
        if type(step) is not int or not -_INT64 <= step < _INT64:
            raise MalformedBody(f"line {line}: _step is {str(step)[:40]!r}, not a 64-bit integer")
        if self.next_step is not None:
            self.next_step = max(self.next_step, step + 1)
        return step

    def _time_of(self, content: dict[str, Any]) -> int:
        time_s: Any = content.get(_TIME)
        if type(time_s) in _NUMERIC and 0 <= time_s < _LATEST_S:
            return round(float(time_s) * 1000)
        if _TIME not in content:
            content[_TIME] = self.received_ms / 1000
        elif type(time_s) not in _NUMERIC:
            raise MalformedBody(f"_timestamp is {str(time_s)[:40]!r}, not seconds since the epoch")
        return self.received_ms

    def _series(self) -> list[SeriesKey]:
        numbers = [SeriesKey(name, "number", self.paths.get(name, ())) for name in self.names]
        kinds = {(value.metric, value.kind) for value in self.rich}
        return numbers + [SeriesKey(name, kind, self.paths.get(name, ())) for name, kind in sorted(kinds)]


def _parse_row(line: int, text: str) -> tuple[dict[str, Any], bool]:
    tolerant = False
    try:
        content = orjson.loads(text)
    except ValueError:
        tolerant = True
        try:
            content = json.loads(text)  # accepts bare NaN and Infinity, as the client writes them
        except (ValueError, RecursionError) as error:
            raise MalformedBody(f"line {line} is not JSON: {error}") from error
    if type(content) is not dict:
        raise MalformedBody(f"line {line} is not a JSON object")
    return content, tolerant


def _is_exact(value: Any) -> bool:
    return type(value) is float or -_EXACT_INTEGERS <= value <= _EXACT_INTEGERS


def _nearest(value: int) -> float:
    """The nearest 64-bit float; infinite for an integer that is beyond all of them."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _kind_of(value: object) -> str:
    if isinstance(value, dict):
        kind = value.get("_type")
        return kind[:64] if isinstance(kind, str) and kind else "object"
    if value is None:
        return "null"
    return {str: "string", bool: "bool", list: "list", int: "integer"}.get(type(value), "object")


def _dump(value: object, tolerant: bool) -> str:
    """The value as JSON text. A tolerant row may hold NaN or lone surrogates, which only the slow writer keeps."""
    return json.dumps(value) if tolerant else orjson.dumps(value).decode()


def _storable(name: str) -> str:
    """The name in valid UTF-8: a lone surrogate becomes a question mark."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode()
