"""Making, changing and deleting automations."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, LimitExceeded, NotFound
from runlake.model import HappeningKind, Principal, Project, Role
from runlake.model.clock import Clock
from runlake.model.texts import check_texts
from runlake.products.automations import conditions
from runlake.products.automations.conditions import RUN_EVENTS
from runlake.products.automations.records import (
    Action,
    ActionKind,
    Automation,
    AutomationChange,
    DeliveryState,
    IntegrationKind,
    Scope,
)
from runlake.products.automations.store import integrations, outbox, rules
from runlake.products.automations.templates import check_payload
from runlake.storage.metadata import Metadata, Work

T = TypeVar("T")

MAX_AUTOMATIONS = 1000
"""In one project."""
MAX_NAME_CHARS = 200
MAX_TEXT_CHARS = 10_000
_SEVERITIES = ("INFO", "WARN", "ERROR")


class Editing:
    """The rules. Every method checks what its caller may see and do."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def list_automations(self, principal: Principal, projects: Sequence[Project]) -> list[Automation]:
        """The automations of those of the projects that the caller may write to, in the order of making.

        Addresses and payloads are not for viewers.
        """
        own = [project.project_id for project in projects if (project.role_of(principal) or 0) >= Role.MEMBER]
        return await self._metadata.read(partial(rules.list_automations, project_ids=own))

    async def find(self, automation_id: int) -> Automation | None:
        """The automation of that id; the caller checks the project."""
        return await self._metadata.read(partial(rules.find_automation, automation_id=automation_id))

    async def get(self, principal: Principal, project: Project, automation_id: int) -> Automation:
        """The automation of that id in a project; for members. Raises NotFound, PermissionDenied."""
        project.require_write(principal)
        found = await self.find(automation_id)
        if found is None or found.project_id != project.project_id:
            raise NotFound(f"automation {automation_id} not found, or you may not see it")
        return found

    async def last_states(self, automation_ids: Sequence[int]) -> dict[int, DeliveryState]:
        """How the newest delivery of each automation stands; those that never fired are absent."""
        return await self._metadata.read(partial(outbox.last_states, automation_ids=automation_ids))

    async def create(self, principal: Principal, project: Project, change: AutomationChange) -> Automation:
        """Make an automation, durable on return; it hears of what happens from now on.

        Raises PermissionDenied, InvalidInput, NotFound (the integration), Conflict (the name is taken), LimitExceeded.
        """
        project.require_write(principal)
        if change.name is None or change.event is None or change.condition is None or change.action is None:
            raise InvalidInput("an automation needs a name, an event and an action")
        scope = change.scope or Scope(project.project_id)
        _check(change.name, change.description, change.event, change.condition, scope, change.action)
        now = self._clock()
        values = {
            **_scope_columns(scope),
            "name": change.name,
            "description": change.description,
            "enabled": change.enabled is not False,
            "event": change.event.value,
            "condition": conditions.encode(change.condition),
            "foreign_filter": change.foreign_filter,
            **rules.columns_of_action(change.action),
            "created_by": principal.user_id,
            "created_at": now,
            "updated_at": now,
        }
        action = change.action

        def work(connection: Connection) -> Automation:
            _require_integration(connection, project, action)
            if rules.count_automations(connection, scope.project_id) >= MAX_AUTOMATIONS:
                raise LimitExceeded(f"a project has at most {MAX_AUTOMATIONS} automations: delete some first")
            return rules.insert_automation(connection, values)

        return await self._with_free_name(work, change.name)

    async def update(
        self, principal: Principal, project: Project, automation: Automation, change: AutomationChange
    ) -> Automation:
        """Change what is given, durable on return. A new condition looks at what comes from now on.

        `project` is the one that the automation is in; a new scope must be in a project of the same entity, which the
        caller has checked. Raises as `create`.
        """
        project.require_write(principal)
        scope = change.scope or Scope(automation.project_id, automation.collection_id)
        event = change.event or automation.event
        condition = change.condition or automation.condition
        action = change.action or automation.action
        name = automation.name if change.name is None else change.name
        _check(name, change.description, event, condition, scope, action)
        values: dict[str, object] = {
            **_scope_columns(scope),
            "name": name,
            "event": event.value,
            "condition": conditions.encode(condition),
            "foreign_filter": change.foreign_filter if change.condition else automation.foreign_filter,
            **rules.columns_of_action(action),
            "updated_at": self._clock(),
        }
        given = {"description": change.description, "enabled": change.enabled}
        values |= {key: value for key, value in given.items() if value is not None}

        def work(connection: Connection) -> Automation | None:
            _require_integration(connection, project, action)
            rules.forget_watches(connection, automation.automation_id)
            return rules.update_automation(connection, automation.automation_id, values)

        changed = await self._with_free_name(work, name)
        if changed is None:
            raise NotFound(f"automation {automation.automation_id} was deleted a moment ago")
        return changed

    async def delete(self, principal: Principal, project: Project, automation: Automation) -> None:
        """Delete an automation; its delivery log stays. Raises NotFound when it is gone already."""
        project.require_write(principal)
        if not await self._metadata.write(partial(rules.delete_automation, automation_id=automation.automation_id)):
            raise NotFound(f"automation {automation.automation_id} was deleted a moment ago")

    async def _with_free_name(self, work: Work[T], name: str) -> T:
        try:
            return await self._metadata.write(work)
        except Conflict as error:
            raise Conflict(f"there is an automation {name!r} in this scope already: choose another name") from error


def _check(
    name: str,
    description: str | None,
    event: HappeningKind,
    condition: conditions.Condition,
    scope: Scope,
    action: Action,
) -> None:
    check_texts({"name": name, "description": description, "title": action.title, "text": action.text})
    if not name.strip() or len(name) > MAX_NAME_CHARS:
        raise InvalidInput(f"an automation needs a name of at most {MAX_NAME_CHARS} characters")
    if any(len(text or "") > MAX_TEXT_CHARS for text in (description, action.title, action.text)):
        raise InvalidInput(f"description, title and text may have at most {MAX_TEXT_CHARS} characters")
    conditions.check(event, condition)
    if scope.collection_id is not None and event in RUN_EVENTS:
        raise InvalidInput(f"the event {event} is of runs: its scope must be a project, not a collection")
    if (action.kind is ActionKind.NOTHING) != (action.integration_id is None):
        raise InvalidInput(f"the action {action.kind} {'has no' if action.integration_id else 'needs an'} integration")
    if action.severity not in (None, *_SEVERITIES):
        raise InvalidInput(f"severity {action.severity!r:.40} is not one of {', '.join(_SEVERITIES)}")
    check_payload(action.payload)


def _scope_columns(scope: Scope) -> dict[str, object]:
    return {"project_id": scope.project_id, "collection_id": scope.collection_id, "scope_key": scope.key}


def _require_integration(connection: Connection, project: Project, action: Action) -> None:
    if action.integration_id is None:
        return
    found = integrations.find_integration(connection, action.integration_id)
    if found is None or found.entity_id != project.entity_id:
        raise NotFound(f"{project.entity_name} has no integration of that id: list its integrations")
    if action.kind is ActionKind.WEBHOOK and found.kind is not IntegrationKind.WEBHOOK:
        raise InvalidInput(f"the integration {found.name!r} is not a webhook: use the action notification")
