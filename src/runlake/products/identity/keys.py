"""API keys: made or imported, stored hashed, shown once, revocable."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, NotFound
from runlake.model import Principal
from runlake.products.identity import rules
from runlake.products.identity.records import ApiKey
from runlake.products.identity.secrets import PREFIX_CHARACTERS, hash_secret, new_api_key
from runlake.products.identity.shared import IdentityPart
from runlake.products.identity.store import credentials, users

_TOUCH_EVERY = timedelta(minutes=1)


class Keys(IdentityPart):
    """The part of identity that knows API keys."""

    async def authenticate_key(self, api_key: str) -> Principal | None:
        """The owner of an API key. Remembered for five seconds; the key's last use is noted about once a minute."""
        secret_hash = hash_secret(api_key)
        principal = self._principals.find(secret_hash)
        if principal is not None:
            return principal
        generation = self._principals.generation
        found = await self._read(partial(_find_owner, secret_hash=secret_hash))
        if found is None:
            return None
        key, principal = found
        self._principals.put(secret_hash, principal, generation)
        self._note_use(key)
        return principal

    async def create_key(self, user_id: int, name: str) -> tuple[ApiKey, str]:
        """Make an API key; the second value is its secret, which cannot be had again."""
        secret, label = new_api_key(), rules.checked_label(name)

        def work(connection: Connection) -> ApiKey:
            _require_user(connection, user_id)
            return insert_key(connection, user_id, secret, label, self._clock())

        return await self._write(work), secret

    async def import_key(self, user_id: int, secret: str, name: str = "imported") -> ApiKey:
        """Take over a key made elsewhere, at least 20 characters. May be repeated.

        Raises Conflict when it is another user's key, InvalidInput when it is too short.
        """
        rules.checked_imported_key(secret)

        def work(connection: Connection) -> ApiKey:
            _require_user(connection, user_id)
            return import_key(connection, user_id, secret, rules.checked_label(name), self._clock())

        return await self._write(work)

    async def list_keys(self, user_id: int) -> list[ApiKey]:
        """The user's keys, oldest first, without secrets."""
        return await self._read(partial(credentials.list_keys, user_id=user_id))

    async def revoke_key(self, user_id: int, key_id: int) -> None:
        """End one of the user's keys, at once. Raises NotFound."""
        if not await self._write(partial(credentials.delete_key, key_id=key_id, user_id=user_id)):
            raise NotFound(f"you have no API key {key_id}")

    def _note_use(self, key: ApiKey) -> None:
        now = self._clock()
        if key.last_used_at is None or now - key.last_used_at >= _TOUCH_EVERY:
            # Not through `_write`: this changes nobody's rights. And nobody waits: a full disk must not lock people out.
            self._in_background(self._metadata.write(partial(credentials.touch_key, key_id=key.key_id, at=now)))


def import_key(connection: Connection, user_id: int, secret: str, name: str, now: datetime) -> ApiKey:
    """Store a key made elsewhere, unless the user has it already. Raises Conflict when it is another user's."""
    existing = credentials.find_key(connection, hash_secret(secret))
    if existing is None:
        return insert_key(connection, user_id, secret, name, now)
    if existing.user_id != user_id:
        raise Conflict("this API key is another user's: import a different one")
    return existing


def insert_key(connection: Connection, user_id: int, secret: str, name: str, now: datetime) -> ApiKey:
    """Store a new key."""
    prefix = secret[:PREFIX_CHARACTERS]
    return credentials.insert_key(connection, user_id, name, prefix, hash_secret(secret), now)


def _find_owner(connection: Connection, secret_hash: str) -> tuple[ApiKey, Principal] | None:
    key = credentials.find_key(connection, secret_hash)
    principal = None if key is None else users.find_principal(connection, key.user_id)
    return None if key is None or principal is None else (key, principal)


def _require_user(connection: Connection, user_id: int) -> None:
    if users.find_user_by_id(connection, user_id) is None:
        raise NotFound(f"there is no user with the id {user_id}")
