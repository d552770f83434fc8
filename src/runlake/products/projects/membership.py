"""Roles that users and teams are given in a single project: a registry, or a restricted project."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.model import REGISTRY_PREFIX, MemberRole, Principal, Project, ProjectMembers, Visibility
from runlake.model.clock import Clock, utc_now
from runlake.products.projects import store
from runlake.storage.metadata import Metadata

MAX_MEMBERS = 5000


class Membership:
    """The part of projects that knows who was given a role in one. Its changes are for admins of the project."""

    def __init__(self, metadata: Metadata, clock: Clock = utc_now) -> None:
        self._metadata = metadata
        self._clock = clock

    async def add_members(
        self, principal: Principal, project: Project, user_ids: Sequence[int], team_ids: Sequence[int]
    ) -> Project:
        """Give users and teams the role of a viewer; those who have one keep it.

        The caller has checked that they exist. Raises PermissionDenied, NotFound, LimitExceeded.
        """

        def add(members: ProjectMembers) -> ProjectMembers:
            added = ProjectMembers(
                dict.fromkeys(user_ids, MemberRole.VIEWER) | dict(members.users),
                dict.fromkeys(team_ids, MemberRole.VIEWER) | dict(members.teams),
            )
            if len(added.users) + len(added.teams) > MAX_MEMBERS:
                raise LimitExceeded(f"a project has at most {MAX_MEMBERS} members: give the role to a team")
            return added

        return await self._change(principal, project, add)

    async def remove_members(
        self, principal: Principal, project: Project, user_ids: Sequence[int], team_ids: Sequence[int]
    ) -> Project:
        """Take their roles from users and teams. May be repeated. Raises PermissionDenied, NotFound."""

        def remove(members: ProjectMembers) -> ProjectMembers:
            return ProjectMembers(_without(members.users, user_ids), _without(members.teams, team_ids))

        return await self._change(principal, project, remove)

    async def set_user_role(self, principal: Principal, project: Project, user_id: int, role: str) -> Project:
        """Change a member's role. Raises PermissionDenied, NotFound when not a member, InvalidInput."""
        given = parse_role(role)

        def change(members: ProjectMembers) -> ProjectMembers:
            return replace(members, users=_changed(members.users, user_id, given))

        return await self._change(principal, project, change)

    async def set_team_role(self, principal: Principal, project: Project, team_id: int, role: str) -> Project:
        """Change a team's role. Raises PermissionDenied, NotFound when not a member, InvalidInput."""
        given = parse_role(role)

        def change(members: ProjectMembers) -> ProjectMembers:
            return replace(members, teams=_changed(members.teams, team_id, given))

        return await self._change(principal, project, change)

    async def _change(
        self, principal: Principal, project: Project, change: Callable[[ProjectMembers], ProjectMembers]
    ) -> Project:
        project.require_admin(principal)

        def work(connection: Connection) -> Project:
            current = store.lock_project(connection, project.project_id)
            if current is None:
                raise NotFound("the project was deleted a moment ago")
            members = change(current.members)
            store.update_project(connection, project.project_id, {"members": stored_members(members)}, self._clock())
            return replace(current, members=members)

        return await self._metadata.write(work)


def parse_role(role: str) -> MemberRole:
    """A role by its name, in any case. Raises InvalidInput."""
    try:
        return MemberRole(role.lower())
    except ValueError as error:
        raise InvalidInput(f"{role[:40]!r} is not a role in a project: use one of {', '.join(MemberRole)}") from error


def stored_members(members: ProjectMembers) -> dict[str, dict[str, str]]:
    """The form of members in the column of a project."""
    return {
        kind: {str(member_id): role.value for member_id, role in given.items()}
        for kind, given in (("users", members.users), ("teams", members.teams))
    }


def creators_place(principal: Principal, values: Mapping[str, object]) -> dict[str, object]:
    """Who makes a registry, or a project for some only, becomes an admin of it."""
    is_registry = str(values.get("name", "")).startswith(REGISTRY_PREFIX)
    if not is_registry and values.get("visibility") != Visibility.RESTRICTED.value:
        return {}
    return {"members": stored_members(ProjectMembers({principal.user_id: MemberRole.ADMIN}))}


def _without(given: Mapping[int, MemberRole], ids: Sequence[int]) -> dict[int, MemberRole]:
    return {member_id: role for member_id, role in given.items() if member_id not in ids}


def _changed(given: Mapping[int, MemberRole], member_id: int, role: MemberRole) -> dict[int, MemberRole]:
    if member_id not in given:
        raise NotFound("there is no such member of the project: add it first")
    return {**given, member_id: role}
