"""What a live stream may follow."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field


class ProjectTopic(BaseModel):
    """What all topics name."""

    model_config = ConfigDict(extra="forbid")
    entity: str
    project: str


class RunsTopic(ProjectTopic):
    """Runs of a project: created, updated, deleted."""

    kind: Literal["runs"]


class PointsTopic(ProjectTopic):
    """New rows; None means all runs, or all metrics."""

    kind: Literal["points"]
    runs: list[str] | None = Field(None, max_length=10_000)
    metrics: list[str] | None = Field(None, max_length=100_000)
    source: Literal["history", "system"] = "history"


class LogsTopic(ProjectTopic):
    """New console lines of a run."""

    kind: Literal["logs"]
    run: str


class MediaTopic(ProjectTopic):
    """New media of a run."""

    kind: Literal["media"]
    run: str


class FilesTopic(ProjectTopic):
    """Files of a run, as they are stored."""

    kind: Literal["files"]
    run: str


class AlertsTopic(ProjectTopic):
    """Alerts that a run raises."""

    kind: Literal["alerts"]
    run: str


class SweepsTopic(ProjectTopic):
    """Sweeps of a project: created, updated, deleted."""

    kind: Literal["sweeps"]


class LaunchTopic(ProjectTopic):
    """Launch queues of a project, what is in them, and their agents: something is new."""

    kind: Literal["launch"]


class SpansTopic(ProjectTopic):
    """Spans of a project: some have begun or ended."""

    kind: Literal["spans"]


AnyTopic: TypeAlias = (
    RunsTopic | PointsTopic | LogsTopic | MediaTopic | FilesTopic | AlertsTopic | SweepsTopic | LaunchTopic | SpansTopic
)
Topic = Annotated[AnyTopic, Field(discriminator="kind")]
