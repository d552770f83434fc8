"""Entities, teams, organizations and who belongs to them."""

from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, NotFound
from runlake.model import Role
from runlake.products.identity import rules
from runlake.products.identity.records import Entity, EntityKind, Member, Membership, Organization
from runlake.products.identity.shared import IdentityPart
from runlake.products.identity.store import entities, users


class Groups(IdentityPart):
    """The part of identity that knows entities. `members` always maps user names to roles."""

    async def find_entity(self, name: str) -> Entity | None:
        """The user, team or organization entity of that name."""
        return await self._read(partial(entities.find_entity, name=name))

    async def entity_of(self, entity_id: int) -> Entity | None:
        """The entity of that id, unless deleted."""
        return await self._read(partial(entities.find_entity_by_id, entity_id=entity_id))

    async def entities_by_id(self, entity_ids: list[int]) -> dict[int, Entity]:
        """Entities of these ids, without deleted ones."""
        return await self._read(partial(entities.entities_by_id, entity_ids=entity_ids))

    async def entities_of(self, user_id: int) -> list[Membership]:
        """The user's own entity, teams and organizations, with the role in each; by name."""
        return await self._read(partial(entities.list_memberships, user_id=user_id))

    async def list_members(self, entity_id: int) -> list[Member]:
        """The members of an entity, by name."""

        def work(connection: Connection) -> list[Member]:
            roles = entities.list_member_ids(connection, entity_id)
            found = users.list_users_by_id(connection, list(roles))
            return [Member(user, roles[user.user_id]) for user in found]

        return sorted(await self._read(work), key=lambda member: member.user.username)

    async def put_member(self, entity_id: int, username: str, role: Role) -> None:
        """Add a user to a team or organization, or change the role. Raises NotFound, InvalidInput."""

        def work(connection: Connection) -> None:
            entity = _get_group(connection, entity_id)
            _put_members(connection, entity, {username: role})

        await self._write(work)

    async def remove_member(self, entity_id: int, username: str) -> None:
        """Take a user out of a team or organization. Raises NotFound, InvalidInput."""

        def work(connection: Connection) -> None:
            _get_group(connection, entity_id)
            user = users.find_user(connection, username)
            if user is None or not entities.delete_member(connection, entity_id, user.user_id):
                raise NotFound(f"{username!r} is not a member")

        await self._write(work)

    async def find_organization(self, name: str) -> Organization | None:
        """The organization of that name (not of its entity's)."""
        return await self._read(partial(entities.find_organization, name=name))

    async def organization_of(self, organization_id: int) -> Organization | None:
        """The organization of that id, unless deleted."""
        return await self._read(partial(entities.find_organization_by_id, organization_id=organization_id))

    async def organizations_of(self, user_id: int) -> list[Organization]:
        """The organizations a user belongs to, by name."""
        return await self._read(partial(entities.list_organizations, user_id=user_id))

    async def teams_of(self, organization_id: int) -> list[Entity]:
        """The teams of an organization, by name."""
        return await self._read(partial(entities.list_teams, organization_id=organization_id))

    async def put_organization(self, name: str, members: Mapping[str, Role]) -> Organization:
        """Create the organization, or add members to the one of that name. May be repeated.

        Raises NotFound for an unknown user, Conflict when the name of its entity is taken.
        """
        rules.checked_entity_name(name)
        entity_name = rules.organization_entity_name(name)

        def work(connection: Connection) -> Organization:
            organization = entities.find_organization(connection, name)
            if organization is None:
                organization = entities.insert_organization(connection, name, entity_name, self._clock())
            _put_members(connection, _get_group(connection, organization.entity_id), members)
            return organization

        return await self._write(work)

    async def add_organization_members(self, name: str, members: Mapping[str, Role]) -> Organization:
        """Add members to an organization, or change their roles. Raises NotFound."""

        def work(connection: Connection) -> Organization:
            organization = _get_organization(connection, name)
            _put_members(connection, _get_group(connection, organization.entity_id), members)
            return organization

        return await self._write(work)

    async def delete_organization(self, name: str) -> None:
        """Delete an organization and its teams. Their projects can no longer be reached. Raises NotFound."""

        def work(connection: Connection) -> None:
            entities.delete_organization(connection, _get_organization(connection, name), self._clock())

        await self._write(work)

    async def put_team(self, name: str, organization: str | None, members: Mapping[str, Role]) -> Entity:
        """Create the team, or add members to the one of that name. May be repeated.

        Members of a team become members of its organization too. Raises NotFound for an unknown user or organization,
        Conflict when the name is taken, or is a team of another organization.
        """
        rules.checked_entity_name(name)

        def work(connection: Connection) -> Entity:
            owner = None if organization is None else _get_organization(connection, organization)
            organization_id = None if owner is None else owner.organization_id
            team = entities.find_entity(connection, name)
            if team is None:
                team = entities.insert_entity(connection, name, EntityKind.TEAM, organization_id, self._clock())
            if team.kind != EntityKind.TEAM or team.organization_id != organization_id:
                raise Conflict(f"the name {name!r} is taken: choose another one for the team")
            _put_members(connection, team, members)
            return team

        return await self._write(work)


def _get_organization(connection: Connection, name: str) -> Organization:
    organization = entities.find_organization(connection, name)
    if organization is None:
        raise NotFound(f"there is no organization {name!r}")
    return organization


def _get_group(connection: Connection, entity_id: int) -> Entity:
    entity = entities.find_entity_by_id(connection, entity_id)
    if entity is None:
        raise NotFound("there is no such team or organization")
    if entity.kind == EntityKind.USER:
        raise InvalidInput(f"{entity.name} is a user's own entity: make a team to work together")
    return entity


def _put_members(connection: Connection, entity: Entity, members: Mapping[str, Role]) -> None:
    for username, role in members.items():
        user = users.find_user(connection, username)
        if user is None:
            raise NotFound(f"there is no user {username!r}")
        entities.put_member(connection, entity.entity_id, user.user_id, role)
        if entity.kind == EntityKind.TEAM and entity.organization_id is not None:
            _join_organization(connection, entity.organization_id, user.user_id, role)


def _join_organization(connection: Connection, organization_id: int, user_id: int, role: Role) -> None:
    organization = entities.find_organization_by_id(connection, organization_id)
    if organization is not None and user_id not in entities.list_member_ids(connection, organization.entity_id):
        entities.put_member(connection, organization.entity_id, user_id, min(role, Role.MEMBER))
