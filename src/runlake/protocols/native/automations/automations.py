"""`…/automations`: making, reading, changing and testing automations."""

from collections.abc import Sequence
from typing import Any, Literal, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import InvalidInput, NotFound
from runlake.model import HappeningKind
from runlake.products.artifacts import Collection
from runlake.products.automations import (
    EVENTS,
    Action,
    ActionKind,
    Automation,
    AutomationChange,
    Automations,
    Scope,
    parse,
)
from runlake.protocols.native.automations.automation_rows import automation_row, delivery_row
from runlake.protocols.native.deps import ProjectAccess, WriteProject

_PLACE = "/projects/{entity}/{project}/automations"
_ONE = _PLACE + "/{automation_id}"


class CollectionFinder(Protocol):
    """The artifacts product has it."""

    async def find_collection(self, project_id: int, name: str) -> Collection | None: ...

    async def collection_by_id(self, collection_id: int) -> Collection | None: ...


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ActionBody(_Body):
    """What to do. A payload is of webhooks; title, text and severity are of notifications. All may hold `${variables}`."""

    kind: Literal["webhook", "notification", "nothing"]
    integration_id: int | None = Field(None, ge=1, lt=2**63)
    payload: Any = None
    title: str | None = Field(None, max_length=10_000)
    text: str | None = Field(None, max_length=10_000)
    severity: Literal["INFO", "WARN", "ERROR"] | None = None


class EditAutomation(_Body):
    """What to change; what is left out keeps its value. Event and condition go together."""

    name: str | None = Field(None, min_length=1, max_length=200)
    description: str | None = Field(None, max_length=10_000)
    enabled: bool | None = None
    event: str | None = Field(None, max_length=100)
    condition: dict[str, Any] | None = None
    action: ActionBody | None = None


class NewAutomation(EditAutomation):
    """An automation to make. `collection` narrows it from the project to one collection of artifacts."""

    name: str = Field(min_length=1, max_length=200)
    event: str = Field(max_length=100)
    action: ActionBody
    collection: str | None = Field(None, max_length=1000)


def automation_routes(automations: Automations, collections: CollectionFinder) -> APIRouter:
    """The routes of automations."""
    router = APIRouter(tags=["automations"])
    rows = _Rows(automations, collections)
    _add_lists(router, automations, rows, collections)
    _add_single(router, automations, rows)
    return router


class _Rows:
    def __init__(self, automations: Automations, collections: CollectionFinder) -> None:
        self._automations = automations
        self._collections = collections

    async def many(self, found: Sequence[Automation]) -> list[dict[str, Any]]:
        ids = [one.action.integration_id for one in found if one.action.integration_id is not None]
        integrations = await self._automations.places.by_ids(ids)
        last = await self._automations.last_states([one.automation_id for one in found])
        rows = []
        for one in found:
            name = None
            if one.collection_id is not None:
                collection = await self._collections.collection_by_id(one.collection_id)
                name = "(deleted)" if collection is None else collection.name
            integration = integrations.get(one.action.integration_id or 0)
            rows.append(automation_row(one, name, integration, last.get(one.automation_id)))
        return rows


def _add_lists(router: APIRouter, automations: Automations, rows: _Rows, collections: CollectionFinder) -> None:
    @router.get(_PLACE)
    async def list_automations(target: WriteProject) -> dict[str, Any]:
        """All automations of a project, in the order of making; for members."""
        found = await automations.list_automations(target.principal, [target.project])
        return {"automations": await rows.many(found)}

    @router.post(_PLACE, status_code=201)
    async def create_automation(target: WriteProject, body: NewAutomation) -> dict[str, Any]:
        """Make an automation."""
        project_id = target.project.project_id
        scope = Scope(project_id)
        if body.collection is not None:
            collection = await collections.find_collection(project_id, body.collection)
            if collection is None:
                raise NotFound(f"artifact collection {body.collection[:200]!r} not found in this project")
            scope = Scope(project_id, collection.collection_id)
        created = await automations.create(target.principal, target.project, _change(body, None, scope))
        return (await rows.many([created]))[0]


def _add_single(router: APIRouter, automations: Automations, rows: _Rows) -> None:
    async def get(target: ProjectAccess, automation_id: int) -> Automation:
        return await automations.get(target.principal, target.project, automation_id)

    @router.get(_ONE)
    async def get_automation(target: WriteProject, automation_id: int) -> dict[str, Any]:
        """One automation; for members."""
        return (await rows.many([await get(target, automation_id)]))[0]

    @router.patch(_ONE)
    async def edit_automation(target: WriteProject, automation_id: int, body: EditAutomation) -> dict[str, Any]:
        """Change an automation."""
        found = await get(target, automation_id)
        change = _change(body, found, None)
        changed = await automations.update(target.principal, target.project, found, change)
        return (await rows.many([changed]))[0]

    @router.delete(_ONE, status_code=204)
    async def delete_automation(target: WriteProject, automation_id: int) -> None:
        """Delete an automation; its deliveries stay in the log."""
        await automations.delete(target.principal, target.project, await get(target, automation_id))

    @router.post(_ONE + "/test", status_code=201)
    async def test_automation(target: WriteProject, automation_id: int) -> dict[str, Any]:
        """Fire an automation by hand, whatever its condition; answers with the delivery."""
        found = await get(target, automation_id)
        return delivery_row(await automations.test(target.principal, target.project, found))


def _change(body: EditAutomation, automation: Automation | None, scope: Scope | None) -> AutomationChange:
    event = automation.event if automation else None
    if body.event is not None:
        if body.event not in EVENTS:
            raise InvalidInput(f"{body.event!r} is not an event: use one of {', '.join(sorted(EVENTS))}")
        event = HappeningKind(body.event)
    given = body.condition is not None or body.event is not None
    condition = parse(event, body.condition or {}) if given and event is not None else None
    return AutomationChange(
        name=body.name,
        description=body.description,
        enabled=body.enabled,
        scope=scope,
        event=event,
        condition=condition,
        action=None if body.action is None else _action(body.action),
    )


def _action(body: ActionBody) -> Action:
    return Action(ActionKind(body.kind), body.integration_id, body.payload, body.title, body.text, body.severity)
