"""A version of an artifact of another tracker in our terms."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple


class ImportedFile(NamedTuple):
    """A file of a version by its name, or what stands under it elsewhere (`reference`), told by `reference_digest`.

    `md5` in hex is that of the file's bytes, None when it is not known.
    """

    name: str
    size_bytes: int
    md5: str | None = None
    reference: str | None = None
    reference_digest: str = ""


@dataclass(frozen=True, slots=True)
class ImportedVersion:
    """A version with where it came from. `key` names it among all others, the same each time.

    `logged_by` and `used_by` are run ids. `list_files` is asked once, and only for what is to be sent; `fetch` puts a
    file's bytes at a path.
    """

    key: str
    collection: str
    type: str
    list_files: Callable[[], Sequence[ImportedFile]]
    fetch: Callable[[str, Path], None]
    project: str | None = None
    description: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    logged_by: str | None = None
    used_by: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
