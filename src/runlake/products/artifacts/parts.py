"""Files that come in parts, and stay so: which parts they have, and where a range of the bytes lies. Pure.

Parts are never joined: that would write every byte a second time. All but the last are of one size, so a position is found
by a division.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from runlake.errors import InvalidInput
from runlake.products.artifacts.records import Content

FOLDER = "artifacts/parts"
MAX_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in. `token` names it to clients; `md5` and `part_md5s` are hex, in the order of parts.

    `used_at` is when something was last heard of it, noted at intervals. `completed_at` None: parts may still come.
    """

    token: str
    project_id: int
    version_id: int
    md5: str
    part_md5s: tuple[str, ...]
    blob: str
    used_at: datetime
    completed_at: datetime | None = None


def part_blob(blob: str, number: int) -> str:
    """The blob of a part; the first is number 1."""
    return f"{blob}/{number:05d}"


def number_of(part: str) -> int:
    """The number of a part, by its blob."""
    return int(part.rpartition("/")[2])


def blobs_of(blob: str, size_bytes: int, part_bytes: int | None) -> tuple[str, ...]:
    """The blobs that hold a file; `part_bytes` None means that it is in one."""
    if part_bytes is None:
        return (blob,)
    return tuple(part_blob(blob, number) for number in range(1, -(-size_bytes // part_bytes) + 1))


def row_blob(name: str) -> str:
    """What the row of a blob calls it: for a part, its file."""
    return name.rpartition("/")[0] if name.startswith(f"{FOLDER}/") else name


def even_size(sizes: Sequence[int]) -> int:
    """The size that all parts but the last have. Raises InvalidInput when they differ, or one is empty."""
    size = sizes[0]
    for number, found in enumerate(sizes, 1):
        is_last = number == len(sizes)
        if found == 0 or found > size or (found < size and not is_last):
            raise InvalidInput(
                f"part {number} has {found} bytes and the first has {size}: all parts but the last must be of one size, "
                "and the last not larger or empty"
            )
    return size


def ranges(content: Content, first_byte: int, last_byte: int | None) -> list[tuple[str, int, int]]:
    """(blob, first, last byte) of the pieces that make up a range of a file; positions inclusive."""
    end = content.size_bytes if last_byte is None else min(content.size_bytes, last_byte + 1)
    size = content.part_bytes or max(content.size_bytes, 1)
    found: list[tuple[str, int, int]] = []
    names = blobs_of(content.blob, content.size_bytes, content.part_bytes)
    for place in range(first_byte // size, -(-end // size)):
        start = place * size
        found.append((names[place], max(first_byte - start, 0), min(end - start, size) - 1))
    return found
