"""`run.alert()`."""

from typing import Any

from ariadne import MutationType

from runlake.products.alerts import Severity
from runlake.protocols.wandb.graphql.context import Info
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_run
from runlake.protocols.wandb.graphql.translate import Node

mutation = MutationType()


@mutation.field("notifyScriptableRunAlert")
async def notify_run_alert(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Raise an alert on a run; one with the same title within `waitDuration` ms is swallowed, which is success, too."""
    context = context_of(info)
    node = await get_run(context, input["entityName"], input["projectName"], input["runName"])
    await context.services.alerts.raise_run_alert(
        context.principal,
        node.run,
        title=input["title"],
        text=input["text"],
        severity=Severity.parse(input.get("severity")),
        wait_s=(input.get("waitDuration") or 0) / 1000,
    )
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation,)
