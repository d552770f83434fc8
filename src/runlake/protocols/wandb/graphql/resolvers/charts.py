"""Chart presets that users make. Source: protocol notes 6.6; the wandb client 0.31.0, `Api.create_custom_chart`."""

from typing import Any

from ariadne import MutationType

from runlake.errors import InvalidInput
from runlake.products.charts import NewChart
from runlake.protocols.wandb.graphql.context import Info
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of
from runlake.protocols.wandb.graphql.translate import Node

_TYPE = "vega2"
_IS_PUBLIC = {"PRIVATE": False, "PUBLIC": True}

mutation = MutationType()


@mutation.field("createCustomChart")
async def create_chart(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a preset; its id is what `plot_table` names: `entity/name`."""
    context = context_of(info)
    new = _new_chart(input)
    entity_name = input["entity"] or context.default_entity
    chart = await context.services.charts.create(context.principal, entity_name, new)
    return Node(chart=Node(id=chart.path), clientMutationId=input.get("clientMutationId"))


def _new_chart(given: dict[str, Any]) -> NewChart:
    if given["type"] != _TYPE:
        raise InvalidInput(f"{given['type']!r:.40} is not a type of charts: use {_TYPE}, for Vega and Vega-Lite")
    access = given["access"].upper()
    if access not in _IS_PUBLIC:
        raise InvalidInput(f"{given['access']!r:.40} is not an access of charts: use private or public")
    return NewChart(given["name"], given["displayName"], given["spec"], _IS_PUBLIC[access])


BINDABLES = (mutation,)
