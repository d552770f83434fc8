"""Teams as their admins run them: roles, invitations, service accounts; and where a user's runs go."""

import re
import secrets as random

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from runlake.model import Principal, Role
from runlake.products.identity import rules
from runlake.products.identity.keys import insert_key
from runlake.products.identity.records import Entity, EntityKind, Invite, Member, User, UserKind
from runlake.products.identity.secrets import new_api_key
from runlake.products.identity.shared import IdentityPart
from runlake.products.identity.store import entities, invites, users

_SLUG_CHARACTERS = 40
_MAX_INVITES = 1000


class Teams(IdentityPart):
    """The part of identity for those who run a team. What takes a principal checks what it may do."""

    async def get_team(self, principal: Principal, name: str, *, to_change: bool = False) -> Entity:
        """A team or organization entity that the caller belongs to; `to_change`: is an admin of.

        Raises NotFound for strangers, PermissionDenied for members without the right, InvalidInput for a user's entity.
        """
        entity = await self._read(lambda connection: entities.find_entity(connection, name))
        role = None if entity is None else principal.role_in(entity.entity_id)
        if entity is None or role is None:
            raise NotFound(f"team {name!r} not found, or you are not a member of it")
        if entity.kind is EntityKind.USER:
            raise InvalidInput(f"{name} is a user's own entity: make a team to work together")
        if to_change and role < Role.ADMIN:
            raise PermissionDenied(f"only admins of {name} may change who belongs to it")
        return entity

    async def list_invites(self, entity_id: int) -> list[Invite]:
        """Invitations that wait for a user of their address."""
        return await self._read(lambda connection: invites.list_invites(connection, entity_id))

    async def invite(self, principal: Principal, team: Entity, who: str, role: Role) -> Member | Invite:
        """Let somebody into a team.

        A user of that name or address is a member at once. An address that nobody has waits: whoever gets a user with
        it joins. Nothing is mailed. Raises NotFound for an unknown name, Conflict when already a member.
        """

        def work(connection: Connection) -> Member | Invite:
            user = users.find_user(connection, who) or users.find_user_by_email(connection, who)
            if user is not None:
                return _join(connection, team, user, role)
            if "@" not in who:
                raise NotFound(f"there is no user {who[:100]!r}: invite by e-mail address who has none yet")
            return self._put_invite(connection, principal, team, rules.checked_email(who), role)

        return await self._write(work)

    async def withdraw_invite(self, team: Entity, invite_id: int) -> None:
        """End an invitation. Raises NotFound."""
        if not await self._write(lambda connection: invites.delete_invite(connection, team.entity_id, invite_id)):
            raise NotFound(f"{team.name} has no such invitation")

    async def set_role(self, team: Entity, username: str, role: Role) -> Member:
        """Change what a member may do. Raises NotFound; Conflict when the team would have no admin."""

        def work(connection: Connection) -> Member:
            user = _get_member(connection, team, username)
            if role < Role.ADMIN:
                _require_other_admin(connection, team, user)
            entities.put_member(connection, team.entity_id, user.user_id, role)
            return Member(user, role)

        return await self._write(work)

    async def dismiss(self, team: Entity, username: str) -> None:
        """Take a member out of a team; a service account of the team is deleted. Raises NotFound, Conflict."""

        def work(connection: Connection) -> None:
            user = _get_member(connection, team, username)
            if user.kind is UserKind.SERVICE and user.team_id == team.entity_id:
                users.delete_user(connection, user, self._clock())
                return
            _require_other_admin(connection, team, user)
            entities.delete_member(connection, team.entity_id, user.user_id)

        await self._write(work)

    async def create_service_account(self, principal: Principal, team: Entity, name: str) -> tuple[User, str]:
        """Make an account for a machine that works for a team; the second value is its API key, shown once.

        It is a member of the team, what it logs goes to the team, and it ends with its membership.
        """
        label, secret = rules.checked_label(name), new_api_key()
        values: dict[str, object] = {"name": label, "kind": UserKind.SERVICE.value, "team_id": team.entity_id}

        def work(connection: Connection) -> User:
            user = users.insert_user(connection, _service_username(team, label), values, self._clock())
            entities.put_member(connection, team.entity_id, user.user_id, Role.MEMBER)
            insert_key(connection, user.user_id, secret, label, self._clock())
            return user

        user = await self._write(work)
        self.fresh_secrets.keep(principal.user_id, user.user_id, secret)
        return user, secret

    async def set_default_entity(self, principal: Principal, name: str | None) -> User:
        """Choose where the caller's runs go that name no entity; None or "": the caller's own.

        Raises NotFound for an entity that the caller does not belong to.
        """

        def work(connection: Connection) -> User:
            entity = entities.find_entity(connection, name) if name else None
            if name and (entity is None or principal.role_in(entity.entity_id) is None):
                raise NotFound(f"entity {name[:100]!r} not found, or you are not a member of it")
            chosen = None if entity is None or entity.entity_id == principal.entity_id else entity.entity_id
            users.update_user(connection, principal.user_id, {"default_entity_id": chosen})
            user = users.find_user_by_id(connection, principal.user_id)
            if user is None:
                raise NotFound("your user was deleted a moment ago")
            return user

        return await self._write(work)

    def _put_invite(self, connection: Connection, principal: Principal, team: Entity, email: str, role: Role) -> Invite:
        if len(invites.list_invites(connection, team.entity_id)) >= _MAX_INVITES:
            raise Conflict(f"{team.name} has {_MAX_INVITES} open invitations: withdraw some first")
        now, maker = self._clock(), principal.user_id
        return invites.put_invite(connection, team.entity_id, email, role, created_by=maker, now=now)


def join_invited(connection: Connection, user: User) -> None:
    """Let a user into the teams that have invited the user's address."""
    for entity_id, role in invites.take_invites(connection, user.email).items() if user.email else ():
        entities.put_member(connection, entity_id, user.user_id, role)
        _join_organization(connection, entity_id, user)


def _join(connection: Connection, team: Entity, user: User, role: Role) -> Member:
    if user.user_id in entities.list_member_ids(connection, team.entity_id):
        raise Conflict(f"{user.username} is a member of {team.name} already: change the role instead")
    entities.put_member(connection, team.entity_id, user.user_id, role)
    _join_organization(connection, team.entity_id, user)
    return Member(user, role)


def _join_organization(connection: Connection, entity_id: int, user: User) -> None:
    entity = entities.find_entity_by_id(connection, entity_id)
    if entity is None or entity.organization_id is None:
        return
    organization = entities.find_organization_by_id(connection, entity.organization_id)
    if organization and user.user_id not in entities.list_member_ids(connection, organization.entity_id):
        entities.put_member(connection, organization.entity_id, user.user_id, Role.MEMBER)


def _get_member(connection: Connection, team: Entity, username: str) -> User:
    user = users.find_user(connection, username)
    if user is None or user.user_id not in entities.list_member_ids(connection, team.entity_id):
        raise NotFound(f"{username[:140]!r} is not a member of {team.name}")
    return user


def _require_other_admin(connection: Connection, team: Entity, user: User) -> None:
    roles = entities.list_member_ids(connection, team.entity_id)
    admins = {user_id for user_id, role in roles.items() if role is Role.ADMIN}
    if admins == {user.user_id}:
        raise Conflict(f"{user.username} is the last admin of {team.name}: make another member admin first")


def _service_username(team: Entity, label: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", label)[:_SLUG_CHARACTERS].strip("-") or "service"
    return f"{team.name[:_SLUG_CHARACTERS]}-{slug}-{random.token_hex(3)}"
