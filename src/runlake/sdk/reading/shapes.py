"""How metrics went, in a few numbers: for a line of a terminal, not for computing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class MetricShape:
    """A metric over its steps in equally wide buckets: the mean of each, None where it has no finite value.

    `least` and `greatest` are over all finite points.
    """

    metric: str
    points: int
    least: float | None
    greatest: float | None
    means: tuple[float | None, ...]

    def as_json(self) -> dict[str, Any]:
        """As commands print it."""
        return asdict(self)


def chunks(names: Sequence[str]) -> list[Sequence[str]]:
    """Names that may be asked for together."""
    return [names[at : at + _AT_ONCE] for at in range(0, len(names), _AT_ONCE)]


def shape_of(series: Mapping[str, Any], buckets: int) -> MetricShape:
    """The answer of the server's envelopes as a shape of at most `buckets` means."""
    exact = series["exact"]
    means: list[float | None] = list(series["mean"])
    lows, highs = (means, means) if exact else (series["min"], series["max"])
    finite = [value for value in (*lows, *highs) if value is not None]
    least, greatest = (min(finite), max(finite)) if finite else (None, None)
    return MetricShape(series["metric"], series["points"], least, greatest, tuple(_fitted(means, buckets)))


def _fitted(means: Sequence[float | None], buckets: int) -> Sequence[float | None]:
    if len(means) <= buckets:
        return means
    return [means[at * len(means) // buckets] for at in range(buckets)]
