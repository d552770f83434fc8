"""Lists of runs: chosen by their fields in the mirror, filled from the metadata store."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from runlake.errors import InvalidInput
from runlake.products.runs import store
from runlake.products.runs.grouping import GroupsPage, GroupsQuery, read_groups
from runlake.products.runs.metric_definitions import MetricDefinition, agreed_definitions, definitions_in
from runlake.products.runs.records import FieldInfo, RunsPage, RunsQuery
from runlake.products.runs.search import RunSearch
from runlake.query import Filter
from runlake.storage.columnar import Columnar
from runlake.storage.metadata import Metadata

_MAX_PAGE = 1000
_DEFINING_RUNS = 50
_MOST_CONFIG_CHARACTERS = 1_000_000


class Finding:
    """Searches over both stores."""

    def __init__(self, metadata: Metadata, columnar: Columnar) -> None:
        self._metadata = metadata
        self._columnar = columnar

    async def search(self, project_id: int, query: RunsQuery) -> RunsPage:
        """A page of runs with the values of its columns."""
        if not 1 <= query.limit <= _MAX_PAGE:
            raise InvalidInput(f"limit is {query.limit}; it must be from 1 to {_MAX_PAGE}")
        search = RunSearch(self._columnar, project_id)
        page = await search.page(query.filter, query.sort, query.limit, query.cursor)
        list_runs = partial(store.list_by_numbers, run_numbers=page.run_numbers, documents=query.documents)
        rows, values = await asyncio.gather(
            self._metadata.read(list_runs), search.values(page.run_numbers, query.columns)
        )
        by_number = {run.run_number: run for run in rows}
        found = [by_number[number] for number in page.run_numbers if number in by_number]
        return RunsPage(found, page.total, page.next_cursor, values)

    async def count(self, project_id: int, found: Filter | None) -> int:
        """How many runs match."""
        return await RunSearch(self._columnar, project_id).count(found)

    async def fields(self, project_id: int, search: str, prefix: str, limit: int) -> list[FieldInfo]:
        """Field paths that contain `search`."""
        return await RunSearch(self._columnar, project_id).fields(search, prefix, limit)

    async def groups(self, project_id: int, query: GroupsQuery) -> GroupsPage:
        """A page of groups, with statistics over all their runs."""
        return await read_groups(self._columnar, project_id, query)

    async def metric_definitions(
        self, project_id: int, metrics: Sequence[str], run_numbers: Sequence[int] | None
    ) -> Mapping[str, MetricDefinition]:
        """Metric → what charts follow of its definitions in the newest runs."""
        read = partial(
            store.newest_configs,
            project_id=project_id,
            run_numbers=run_numbers,
            limit=_DEFINING_RUNS,
            most_characters=_MOST_CONFIG_CHARACTERS,
        )
        configs = await self._metadata.read(read)
        return await asyncio.to_thread(_agreed, configs, metrics)


def _agreed(configs: Sequence[str], metrics: Sequence[str]) -> Mapping[str, MetricDefinition]:
    return agreed_definitions(map(definitions_in, configs), metrics)
