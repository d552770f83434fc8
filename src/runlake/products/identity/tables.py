"""The tables of identity. Secrets are stored hashed; names are unique, whatever their case, among what is not deleted.

Rows of users and entities stay when deleted (`deleted_at`), since runs and projects refer to them for ever.
"""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, UtcDateTime

TABLES = sa.MetaData()

organizations = sa.Table(
    "organizations",
    TABLES,
    sa.Column("organization_id", AutoId, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("deleted_at", UtcDateTime),
    sqlite_autoincrement=True,
)

entities = sa.Table(
    "entities",
    TABLES,
    sa.Column("entity_id", AutoId, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("organization_id", sa.BigInteger, sa.ForeignKey("organizations.organization_id")),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("deleted_at", UtcDateTime),
    sqlite_autoincrement=True,
)

users = sa.Table(
    "users",
    TABLES,
    sa.Column("user_id", AutoId, primary_key=True),
    sa.Column("username", sa.Text, nullable=False),
    sa.Column("email", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text),
    sa.Column("is_admin", sa.Boolean, nullable=False),
    sa.Column("entity_id", sa.BigInteger, sa.ForeignKey("entities.entity_id"), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("deleted_at", UtcDateTime),
    sa.Column("kind", sa.Text, nullable=False, server_default="person"),
    sa.Column("team_id", sa.BigInteger),
    sa.Column("default_entity_id", sa.BigInteger),
    sqlite_autoincrement=True,
)

invites = sa.Table(
    "invites",
    TABLES,
    sa.Column("invite_id", AutoId, primary_key=True),
    sa.Column("entity_id", sa.BigInteger, sa.ForeignKey("entities.entity_id"), nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("role", sa.SmallInteger, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("created_by", sa.BigInteger),
    sqlite_autoincrement=True,
)

memberships = sa.Table(
    "memberships",
    TABLES,
    sa.Column("entity_id", sa.BigInteger, sa.ForeignKey("entities.entity_id"), primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), primary_key=True),
    sa.Column("role", sa.SmallInteger, nullable=False),
    sa.Index("memberships_user", "user_id"),
)

api_keys = sa.Table(
    "api_keys",
    TABLES,
    sa.Column("key_id", AutoId, primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("secret_hash", sa.Text, nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("last_used_at", UtcDateTime),
    sqlite_autoincrement=True,
)

sessions = sa.Table(
    "sessions",
    TABLES,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), nullable=False, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
)

login_links = sa.Table(
    "login_links",
    TABLES,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), nullable=False, index=True),
    sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
)


def _unique_while_alive(name: str, column: sa.Column[str]) -> sa.Index:
    # The condition, `deleted_at IS NULL`, is in the migration: to name it here loads both dialects, 60 ms of each start.
    return sa.Index(name, sa.func.lower(column), unique=True)


_unique_while_alive("organizations_name", organizations.c.name)
_unique_while_alive("entities_name", entities.c.name)
_unique_while_alive("users_username", users.c.username)
_unique_while_alive("users_email", users.c.email)
sa.Index("invites_address", invites.c.entity_id, sa.func.lower(invites.c.email), unique=True)
sa.Index("entities_organization", entities.c.organization_id)
