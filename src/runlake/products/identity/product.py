"""Identity: who calls, and where they belong."""

from runlake.products.identity.accounts import Accounts
from runlake.products.identity.browser_sessions import BrowserSessions
from runlake.products.identity.groups import Groups
from runlake.products.identity.keys import Keys
from runlake.products.identity.records import FirstStart
from runlake.products.identity.store import users
from runlake.products.identity.teams import Teams
from runlake.settings import Settings

_DEFAULT_ADMIN = "admin"


class Identity(Accounts, Keys, BrowserSessions, Groups, Teams):
    """Users, API keys, sessions, teams and organizations.

    It does not ask whether its caller may do what it does: the edge checks that (`Principal.is_admin`, roles,
    `get_team`).
    """

    async def ensure_admin(self, settings: Settings) -> FirstStart | None:
        """On the first start, when there is nobody yet, create the admin of the settings; else do nothing.

        Returns what was made up and must now be shown: an API key, and a login link when no password was given.
        """
        if await self._read(users.has_users):
            return None
        password, api_key = settings.admin_password, settings.admin_api_key
        user = await self.put_user(
            settings.admin_user or _DEFAULT_ADMIN,
            password=password.get_secret_value() if password else None,
            api_key=api_key.get_secret_value() if api_key else None,
            admin=True,
        )
        secret = None if api_key else (await self.create_key(user.user_id, "first start"))[1]
        token = None if password else await self.create_login_link(user.user_id)
        return FirstStart(user.username, secret, token)
