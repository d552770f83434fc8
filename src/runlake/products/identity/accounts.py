"""Users: making, changing, finding and deleting them, and the first start."""

from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, NotFound
from runlake.model import Principal
from runlake.products.identity import rules
from runlake.products.identity.keys import import_key
from runlake.products.identity.records import User
from runlake.products.identity.shared import IdentityPart
from runlake.products.identity.store import credentials, users
from runlake.products.identity.teams import join_invited


class Accounts(IdentityPart):
    """The part of identity that knows users."""

    async def create_user(
        self,
        username: str,
        *,
        email: str | None = None,
        name: str | None = None,
        password: str | None = None,
        admin: bool = False,
    ) -> User:
        """Add a user with a personal entity of the same name.

        Raises Conflict when the name or the address is taken, InvalidInput for a bad name, address or password.
        """
        rules.checked_entity_name(username)
        values = await self._values(email=email, name=name, password=password, admin=admin)

        def work(connection: Connection) -> User:
            if users.find_user(connection, username) is not None:
                raise Conflict(f"there is a user {username!r} already")
            _require_free_email(connection, email, None)
            user = users.insert_user(connection, username, values, self._clock())
            join_invited(connection, user)
            return user

        return await self._write(work)

    async def put_user(
        self,
        username: str,
        *,
        email: str | None = None,
        name: str | None = None,
        password: str | None = None,
        admin: bool | None = None,
        api_key: str | None = None,
    ) -> User:
        """Create the user or change the one of that name; None leaves a value as it is. May be repeated.

        `api_key` imports a key made elsewhere, at least 20 characters. A new password ends the user's sessions.
        Raises Conflict when the address or the key is another user's, or when the last admin would be none.
        """
        rules.checked_entity_name(username)
        secret = None if api_key is None else rules.checked_imported_key(api_key)
        values = await self._values(email=email, name=name, password=password, admin=admin)

        def work(connection: Connection) -> User:
            user = users.find_user(connection, username)
            _require_free_email(connection, email, user)
            if user is None:
                user = users.insert_user(connection, username, values, self._clock())
            else:
                self._change(connection, user, values)
            user = _get(connection, username)
            join_invited(connection, user)
            if secret is not None:
                import_key(connection, user.user_id, secret, "imported", self._clock())
            return user

        return await self._write(work)

    async def set_password(self, username: str, password: str) -> None:
        """Change a password and end the user's sessions. Raises NotFound, InvalidInput."""
        values = await self._values(password=password)
        await self._write(lambda connection: self._change(connection, _get(connection, username), values))

    async def delete_user(self, username: str) -> None:
        """Delete a user with keys, sessions, memberships and the personal entity.

        The projects of that entity can no longer be reached; a new user of the same name does not get them.
        Raises NotFound; Conflict for the last admin.
        """

        def work(connection: Connection) -> None:
            user = _get(connection, username)
            _require_other_admin(connection, user)
            users.delete_user(connection, user, self._clock())

        await self._write(work)

    async def list_users(self) -> list[User]:
        """All users, by name."""
        return await self._read(users.list_users)

    async def find_user(self, username_or_email: str) -> User | None:
        """The user of that name, else of that e-mail address."""

        def work(connection: Connection) -> User | None:
            by_name = users.find_user(connection, username_or_email)
            return by_name or users.find_user_by_email(connection, username_or_email)

        return await self._read(work)

    async def get_user(self, username: str) -> User:
        """The user of that name. Raises NotFound."""
        return await self._read(partial(_get, username=username))

    async def find_user_by_id(self, user_id: int) -> User | None:
        """The user of that id, unless deleted."""
        return await self._read(partial(users.find_user_by_id, user_id=user_id))

    async def find_principal(self, user_id: int) -> Principal | None:
        """The user of that id with today's roles, unless deleted."""
        return await self._read(partial(users.find_principal, user_id=user_id))

    async def users_by_id(self, user_ids: list[int]) -> dict[int, User]:
        """Users of these ids, deleted ones included: their names stay on what they made."""
        found = await self._read(partial(users.list_users_by_id, user_ids=user_ids))
        return {user.user_id: user for user in found}

    async def _values(
        self,
        *,
        email: str | None = None,
        name: str | None = None,
        password: str | None = None,
        admin: bool | None = None,
    ) -> dict[str, object]:
        """The checked column values of what is given."""
        values: dict[str, object] = {}
        if email is not None:
            values["email"] = rules.checked_email(email)
        if name is not None:
            values["name"] = rules.checked_label(name)
        if admin is not None:
            values["is_admin"] = admin
        if password is not None:
            values["password_hash"] = await self._passwords.hash(rules.checked_password(password))
        return values

    def _change(self, connection: Connection, user: User, values: dict[str, object]) -> None:
        if values.get("is_admin") is False:
            _require_other_admin(connection, user)
        if "password_hash" in values:
            credentials.delete_sessions(connection, user.user_id)
        users.update_user(connection, user.user_id, values)


def _get(connection: Connection, username: str) -> User:
    user = users.find_user(connection, username)
    if user is None:
        raise NotFound(f"there is no user {username!r}")
    return user


def _require_free_email(connection: Connection, email: str | None, owner: User | None) -> None:
    found = users.find_user_by_email(connection, email) if email else None
    if found is not None and (owner is None or found.user_id != owner.user_id):
        raise Conflict(f"the e-mail address {email!r} is another user's")


def _require_other_admin(connection: Connection, user: User) -> None:
    if user.is_admin and users.count_admins(connection) <= 1:
        raise Conflict(f"{user.username} is the last admin: make another user admin first")
