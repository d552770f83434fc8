"""`class Metrics`: what can be asked about the points of runs."""

from collections.abc import AsyncIterator, Sequence

import pyarrow as pa

from runlake.model import Run
from runlake.products.metrics import grouped, history, sampling, series
from runlake.products.metrics.envelopes import Envelopes, SeriesQuery
from runlake.products.metrics.groups import GroupedQuery, GroupEnvelopes
from runlake.products.metrics.history import EncodeRows, HistoryReader
from runlake.products.metrics.history_keys import HistoryKeys, read_history_keys
from runlake.products.metrics.last_values import read_last_values
from runlake.products.metrics.rows import Row
from runlake.products.metrics.series import MetricName, RichKey, StoredRichValue
from runlake.products.metrics.statistics import read_statistics
from runlake.products.metrics.system_tails import read_system_tails
from runlake.products.metrics.tables import POINTS_TABLE
from runlake.products.metrics.whole_points import MAX_WHOLE_SERIES, WholePoints, plan_points, read_points
from runlake.storage.columnar import Columnar, delete_runs

_INT64_MAX = 2**63 - 1


class Metrics:
    """The read side of points and rich values. Callers have checked that the project may be read."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar

    async def sample(self, query: SeriesQuery) -> Envelopes:
        """Exact envelopes of many series. Raises QueryTimeout."""
        return await sampling.read_envelopes(self._columnar, query)

    async def sample_groups(self, query: GroupedQuery) -> GroupEnvelopes:
        """Statistics over all runs of groups. Raises QueryTimeout."""
        return await grouped.read_groups(self._columnar, query)

    async def plan_whole(
        self,
        run: Run,
        *,
        metrics: Sequence[str] | None = None,
        source: str = "history",
        first_step: int | None = None,
        last_step: int | None = None,
        most_series: int = MAX_WHOLE_SERIES,
    ) -> WholePoints:
        """Which points a run has now, of all metrics or the given ones, both steps inclusive; to be read by `read_whole`.

        Raises LimitExceeded when it has more than `most_series` of such series, and QueryTimeout.
        """
        return await plan_points(
            self._columnar,
            run,
            metrics=metrics,
            source=source,
            first_step=first_step,
            last_step=last_step,
            most_series=most_series,
        )

    def read_whole(self, plan: WholePoints) -> AsyncIterator[pa.RecordBatch]:
        """All of those points, exact, in batches of bounded size; see `read_points`. Raises QueryTimeout."""
        return read_points(self._columnar, plan)

    async def names(
        self,
        project_id: int,
        *,
        source: str = "history",
        search: str = "",
        limit: int = 10_000,
        runs: Sequence[int] | None = None,
    ) -> list[MetricName]:
        """Names logged in a project, or in the given run numbers, that contain `search`."""
        return await series.read_names(self._columnar, project_id, source=source, search=search, limit=limit, runs=runs)

    async def history_rows(
        self, run: Run, *, min_step: int = 0, max_step: int | None = None, limit: int = 10_000
    ) -> list[Row]:
        """Whole rows with min_step ≤ step < max_step, in step order, as they were logged."""
        last = _INT64_MAX if max_step is None else max_step
        return await HistoryReader(self._columnar, run).rows(min_step, last, limit)

    async def history_lines(
        self, run: Run, *, min_step: int, max_step: int | None, limit: int, encode: EncodeRows
    ) -> list[str]:
        """The same rows as JSON lines. `encode` writes rows that are not all made of the same finite numbers."""
        last = _INT64_MAX if max_step is None else max_step
        return await HistoryReader(self._columnar, run).lines(min_step, last, limit, encode)

    async def sampled_rows(self, run: Run, samples: int, *, source: str = "history") -> list[Row]:
        """At most `samples` whole rows, evenly spread, the first and the last among them."""
        return await HistoryReader(self._columnar, run, source).sampled_rows(samples)

    async def sampled_history(
        self,
        run: Run,
        keys: Sequence[str],
        *,
        samples: int,
        min_step: int | None = None,
        max_step: int | None = None,
    ) -> list[Row]:
        """Rows that have all of `keys` (flattened names), cut down to them; both bounds inclusive."""
        first = -_INT64_MAX if min_step is None else min_step
        last = _INT64_MAX if max_step is None else max_step + 1
        rows = await HistoryReader(self._columnar, run).rows(first, last, _INT64_MAX, list(keys))
        found = history.rows_with_all(rows, keys)
        return found if len(found) <= samples else [found[index] for index in history.even_indices(len(found), samples)]

    async def history_keys_of(self, runs: Sequence[Run]) -> dict[int, HistoryKeys]:
        """Run number → everything it has logged, for many runs of one project at once."""
        return await read_history_keys(self._columnar, runs)

    async def last_step(self, run: Run) -> int | None:
        """The highest step of the run; None when it has no rows."""
        return await HistoryReader(self._columnar, run).last_step()

    async def first_step(self, run: Run) -> int | None:
        """The lowest step of the run; None when it has no rows."""
        return await HistoryReader(self._columnar, run).first_step()

    async def last_values(self, run: Run) -> Row:
        """The last value of each metric on the live branch, as a row with its original nesting; no media."""
        return await read_last_values(self._columnar, run)

    async def statistics(self, run: Run, metrics: Sequence[str], *, ends: bool = True) -> dict[str, dict[str, float]]:
        """Metric → `min`, `max` and `mean` of its values on the live branch, with `ends` `first` and `last` too.

        Unknown metrics are absent.
        """
        return await read_statistics(self._columnar, run, metrics, ends=ends)

    async def tail_row(self, run: Run, source: str = "history") -> Row | None:
        """The last row of a stream; None when it has none."""
        return await HistoryReader(self._columnar, run, source).tail()

    async def system_tails(self, runs: Sequence[Run]) -> dict[int, Row | None]:
        """Run number → the last row of its system metrics, None without; for runs of one project."""
        return await read_system_tails(self._columnar, runs)

    async def size(self, run: Run) -> tuple[int, int | None]:
        """(points, last step) of a run."""
        return await series.read_size(self._columnar, run)

    async def row_count(self, run: Run, source: str = "history") -> int:
        """Rows of a stream on the live branch, those of all writers."""
        return await series.read_row_count(self._columnar, run, source)

    async def rich_keys(self, run: Run) -> list[RichKey]:
        """All media names of a run."""
        return await series.read_rich_keys(self._columnar, run)

    async def rich_values(
        self, run: Run, metric: str, *, first_step: int = 0, limit: int = 100
    ) -> list[StoredRichValue]:
        """Media under one name from `first_step` on, in step order."""
        return await series.read_rich_values(self._columnar, run, metric, first_step, limit)

    async def delete_of_runs(self, run_numbers: Sequence[int]) -> None:
        """Remove everything that runs logged, for good. May be repeated; may take long."""
        for table in (*POINTS_TABLE.values(), "rich_values", "series"):
            await delete_runs(self._columnar, table, run_numbers)
