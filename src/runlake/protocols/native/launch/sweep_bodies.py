"""What the routes of sweeps answer, for `sweep_rows` to fill and the OpenAPI document to say."""

from typing import Any, Literal

from typing_extensions import TypedDict

from runlake.products.sweeps import SweepState


class SweepMetric(TypedDict):
    """What a sweep is to make small or large."""

    name: str
    goal: Literal["minimize", "maximize"]


class BestRunRow(TypedDict):
    """The run that came furthest."""

    run_id: str
    display_name: str
    value: float


class LightSweepRow(TypedDict):
    """A sweep in a live event. `expected_runs` is null where nothing ends the search."""

    sweep_id: str
    display_name: str
    state: SweepState
    method: str
    metric: SweepMetric | None
    run_count: int
    running_count: int
    expected_runs: int | None
    run_cap: int | None
    created_at: str
    updated_at: str
    user: str | None


class SweepRow(LightSweepRow):
    """A sweep in a list."""

    best_run: BestRunRow | None


class SweepsPage(TypedDict):
    """Sweeps, newest first; `total` counts all that match."""

    sweeps: list[SweepRow]
    total: int


class SweepParameter(TypedDict):
    """A parameter of a search; `path` is the field of the runs that it sets."""

    path: str
    kind: Literal["number", "category"]
    distribution: str | None
    min: float | None
    max: float | None
    values: list[Any] | None
    log: bool


class SweepAgent(TypedDict):
    """A process that takes runs from a sweep."""

    agent_id: str
    name: str
    host: str | None
    state: Literal["running", "finished", "crashed"]
    heartbeat_at: str | None
    run_id: str | None


class SweepFacts(TypedDict):
    """What the page of a sweep shows besides its row."""

    description: str | None
    config: dict[str, Any]
    config_yaml: str
    parameters: list[SweepParameter]
    early_terminate: dict[str, Any] | None
    agents: list[SweepAgent]


class SweepDetail(SweepRow, SweepFacts):
    """A sweep with its config, its parameters and its agents."""


class ParameterImportance(TypedDict):
    """`importance` is 0 … 1, those of one answer add up to 1; `correlation` −1 … 1, null without an order."""

    path: str
    importance: float
    correlation: float | None


class Importance(TypedDict):
    """How much each parameter had to do with a field, over so many runs."""

    runs: int
    parameters: list[ParameterImportance]
