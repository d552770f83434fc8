"""`…/members`: users and teams that were given a role in one project, a registry most of all."""

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from runlake.errors import NotFound
from runlake.model import Project
from runlake.products.identity import Entity, EntityKind, User
from runlake.protocols.native.deps import AdminProject, ReadProject, access_of

_MEMBERS = "/projects/{entity}/{project}/members"


class GivenRole(BaseModel):
    """What a member may do here from now on."""

    model_config = ConfigDict(extra="forbid")
    role: Literal["viewer", "restricted_viewer", "member", "admin"]


def project_member_routes() -> APIRouter:
    """The routes of roles given in a single project."""
    router = APIRouter(tags=["registries"])

    @router.get(_MEMBERS)
    async def list_project_members(request: Request, target: ReadProject) -> dict[str, Any]:
        """Who was given a role in this project, by name. The roles of its entity come beside these."""
        return await _rows(request, target.project)

    _add_users(router)
    _add_teams(router)
    return router


def _add_users(router: APIRouter) -> None:
    @router.put(_MEMBERS + "/users/{username}")
    async def give_user_role(request: Request, target: AdminProject, username: str, body: GivenRole) -> dict[str, Any]:
        """Give a user a role here, or change it; for admins of the project."""
        projects, user = access_of(request).projects, await _user(request, username)
        await projects.add_members(target.principal, target.project, [user.user_id], [])
        changed = await projects.set_user_role(target.principal, target.project, user.user_id, body.role)
        return await _rows(request, changed)

    @router.delete(_MEMBERS + "/users/{username}", status_code=204)
    async def take_user_role(request: Request, target: AdminProject, username: str) -> None:
        """Take a user's role away; for admins of the project."""
        user = await _user(request, username)
        await access_of(request).projects.remove_members(target.principal, target.project, [user.user_id], [])


def _add_teams(router: APIRouter) -> None:
    @router.put(_MEMBERS + "/teams/{team}")
    async def give_team_role(request: Request, target: AdminProject, team: str, body: GivenRole) -> dict[str, Any]:
        """Give all members of a team a role here, or change it; for admins of the project."""
        projects, entity = access_of(request).projects, await _team(request, team)
        await projects.add_members(target.principal, target.project, [], [entity.entity_id])
        changed = await projects.set_team_role(target.principal, target.project, entity.entity_id, body.role)
        return await _rows(request, changed)

    @router.delete(_MEMBERS + "/teams/{team}", status_code=204)
    async def take_team_role(request: Request, target: AdminProject, team: str) -> None:
        """Take a team's role away; for admins of the project."""
        entity = await _team(request, team)
        await access_of(request).projects.remove_members(target.principal, target.project, [], [entity.entity_id])


async def _rows(request: Request, project: Project) -> dict[str, Any]:
    identity, members = access_of(request).identity, project.members
    users = await identity.users_by_id(list(members.users))
    teams = await identity.entities_by_id(list(members.teams))
    return {
        "users": sorted(
            (
                {"username": users[each].username, "name": users[each].name, "role": role.value}
                for each, role in members.users.items()
                if each in users
            ),
            key=lambda row: row["username"],
        ),
        "teams": sorted(
            ({"team": teams[each].name, "role": role.value} for each, role in members.teams.items() if each in teams),
            key=lambda row: row["team"],
        ),
    }


async def _user(request: Request, username: str) -> User:
    found = await access_of(request).identity.find_user(username)
    if found is None:
        raise NotFound(f"there is no user {username[:100]!r}")
    return found


async def _team(request: Request, name: str) -> Entity:
    found = await access_of(request).identity.find_entity(name)
    if found is None or found.kind is not EntityKind.TEAM:
        raise NotFound(f"there is no team {name[:100]!r}")
    return found
