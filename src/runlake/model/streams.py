"""Identity of the streams that write into a run."""

import hashlib

_EXTRA_WRITER = 1 << 62


def segment_of_writer(writer: str, current_segment: int) -> int:
    """The segment a writer appends to.

    The run's own process (writer "") writes to the run's current segment. Every further writer of a shared run has
    a segment of its own, found from its name alone: nothing has to be allocated, and no writer can overwrite another.
    """
    if not writer:
        return current_segment
    digest = hashlib.blake2b(writer.encode(), digest_size=8).digest()
    return _EXTRA_WRITER | (int.from_bytes(digest) >> 2)


def is_extra_writer(segment: int) -> bool:
    """True for the segment of a further writer of a shared run."""
    return bool(segment & _EXTRA_WRITER)


EXTRA_WRITER_SEGMENTS_FROM = _EXTRA_WRITER
"""Segments at or above this belong to further writers; below it they count the attempts of the run's own process."""
