"""`…/deliveries`: what automations and alerts sent, and sending it again."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from runlake.products.automations import Automations
from runlake.protocols.native.automations.automation_rows import attempt_row, delivery_row
from runlake.protocols.native.deps import WriteProject

_PLACE = "/projects/{entity}/{project}/deliveries"


def delivery_routes(automations: Automations) -> APIRouter:
    """The routes of the delivery log; for members of the project."""
    router = APIRouter(tags=["automations"])
    an_id = Query(ge=0, lt=2**63)

    @router.get(_PLACE)
    async def list_deliveries(
        target: WriteProject,
        automation_id: Annotated[int | None, an_id] = None,
        before: Annotated[int | None, an_id] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 50,
    ) -> dict[str, Any]:
        """The newest deliveries; `before` is the last `delivery_id` of an earlier page."""
        found = await automations.log.page(
            target.principal, target.project, automation_id=automation_id, before=before, limit=limit
        )
        return {"deliveries": [delivery_row(one) for one in found]}

    @router.get(_PLACE + "/{delivery_id}")
    async def get_delivery(target: WriteProject, delivery_id: int) -> dict[str, Any]:
        """A delivery with its body and every try."""
        found, tries = await automations.log.get(target.principal, target.project, delivery_id)
        return {**delivery_row(found), "body": found.body, "tries": [attempt_row(each) for each in tries]}

    @router.post(_PLACE + "/{delivery_id}/redeliver")
    async def redeliver(target: WriteProject, delivery_id: int) -> dict[str, Any]:
        """Send a delivery that has ended once more, under its old key."""
        return delivery_row(await automations.log.redeliver(target.principal, target.project, delivery_id))

    return router
