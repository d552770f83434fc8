"""`class Charts`: making, finding and deleting chart presets."""

from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, LimitExceeded
from runlake.model import Principal
from runlake.model.clock import Clock
from runlake.products.charts import store
from runlake.products.charts.chart import Chart, NewChart, require_write, unknown, unknown_entity
from runlake.storage.metadata import Metadata

MAX_CHARTS = 1_000
"""Of one entity."""


class Charts:
    """The chart presets of all entities. Every method checks what its caller may see and do."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def create(self, principal: Principal, entity_name: str, new: NewChart) -> Chart:
        """Make a preset, durable on return; the same once more changes nothing.

        Raises NotFound or PermissionDenied, InvalidInput, LimitExceeded; Conflict when another one has the name.
        """
        values = {**new.values(), "user_id": principal.user_id, "created_at": self._clock()}

        def work(connection: Connection) -> Chart:
            entity_id = store.find_entity_id(connection, entity_name)
            require_write(principal, entity_id, entity_name)
            existing = store.find_chart(connection, entity_name, new.name)
            if existing is not None:
                return _same(existing, values)
            if store.count_charts(connection, entity_id or 0) >= MAX_CHARTS:
                raise LimitExceeded(f"{entity_name} has {MAX_CHARTS} charts already: delete some first")
            store.insert_chart(connection, {**values, "entity_id": entity_id})
            return _get(connection, entity_name, new.name)

        return await self._metadata.write(work)

    async def get(self, principal: Principal, entity_name: str, name: str) -> Chart:
        """The preset of that path. Raises NotFound."""
        chart = await self._metadata.read(partial(_get, entity_name=entity_name, name=name))
        chart.require_read(principal)
        return chart

    async def list(self, principal: Principal, entity_name: str) -> "list[Chart]":
        """The presets of an entity, by name; for its members. Raises NotFound for others."""

        def work(connection: Connection) -> list[Chart]:
            entity_id = store.find_entity_id(connection, entity_name)
            if entity_id is None or principal.role_in(entity_id) is None:
                raise unknown_entity(entity_name)
            return store.list_charts(connection, entity_id)

        return await self._metadata.read(work)

    async def delete(self, principal: Principal, entity_name: str, name: str) -> None:
        """Delete a preset: charts that name it show their rows. Raises NotFound, PermissionDenied."""
        chart = await self.get(principal, entity_name, name)
        chart.require_delete(principal)
        await self._metadata.write(partial(store.delete_chart, chart_id=chart.chart_id))


def _get(connection: Connection, entity_name: str, name: str) -> Chart:
    chart = store.find_chart(connection, entity_name, name)
    if chart is None:
        raise unknown(entity_name, name)
    return chart


def _same(existing: Chart, values: dict[str, object]) -> Chart:
    """A client that did not hear the answer asks again."""
    asked = ("display_name", "spec_json", "is_public")
    if any(getattr(existing, name) != values[name] for name in asked):
        raise Conflict(f"there is a chart {existing.path} already: choose another name, or delete that one first")
    return existing
