"""`/entities/{entity}/charts`: chart presets that users made."""

from datetime import datetime
from typing import Any

import orjson
from fastapi import APIRouter
from pydantic import BaseModel

from runlake.model import Principal
from runlake.products.charts import Chart, Charts
from runlake.protocols.native.deps import Caller

_PLACE = "/entities/{entity}/charts"


class ChartRow(BaseModel):
    """A preset in a list. Runs call it `entity/name`."""

    name: str
    display_name: str
    is_public: bool
    created_at: datetime
    may_delete: bool


class ChartList(BaseModel):
    """The presets of an entity, by name."""

    charts: list[ChartRow]


class ChartWithSpec(ChartRow):
    """A preset with its Vega or Vega-Lite specification, whose places `${field:x}` and `${string:title}` are not filled."""

    spec: dict[str, Any]


def chart_routes(charts: Charts) -> APIRouter:
    """The routes of chart presets."""
    router = APIRouter(tags=["charts"])

    @router.get(_PLACE)
    async def list_charts(caller: Caller, entity: str) -> ChartList:
        """The presets of an entity; for its members."""
        return ChartList(charts=[ChartRow(**_row(chart, caller)) for chart in await charts.list(caller, entity)])

    @router.get(_PLACE + "/{name}")
    async def get_chart(caller: Caller, entity: str, name: str) -> ChartWithSpec:
        """A preset; for members of its entity, public ones for everybody who is logged in."""
        chart = await charts.get(caller, entity, name)
        return ChartWithSpec(**_row(chart, caller), spec=orjson.loads(chart.spec_json))

    @router.delete(_PLACE + "/{name}", status_code=204)
    async def delete_chart(caller: Caller, entity: str, name: str) -> None:
        """Delete a preset; for its maker and admins of the entity."""
        await charts.delete(caller, entity, name)

    return router


def _row(chart: Chart, caller: Principal) -> dict[str, Any]:
    return {
        "name": chart.name,
        "display_name": chart.display_name,
        "is_public": chart.is_public,
        "created_at": chart.created_at,
        "may_delete": chart.may_delete(caller),
    }
