"""Registries: shelves of an organization to which versions are promoted. What lies on them: the routes of artifacts."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import Conflict, NotFound
from runlake.model import REGISTRY_PREFIX, Role, Visibility
from runlake.products.projects import ProjectChange
from runlake.protocols.native.artifacts.registry_views import RegistryViews
from runlake.protocols.native.deps import Caller, ReadProject, access_of

_REGISTRY = "/projects/{entity}/{project}/registry"
_Name = Annotated[str, Field(min_length=1, max_length=128)]
_Description = Annotated[str | None, Field(max_length=100_000)]
_Reach = Literal["private", "restricted"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewRegistry(_Body):
    """A registry to make. `types`: the artifact types that it takes, none given means all."""

    organization: _Name
    name: Annotated[str, Field(min_length=1, max_length=128 - len(REGISTRY_PREFIX))]
    description: _Description = None
    visibility: _Reach = "private"
    types: Annotated[list[_Name], Field(max_length=100)] = []


class RegistryEdit(_Body):
    """What to change of a registry; what is left out keeps its value."""

    description: _Description = None
    visibility: _Reach | None = None
    allows_all_types: bool | None = None
    types_to_add: Annotated[list[_Name], Field(max_length=100)] = []
    protected_aliases: Annotated[list[_Name] | None, Field(max_length=50)] = None


def registry_routes(views: RegistryViews) -> APIRouter:
    """The routes of registries themselves."""
    router = APIRouter(tags=["registries"])
    _add_list(router, views)
    _add_single(router, views)
    return router


def _add_list(router: APIRouter, views: RegistryViews) -> None:
    @router.get("/registries")
    async def list_registries(
        request: Request, caller: Caller, organization: Annotated[str | None, Query(max_length=128)] = None
    ) -> dict[str, Any]:
        """The registries that the caller may read, by organization and name, and the caller's organizations."""
        projects = await access_of(request).projects.list(caller)
        rows = await views.rows([each for each in projects if each.is_registry], caller)
        chosen = [row for row in rows if organization in (None, row["organization"])]
        own = await views.identity.organizations_of(caller.user_id)
        return {
            "registries": sorted(chosen, key=lambda row: (row["organization"], row["name"])),
            "organizations": [
                {
                    "name": each.name,
                    "entity": each.entity_name,
                    "may_create": (caller.role_in(each.entity_id) or Role.VIEWER) >= Role.MEMBER,
                }
                for each in own
            ],
        }

    @router.post("/registries", status_code=201)
    async def create_registry(request: Request, caller: Caller, body: NewRegistry) -> dict[str, Any]:
        """Make a registry, with the caller as its admin; for members of the organization."""
        owner = await views.identity.find_organization(body.organization)
        if owner is None or caller.role_in(owner.entity_id) is None:
            raise NotFound(f"organization {body.organization!r} not found, or you are not in it")
        change = ProjectChange(
            description=body.description, visibility=Visibility(body.visibility), allows_all_types=not body.types
        )
        name = REGISTRY_PREFIX + body.name
        projects = access_of(request).projects
        if await projects.find(owner.entity_name, name) is not None:
            raise Conflict(f"there is a registry {body.name!r} in {owner.name} already")
        registry, _ = await projects.put(caller, owner.entity_name, name, change)
        for kind in body.types:
            await views.artifacts.changing.put_type(registry.project_id, kind)
        return {"registry": await views.row(registry, caller)}


def _add_single(router: APIRouter, views: RegistryViews) -> None:
    @router.get(_REGISTRY)
    async def get_registry(target: ReadProject) -> dict[str, Any]:
        """One registry, with the types that it takes and its protected aliases."""
        return {"registry": await views.row(target.project, target.principal)}

    @router.patch(_REGISTRY)
    async def edit_registry(request: Request, target: ReadProject, body: RegistryEdit) -> dict[str, Any]:
        """Change a registry: members its description, its admins all of it."""
        await views.row(target.project, target.principal)
        if body.protected_aliases is not None or body.types_to_add:
            target.project.require_admin(target.principal)
        change = ProjectChange(
            description=body.description,
            visibility=None if body.visibility is None else Visibility(body.visibility),
            allows_all_types=body.allows_all_types,
        )
        registry = await access_of(request).projects.update(target.principal, target.project, change)
        for kind in body.types_to_add:
            await views.artifacts.changing.put_type(registry.project_id, kind)
        if body.protected_aliases is not None:
            await views.artifacts.promoting.protect(registry.project_id, body.protected_aliases)
        return {"registry": await views.row(registry, target.principal)}
