"""`Histogram`: how often values fall between edges."""

from collections.abc import Sequence
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.media.stored import needed, told_by_log
from runlake.sdk.values import Media, on_host


class Histogram(Media):
    """How often values fall between edges. Needs numpy.

    Args:
        values: numbers in an array of any shape, or a sequence; those that are not finite are left out.
        bins: how many bins of equal width from the least to the greatest, 1 to 512; or n + 1 ascending edges.

    When there is no finite number, or the bins cannot be, `problem` says so, and `log` warns and leaves it out.
    """

    @told_by_log
    def __init__(self, values: Any, *, bins: int | Sequence[float] = 64) -> None:
        numpy = needed("numpy", "Histogram")
        try:
            numbers = numpy.asarray(on_host(values), dtype=float).ravel()
            finite = numbers[numpy.isfinite(numbers)]
            if not len(finite) or (isinstance(bins, int) and not 1 <= bins <= 512):
                raise ValueError(f"{len(finite)} finite numbers, bins={bins!r:.50}")
            counts, edges = numpy.histogram(finite, bins=bins)
        except (ValueError, TypeError) as error:
            raise UsageError(f"no histogram can be made of it: {error}") from None
        self.counts: list[int] = counts.tolist()
        self.edges: list[float] = edges.tolist()

    def record(self) -> dict[str, Any]:
        return {"_type": "histogram", "values": self.counts, "bins": self.edges}
