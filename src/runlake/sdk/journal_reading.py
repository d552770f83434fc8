"""Reading a journal for sending: whole frames, in bodies that can be sent alone, past whatever is damaged."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from runlake.sdk.journal import file_path
from runlake.wire import (
    HEADER_BYTES,
    HISTORY,
    FrameDamaged,
    JournalRecord,
    Kind,
    ShapeRecord,
    decode_record,
    find_frame,
    read_frame,
)

BODY_BYTES = 6 * 1024 * 1024
_WINDOW_BYTES = BODY_BYTES + 2 * 1024 * 1024
_WITH_SHAPES = (Kind.ROW, Kind.COLUMNS)


@dataclass(slots=True)
class Part:
    """Frames of one file of a journal that are sent together: bytes up to byte `end` of it; with so many rows of the history and files of the run."""

    end: int
    frames: bytes = b""
    rows: int = 0
    files: int = 0
    lost_bytes: int = 0
    has_end: bool = False


@dataclass(slots=True)
class _Span:
    """What the walk over a window found."""

    pieces: list[memoryview] = field(default_factory=list)
    used_shapes: set[int] = field(default_factory=set)
    size_bytes: int = 0
    rows: int = 0
    files: int = 0
    lost_bytes: int = 0
    has_end: bool = False


class FileReader:
    """One file of a journal, read from its beginning to its end."""

    def __init__(self, folder: Path, number: int) -> None:
        self._fd = os.open(file_path(folder, number), os.O_RDONLY)
        self._shapes: dict[int, bytes] = {}
        self._of_history: set[int] = set()
        self.at = 0

    def close(self) -> None:
        os.close(self._fd)

    def size(self) -> int:
        """Bytes that the file has now."""
        return os.fstat(self._fd).st_size

    def skip_to(self, at: int) -> bool:
        """Go to a byte that the server has confirmed; the shapes described before it still hold.

        Returns whether the writer's end was on the way.
        """
        has_end = False
        while self.at < at:
            part = self.read(at)
            self.at = part.end
            has_end = has_end or part.has_end
        return has_end

    def read(self, limit: int, body_bytes: int = BODY_BYTES) -> Part:
        """The next frames before byte `limit`, about `body_bytes` of them. `read` goes on where `at` is."""
        window_bytes = _WINDOW_BYTES
        while True:
            buffer = os.pread(self._fd, min(limit - self.at, window_bytes), self.at)
            is_last = self.at + len(buffer) >= limit
            known = dict(self._shapes)
            span, end = self._walk(buffer, body_bytes, is_last=is_last)
            if end or is_last:
                break
            window_bytes *= 2  # one frame is longer than the window
        shapes = [known[shape] for shape in sorted(span.used_shapes) if shape in known]
        frames = b"".join((*shapes, *span.pieces))
        return Part(self.at + end, frames, span.rows, span.files, span.lost_bytes, span.has_end)

    def _walk(self, buffer: bytes, body_bytes: int, *, is_last: bool) -> tuple[_Span, int]:
        """Whole frames from the buffer's beginning, and where they end."""
        view, span, at, begin = memoryview(buffer), _Span(), 0, 0
        in_row = False
        while at < len(buffer) and (span.size_bytes < body_bytes or in_row):
            try:
                frame = read_frame(view, at)
            except FrameDamaged:
                following = find_frame(buffer, at + 1)
                if following is None and not is_last:
                    break  # cut by the window, most likely
                span.pieces.append(view[begin:at])
                end = len(buffer) if following is None else following
                span.lost_bytes += end - at
                at = begin = end
                continue
            if frame.kind == Kind.JOURNAL:
                span.pieces.append(view[begin:at])
                begin = frame.end
            else:
                self._note(span, frame.kind, buffer, frame.start, frame.end)
            in_row = frame.kind == Kind.RICH
            span.size_bytes += frame.end - at
            at = frame.end
        span.pieces.append(view[begin:at])
        return span, at

    def _note(self, span: _Span, kind: int, buffer: bytes, start: int, end: int) -> None:
        if kind in _WITH_SHAPES:
            shape = int.from_bytes(buffer[start : start + 4], "little")
            span.used_shapes.add(shape)
            if shape in self._of_history:
                span.rows += 1 if kind == Kind.ROW else int.from_bytes(buffer[start + 8 : start + 12], "little")
        elif kind == Kind.SHAPE:
            record = decode_record(buffer[start:end], ShapeRecord)
            self._shapes[record.shape] = buffer[start - HEADER_BYTES : end]
            if record.source == HISTORY:
                self._of_history.add(record.shape)
        elif kind == Kind.FILE:
            span.files += 1
        elif kind == Kind.END:
            span.has_end = True


def read_journal_record(folder: Path, number: int) -> JournalRecord | None:
    """Where a journal belongs, from the beginning of one of its files; None when that cannot be read."""
    with file_path(folder, number).open("rb") as file:
        head = file.read(64 * 1024)
    try:
        frame = read_frame(memoryview(head), 0)
        return decode_record(head[frame.start : frame.end], JournalRecord) if frame.kind == Kind.JOURNAL else None
    except (FrameDamaged, ValueError, TypeError):
        return None
