"""`runlake cache`: what the cache of downloaded files holds, and making it smaller. Standard library only."""

import json
import re
import sys
from collections.abc import Sequence

from runlake.errors import UsageError
from runlake.sdk.artifacts.cache import Cache
from runlake.sdk.places import artifact_cache

_UNITS = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12, "KIB": 2**10, "MIB": 2**20, "GIB": 2**30}


def cache(*, shrink: str | None = None, clear: bool = False, as_json: bool = False) -> int:
    """Print what the cache holds, after it was made smaller if that is asked for; returns the exit code.

    Raises UsageError for a size that cannot be read.
    """
    found = Cache(*artifact_cache())
    wanted = 0 if clear else None if shrink is None else bytes_of(shrink)
    removed = 0 if wanted is None else found.shrink(wanted)
    sizes = [file.size_bytes for file in found.files()]
    facts: dict[str, object] = {
        "folder": str(found.folder),
        "files": len(sizes),
        "size_bytes": sum(sizes),
        "max_bytes": found.max_bytes,
        "removed_bytes": removed,
    }
    sys.stdout.write((json.dumps(facts, indent=2) if as_json else _sentence(found, sizes, removed)) + "\n")
    return 0


def bytes_of(text: str) -> int:
    """`5GB`, `512MiB` or a number of bytes. Raises UsageError."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([A-Za-z]*)", text.strip())
    if match is None or match[2].upper() not in _UNITS:
        raise UsageError(f"{text!r:.60} is no size: write 5GB, 512MiB, or a number of bytes")
    return int(float(match[1]) * _UNITS[match[2].upper()])


def _sentence(found: Cache, sizes: Sequence[int], removed: int) -> str:
    text = f"{found.folder}: {len(sizes):,} files, {sum(sizes):,} of {found.max_bytes:,} bytes"
    return f"{text}; {removed:,} bytes removed" if removed else text
