"""Identity of the streams that write into a run, and which segments of a run are whose."""

import hashlib

from runlake.model.runs import Run

_EXTRA_WRITER = 1 << 62
_AFTER_REWIND = 1 << 63
_NAME_BITS = 48

EXTRA_WRITER_SEGMENTS_FROM = _EXTRA_WRITER
"""Segments at or above this belong to further writers; below it they count the attempts of the run's own process."""


def segment_of_writer(writer: str, run: Run) -> int:
    """The segment a writer appends to.

    The run's own process (writer "") writes to the run's current segment. Every further writer of a shared run has
    a segment of its own, found from its name alone: nothing has to be allocated, and no writer can overwrite another.
    After a rewind it has another one: what it wrote before is cut off, what it writes from then on is not.
    """
    return _segment(writer, rewinds_of(run)) if writer else run.segment


def segments_of_writer(writer: str, run: Run) -> list[int]:
    """All segments that a further writer may have written to: one more since each rewind of the run."""
    return [_segment(writer, rewinds) for rewinds in range(rewinds_of(run) + 1)]


def _segment(writer: str, rewinds: int) -> int:
    first, last = extra_writer_segments(rewinds)
    digest = hashlib.blake2b(writer.encode(), digest_size=8).digest()
    if first == _EXTRA_WRITER:
        return first | (int.from_bytes(digest) >> 2)
    return first | (int.from_bytes(digest) & (last - first))


def extra_writer_segments(rewinds: int) -> tuple[int, int]:
    """First and last of the segments that further writers of a run have after it was rewound `rewinds` times."""
    if rewinds == 0:
        return _EXTRA_WRITER, _AFTER_REWIND - 1
    first = _AFTER_REWIND | rewinds << _NAME_BITS
    return first, first + (1 << _NAME_BITS) - 1


def segments_of_part(segment: int) -> tuple[int, int]:
    """First and last segment that a part of a branch stands for: one, or all of the further writers at a time."""
    if segment == _EXTRA_WRITER:
        return extra_writer_segments(0)
    if segment & _AFTER_REWIND and segment % (1 << _NAME_BITS) == 0:
        return segment, segment + (1 << _NAME_BITS) - 1
    return segment, segment


def rewinds_of(run: Run) -> int:
    """How often the run was rewound: each time the further writers of before got a part of their own."""
    parts = {part.segment for part in run.branch if part.run_number == run.run_number}
    return sum(segment is not None and segment >= _EXTRA_WRITER for segment in parts)
