"""What ingest tells live views after a commit."""

from dataclasses import dataclass, field

from runlake.ingest.records import ConsoleLine, HistoryBlock


@dataclass(frozen=True, slots=True)
class PointsAppended:
    """Rows of one segment that were just stored. `encoded` caches one JSON fragment per metric, shared by all subscribers."""

    run_number: int
    run_id: str
    source: str
    block: HistoryBlock
    segment: int = 0
    encoded: dict[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MediaAppended:
    """Names of rich values that were just stored."""

    run_number: int
    run_id: str
    metrics: tuple[str, ...]
    step: int


@dataclass(frozen=True, slots=True)
class LogsAppended:
    """Console lines that were just stored."""

    run_number: int
    run_id: str
    writer: str
    lines: list[ConsoleLine]


def points_topic(run_number: int) -> str:
    return f"run:{run_number}:points"


def project_points_topic(project_id: int) -> str:
    return f"project:{project_id}:points"


def logs_topic(run_number: int) -> str:
    return f"run:{run_number}:logs"


def media_topic(run_number: int) -> str:
    return f"run:{run_number}:media"
