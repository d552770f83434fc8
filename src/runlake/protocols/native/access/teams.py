"""Teams and who belongs to them: /teams, /entities/{entity}/members and what its admins do there."""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import Conflict, PermissionDenied
from runlake.model import Principal, Role
from runlake.products.identity import EntityKind, Identity, Invite, Member, Membership
from runlake.protocols.native.deps import Caller, access_of

RoleName = Literal["viewer", "member", "admin"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MemberRow(BaseModel):
    """A member."""

    username: str
    name: str
    email: str | None
    role: RoleName
    kind: Literal["user", "service"]


class InviteRow(BaseModel):
    """A place that waits for a user with this address."""

    invite_id: int
    email: str
    role: RoleName
    created_at: datetime


class MemberList(BaseModel):
    """Who belongs to a team, by name, and who is invited (for its admins)."""

    members: list[MemberRow]
    invites: list[InviteRow]


class NewRole(_Body):
    """What a member may do from now on."""

    role: RoleName


class NewInvite(_Body):
    """Somebody to let into a team."""

    username_or_email: str = Field(min_length=1, max_length=320)
    role: RoleName = "member"


class Invited(BaseModel):
    """Either the new member, or the place that waits for one."""

    member: MemberRow | None = None
    invite: InviteRow | None = None


class NewServiceAccount(_Body):
    """A machine that works for a team."""

    name: str = Field(min_length=1, max_length=200)


class ServiceAccount(BaseModel):
    """A new service account. The key is in this answer and nowhere else."""

    username: str
    api_key: str


class NewTeam(_Body):
    """A team to make."""

    name: str
    organization: str | None = None


class TeamRow(BaseModel):
    """A team, and the caller's role in it."""

    name: str
    role: RoleName


class TeamList(BaseModel):
    """The caller's teams, by name."""

    teams: list[TeamRow]


def team_routes() -> APIRouter:
    """The routes of teams and their members."""
    router = APIRouter(tags=["teams"])
    _add_team_routes(router)
    _add_member_routes(router)
    _add_invite_routes(router)
    return router


def _add_team_routes(router: APIRouter) -> None:
    @router.get("/teams")
    async def list_teams(request: Request, caller: Caller) -> TeamList:
        """The teams that the caller belongs to."""
        memberships = await _identity(request).entities_of(caller.user_id)
        return TeamList(teams=[_team_row(item) for item in memberships if item.entity.kind is EntityKind.TEAM])

    @router.post("/teams", status_code=201)
    async def create_team(request: Request, caller: Caller, body: NewTeam) -> TeamRow:
        """Make a team with the caller as its admin; for admins of the server, or of the organization named."""
        identity = _identity(request)
        await _require_may_create(identity, caller, body.organization)
        if await identity.find_entity(body.name) is not None:
            raise Conflict(f"the name {body.name!r} is taken: choose another one for the team")
        team = await identity.put_team(body.name, body.organization, {caller.username: Role.ADMIN})
        return TeamRow(name=team.name, role="admin")


def _add_member_routes(router: APIRouter) -> None:
    @router.get("/entities/{entity}/members")
    async def list_members(request: Request, caller: Caller, entity: str) -> MemberList:
        """Who belongs to a team; for its members."""
        identity = _identity(request)
        team = await identity.get_team(caller, entity)
        members = await identity.list_members(team.entity_id)
        is_admin = caller.role_in(team.entity_id) is Role.ADMIN
        invites = await identity.list_invites(team.entity_id) if is_admin else []
        return MemberList(
            members=[_member_row(member) for member in members],
            invites=[_invite_row(invite) for invite in invites],
        )

    @router.put("/entities/{entity}/members/{username}")
    async def set_role(request: Request, caller: Caller, entity: str, username: str, body: NewRole) -> MemberRow:
        """Change a member's role; for admins of the team."""
        team = await _identity(request).get_team(caller, entity, to_change=True)
        return _member_row(await _identity(request).set_role(team, username, Role[body.role.upper()]))

    @router.delete("/entities/{entity}/members/{username}", status_code=204)
    async def remove_member(request: Request, caller: Caller, entity: str, username: str) -> None:
        """Take a member out of the team, or delete a service account; for admins, and for oneself."""
        leaves = username == caller.username
        team = await _identity(request).get_team(caller, entity, to_change=not leaves)
        await _identity(request).dismiss(team, username)


def _add_invite_routes(router: APIRouter) -> None:
    @router.post("/entities/{entity}/invites", status_code=201)
    async def invite(request: Request, caller: Caller, entity: str, body: NewInvite) -> Invited:
        """Let somebody in: a user is a member at once, an address that nobody has waits; for admins of the team."""
        team = await _identity(request).get_team(caller, entity, to_change=True)
        role = Role[body.role.upper()]
        found = await _identity(request).invite(caller, team, body.username_or_email.strip(), role)
        if isinstance(found, Invite):
            return Invited(invite=_invite_row(found))
        return Invited(member=_member_row(found))

    @router.delete("/entities/{entity}/invites/{invite_id}", status_code=204)
    async def withdraw_invite(request: Request, caller: Caller, entity: str, invite_id: int) -> None:
        """End an invitation; for admins of the team."""
        team = await _identity(request).get_team(caller, entity, to_change=True)
        await _identity(request).withdraw_invite(team, invite_id)

    @router.post("/entities/{entity}/service-accounts", status_code=201)
    async def create_service_account(
        request: Request, caller: Caller, entity: str, body: NewServiceAccount
    ) -> ServiceAccount:
        """Make an account for a machine, with a key that is shown only now; for admins of the team."""
        team = await _identity(request).get_team(caller, entity, to_change=True)
        user, secret = await _identity(request).create_service_account(caller, team, body.name)
        return ServiceAccount(username=user.username, api_key=secret)


async def _require_may_create(identity: Identity, caller: Principal, organization: str | None) -> None:
    found = await identity.find_organization(organization) if organization else None
    if caller.is_admin or (found is not None and caller.role_in(found.entity_id) is Role.ADMIN):
        return
    raise PermissionDenied("only admins of the server, or of the organization named, may create teams")


def _identity(request: Request) -> Identity:
    return access_of(request).identity


def _team_row(membership: Membership) -> TeamRow:
    return TeamRow(name=membership.entity.name, role=_role_name(membership.role))


def _member_row(member: Member) -> MemberRow:
    return MemberRow(
        username=member.user.username,
        name=member.user.name,
        email=member.user.email,
        role=_role_name(member.role),
        kind="service" if member.user.kind == "service" else "user",
    )


def _invite_row(invite: Invite) -> InviteRow:
    return InviteRow(
        invite_id=invite.invite_id, email=invite.email, role=_role_name(invite.role), created_at=invite.created_at
    )


def _role_name(role: Role) -> RoleName:
    names: dict[Role, RoleName] = {Role.VIEWER: "viewer", Role.MEMBER: "member", Role.ADMIN: "admin"}
    return names[role]
