"""A run of another tracker in our terms."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from runlake.wire import HISTORY, ConsoleRecord, RichEntry

_MOST_ID = 64


class ImportedRow(NamedTuple):
    """What was logged at once: numbers by metric, and what is none. `files` are those that its values name."""

    step: int
    time_us: int
    numbers: dict[str, float]
    rich: tuple[RichEntry, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    source: str = HISTORY


@dataclass(slots=True)
class ImportedRun:
    """A run as its files tell it. `rows` is read once, and fills what comes to be known meanwhile, `left_out` too.

    `writer` names the source, the same each time. `exit_code` None means that nobody said how it ended.
    """

    run_id: str
    writer: str
    name: str | None = None
    project: str | None = None
    config: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] | None = None
    notes: str | None = None
    group: str | None = None
    job_type: str | None = None
    environment: dict[str, Any] = field(default_factory=dict)
    started_us: int | None = None
    ended_us: int | None = None
    exit_code: int | None = None
    rows: Iterable[ImportedRow] = ()
    console: list[ConsoleRecord] = field(default_factory=list)
    files: Iterable[tuple[str, Path]] = ()
    left_out: Counter[str] = field(default_factory=Counter)


def us_of(text: str | None) -> int | None:
    """A time as servers write it, in µs since the epoch; without a zone it is UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1e6)


def id_of(name: str, *facts: object) -> str:
    """An id that tells what was imported, and is the same for the same facts."""
    digest = hashlib.sha256("\0".join(map(str, (name, *facts))).encode()).hexdigest()[:8]
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:_MOST_ID]
    return f"{readable}-{digest}" if readable else digest
