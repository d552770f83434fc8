"""What the routes of points answer, as the OpenAPI document says it. `point_encoding` writes it from numpy columns."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

Mark = tuple[float, int]
"""Where on the x-axis how many values are not finite."""


class SeriesBody(TypedDict):
    """Columns of equal length, one entry per bucket; null where a bucket has no finite value.

    When `exact`, every bucket is one point, and `min`, `max` and `count` are left out.
    """

    run_id: str
    metric: str
    x: list[float]
    mean: list[float | None]
    min: NotRequired[list[float | None]]
    max: NotRequired[list[float | None]]
    count: NotRequired[list[int]]
    exact: bool
    points: int
    last_line: int
    nan: list[Mark]
    pos_inf: list[Mark]
    neg_inf: list[Mark]


class PointsTruth(TypedDict):
    """What the series of an answer are made of; `bucket` is null when all of them are exact."""

    runs: int
    points: int
    bucket: str | None
    nan: int
    inf: int


class PointsAnswer(TypedDict):
    """Every metric asked for of every run that has it."""

    series: list[SeriesBody]
    truth: PointsTruth


class GroupSeriesBody(TypedDict):
    """Columns of equal length; in a bucket each of its `runs` counts once."""

    group: list[Any]
    metric: str
    x: list[float]
    mean: list[float | None]
    std: list[float | None]
    min: list[float | None]
    max: list[float | None]
    runs: list[int]
    count: list[int]
    run_count: int
    points: int
    nan: list[Mark]
    pos_inf: list[Mark]
    neg_inf: list[Mark]


class GroupsTruth(PointsTruth):
    """`groups` is how many there are; no more than the limit are in the answer."""

    groups: int


class GroupedPointsAnswer(TypedDict):
    """Every metric asked for of every group."""

    series: list[GroupSeriesBody]
    truth: GroupsTruth


class MetricRow(TypedDict):
    """A name that was logged. `kind` is "number", or what a rich value calls itself: "image-file", "histogram", …

    `step_metric` and `hidden` are what the newest run says that defines the metric.
    """

    name: str
    kind: str
    run_count: int
    step_metric: str | None
    hidden: bool


class MetricList(TypedDict):
    """Names that were logged."""

    metrics: list[MetricRow]
    total: int
