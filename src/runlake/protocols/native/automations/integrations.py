"""Where things are sent: integrations and secrets of an entity, channels of alerts."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from runlake.errors import NotFound
from runlake.model import Principal
from runlake.products.automations import Automations, Channel, IntegrationKind
from runlake.protocols.native.automations.automation_rows import channel_row, integration_row
from runlake.protocols.native.deps import Caller, ReadProject, WriteProject, access_of

_ENTITY = "/entities/{entity}"
_CHANNELS = "/projects/{entity}/{project}/alert-channels"

_Value = Annotated[str, StringConstraints(max_length=8192)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewIntegration(_Body):
    """Values of a webhook: url, secret, access_token, secret_ref, access_token_ref; of Slack: url, team, channel; of
    e-mail: address.
    """

    kind: Literal["webhook", "slack", "email"]
    name: str = Field(min_length=1, max_length=200)
    values: dict[Annotated[str, StringConstraints(max_length=100)], _Value]


class EditIntegration(_Body):
    """What to change; secrets that are left out stay, empty ones go."""

    name: str | None = Field(None, min_length=1, max_length=200)
    values: dict[Annotated[str, StringConstraints(max_length=100)], _Value] = Field(default_factory=dict)


class SecretValue(_Body):
    """A secret. It cannot be read again."""

    value: str = Field(min_length=1, max_length=8192)


class NewChannel(_Body):
    """Alerts that are as severe, or more, are told to an integration."""

    integration_id: int = Field(ge=1, lt=2**63)
    least_severity: Literal["INFO", "WARN", "ERROR"] = "INFO"


def integration_routes(automations: Automations) -> APIRouter:
    """The routes of integrations, secrets and channels."""
    router = APIRouter(tags=["automations"])
    _add_integrations(router, automations)
    _add_secrets(router, automations)
    _add_channels(router, automations)
    return router


async def _entity_id(request: Request, caller: Principal, name: str) -> int:
    found = await access_of(request).identity.find_entity(name)
    if found is None or caller.role_in(found.entity_id) is None:
        raise NotFound(f"entity {name[:200]!r} not found, or you may not see it")
    return found.entity_id


def _add_integrations(router: APIRouter, automations: Automations) -> None:
    places = automations.places

    @router.get(_ENTITY + "/integrations")
    async def list_integrations(request: Request, caller: Caller, entity: str) -> dict[str, Any]:
        """Where an entity can send to; viewers see none. Addresses of Slack and secrets are not shown to anybody."""
        found = await places.list_integrations(caller, await _entity_id(request, caller, entity))
        return {"integrations": [integration_row(one) for one in found]}

    @router.post(_ENTITY + "/integrations", status_code=201)
    async def create_integration(request: Request, caller: Caller, entity: str, body: NewIntegration) -> dict[str, Any]:
        """Make an integration; for admins of the entity."""
        entity_id = await _entity_id(request, caller, entity)
        made = await places.create(caller, entity_id, IntegrationKind(body.kind), body.name, body.values)
        return integration_row(made)

    @router.patch(_ENTITY + "/integrations/{integration_id}")
    async def edit_integration(
        request: Request, caller: Caller, entity: str, integration_id: int, body: EditIntegration
    ) -> dict[str, Any]:
        """Change an integration; for admins of the entity."""
        entity_id = await _entity_id(request, caller, entity)
        return integration_row(await places.update(caller, entity_id, integration_id, body.name, body.values))

    @router.delete(_ENTITY + "/integrations/{integration_id}", status_code=204)
    async def delete_integration(request: Request, caller: Caller, entity: str, integration_id: int) -> None:
        """Delete an integration that no automation sends to; for admins of the entity."""
        await places.delete(caller, await _entity_id(request, caller, entity), integration_id)


def _add_secrets(router: APIRouter, automations: Automations) -> None:
    places = automations.places

    @router.get(_ENTITY + "/secrets")
    async def list_secrets(request: Request, caller: Caller, entity: str) -> dict[str, Any]:
        """The names of an entity's secrets; viewers see none."""
        return {"secrets": await places.list_secrets(caller, await _entity_id(request, caller, entity))}

    @router.put(_ENTITY + "/secrets/{name}", status_code=204)
    async def put_secret(
        request: Request, caller: Caller, entity: str, name: Annotated[str, Path(max_length=200)], body: SecretValue
    ) -> None:
        """Store or replace a secret; for admins of the entity."""
        await places.put_secret(caller, await _entity_id(request, caller, entity), name, body.value)

    @router.delete(_ENTITY + "/secrets/{name}", status_code=204)
    async def delete_secret(request: Request, caller: Caller, entity: str, name: str) -> None:
        """Delete a secret; deliveries that need it fail from then on."""
        await places.delete_secret(caller, await _entity_id(request, caller, entity), name)


def _add_channels(router: APIRouter, automations: Automations) -> None:
    channels = automations.channels

    async def rows(found: Sequence[Channel]) -> list[dict[str, Any]]:
        integrations = await automations.places.by_ids([one.integration_id for one in found])
        return [channel_row(one, integrations) for one in found]

    @router.get(_CHANNELS)
    async def list_project_channels(target: ReadProject) -> dict[str, Any]:
        """Where alerts of all runs of a project are told."""
        return {"channels": await rows(await channels.of_project(target.principal, target.project))}

    @router.post(_CHANNELS, status_code=201)
    async def add_project_channel(target: WriteProject, body: NewChannel) -> dict[str, Any]:
        """Tell alerts of a project's runs to an integration of its entity."""
        made = await channels.add(target.principal, target.project, body.integration_id, body.least_severity)
        return (await rows([made]))[0]

    @router.delete(_CHANNELS + "/{channel_id}", status_code=204)
    async def delete_project_channel(target: WriteProject, channel_id: int) -> None:
        """Tell no more."""
        await channels.delete(target.principal, target.project, channel_id)

    @router.get("/alert-channels")
    async def list_own_channels(caller: Caller) -> dict[str, Any]:
        """Where alerts of the caller's own runs are told."""
        return {"channels": await rows(await channels.of_user(caller))}

    @router.post("/alert-channels", status_code=201)
    async def add_own_channel(caller: Caller, body: NewChannel) -> dict[str, Any]:
        """Tell alerts of the caller's own runs, in all projects, to an integration of an entity the caller is in."""
        return (await rows([await channels.add(caller, None, body.integration_id, body.least_severity)]))[0]

    @router.delete("/alert-channels/{channel_id}", status_code=204)
    async def delete_own_channel(caller: Caller, channel_id: int) -> None:
        """Tell no more."""
        await channels.delete(caller, None, channel_id)
