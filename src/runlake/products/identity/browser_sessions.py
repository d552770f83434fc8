"""Browser sessions: by password or by a one-time link, stored hashed, with an end."""

from datetime import timedelta
from functools import partial

from sqlalchemy import Connection

from runlake.errors import NotFound, Unauthenticated
from runlake.model import Principal
from runlake.products.identity.records import Session
from runlake.products.identity.secrets import csrf_token_of, hash_secret, new_token
from runlake.products.identity.shared import IdentityPart
from runlake.products.identity.store import credentials, users

_LINK_LIFETIME = timedelta(hours=24)


class BrowserSessions(IdentityPart):
    """The part of identity that knows who is logged in."""

    async def login(self, username: str, password: str) -> Session:
        """Start a session. Raises Unauthenticated, the same for a wrong name and a wrong password; TooManyAttempts."""
        self._throttle.admit(username)
        found = await self._read(partial(users.find_password_hash, username=username))
        user_id, stored = found or (None, None)
        fits = await self._passwords.verify(stored, password)
        if not fits or user_id is None or stored is None:
            self._throttle.failed(username)
            raise Unauthenticated("the user name or the password is wrong")
        self._throttle.succeeded(username)
        if self._passwords.is_outdated(stored):
            await self._rehash(user_id, password)
        return await self._start_session(user_id)

    async def logout(self, token: str) -> None:
        """End a session. May be repeated."""
        await self._write(partial(credentials.delete_session, token_hash=hash_secret(token)))

    async def find_session(self, token: str) -> Session | None:
        """The session of a cookie, unless it has ended. Remembered for five seconds."""
        token_hash, now = hash_secret(token), self._clock()
        session = self._sessions.find(token_hash)
        if session is None:
            generation = self._sessions.generation
            session = await self._read(partial(self._load_session, token=token))
            if session is not None:
                self._sessions.put(token_hash, session, generation)
        return session if session is not None and session.expires_at > now else None

    async def authenticate_session(self, token: str) -> Principal | None:
        """Who a session belongs to."""
        session = await self.find_session(token)
        return None if session is None else session.principal

    async def create_login_link(self, user_id: int) -> str:
        """A token that logs the user in once, within 24 hours; for `/login?token=…`."""
        token, now = new_token(), self._clock()
        await self._metadata.write(
            partial(
                credentials.insert_login_link,
                token_hash=hash_secret(token),
                user_id=user_id,
                now=now,
                expires_at=now + _LINK_LIFETIME,
            )
        )
        return token

    async def redeem_login_link(self, token: str) -> Session:
        """Use a login link up and start a session. Raises NotFound when it was used, has ended or never was."""
        user_id = await self._metadata.write(
            partial(credentials.take_login_link, token_hash=hash_secret(token), now=self._clock())
        )
        if user_id is None:
            raise NotFound("this login link was used already or has ended: make a new one or use the password")
        return await self._start_session(user_id)

    async def _start_session(self, user_id: int) -> Session:
        token, now = new_token(), self._clock()
        expires_at = now + timedelta(days=self._session_settings.lifetime_days)

        def work(connection: Connection) -> Session | None:
            principal = users.find_principal(connection, user_id)
            if principal is None:
                return None
            credentials.insert_session(connection, hash_secret(token), user_id, now, expires_at)
            return Session(principal, expires_at, token, csrf_token_of(token))

        session = await self._metadata.write(work)
        if session is None:
            raise Unauthenticated("this user was deleted a moment ago")
        return session

    def _load_session(self, connection: Connection, token: str) -> Session | None:
        found = credentials.find_session(connection, hash_secret(token), self._clock())
        principal = None if found is None else users.find_principal(connection, found[0])
        if found is None or principal is None:
            return None
        return Session(principal, found[1], token, csrf_token_of(token))

    async def _rehash(self, user_id: int, password: str) -> None:
        password_hash = await self._passwords.hash(password)
        await self._metadata.write(
            lambda connection: users.update_user(connection, user_id, {"password_hash": password_hash})
        )
