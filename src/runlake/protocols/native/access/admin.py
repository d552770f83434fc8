"""The admin API for operators and tests: users, organizations and teams. Every POST may be repeated."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from runlake.model import Role
from runlake.protocols.native.access.users import UserBody, user_body
from runlake.protocols.native.deps import AdminCaller, access_of

RoleName = Literal["viewer", "member", "admin"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PutUser(_Body):
    """A user to make or to change; what is left out keeps its value."""

    username: str
    email: str | None = None
    name: str | None = None
    password: SecretStr | None = None
    admin: bool | None = None
    api_key: SecretStr | None = Field(None, description="A key made elsewhere, at least 20 characters, to be imported.")


class MemberBody(_Body):
    """A user and the role to have."""

    username: str
    role: RoleName


class Members(_Body):
    """Members to add, or whose roles to change."""

    members: list[MemberBody] = Field(default=[], max_length=10_000)

    def roles(self) -> dict[str, Role]:
        return {member.username: Role[member.role.upper()] for member in self.members}


class PutOrganization(Members):
    """An organization to make or to add members to."""

    name: str


class PutTeam(Members):
    """A team to make or to add members to."""

    name: str
    organization: str | None = None


class OrganizationBody(BaseModel):
    """An organization."""

    name: str
    entity: str = Field(description="The entity that owns the organization's own projects.")


class TeamBody(BaseModel):
    """A team."""

    name: str
    organization: str | None


def admin_routes() -> APIRouter:
    """The routes of /admin."""
    router = APIRouter(prefix="/admin", tags=["admin"])
    _add_user_routes(router)
    _add_organization_routes(router)

    @router.post("/teams")
    async def put_team(request: Request, admin: AdminCaller, body: PutTeam) -> TeamBody:
        """Create a team or add members to it; they become members of its organization too."""
        team = await access_of(request).identity.put_team(body.name, body.organization, body.roles())
        return TeamBody(name=team.name, organization=body.organization)

    return router


def _add_user_routes(router: APIRouter) -> None:
    @router.post("/users")
    async def put_user(request: Request, admin: AdminCaller, body: PutUser) -> UserBody:
        """Create a user with a personal entity of the same name, or change the one of that name."""
        user = await access_of(request).identity.put_user(
            body.username,
            email=body.email,
            name=body.name,
            password=body.password.get_secret_value() if body.password else None,
            admin=body.admin,
            api_key=body.api_key.get_secret_value() if body.api_key else None,
        )
        return user_body(user)

    @router.delete("/users/{username}", status_code=204)
    async def delete_user(request: Request, admin: AdminCaller, username: str) -> None:
        """Delete a user with all keys and sessions; the projects of the personal entity become unreachable."""
        await access_of(request).identity.delete_user(username)


def _add_organization_routes(router: APIRouter) -> None:
    @router.post("/organizations")
    async def put_organization(request: Request, admin: AdminCaller, body: PutOrganization) -> OrganizationBody:
        """Create an organization or add members to it."""
        organization = await access_of(request).identity.put_organization(body.name, body.roles())
        return OrganizationBody(name=organization.name, entity=organization.entity_name)

    @router.post("/organizations/{name}/members")
    async def add_members(request: Request, admin: AdminCaller, name: str, body: Members) -> OrganizationBody:
        """Add members to an organization, or change their roles."""
        organization = await access_of(request).identity.add_organization_members(name, body.roles())
        return OrganizationBody(name=organization.name, entity=organization.entity_name)

    @router.delete("/organizations/{name}", status_code=204)
    async def delete_organization(request: Request, admin: AdminCaller, name: str) -> None:
        """Delete an organization and its teams."""
        await access_of(request).identity.delete_organization(name)
