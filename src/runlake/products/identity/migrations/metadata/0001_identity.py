"""Users, entities, memberships, API keys, sessions, login links.

Cost: creates empty tables. Locks nothing. An older server does not exist.
"""

import sqlalchemy as sa
from alembic import op

revision = "identity_0001"
down_revision = None
branch_labels = ("identity",)
depends_on = None

_AUTO_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ALIVE = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    _create_entities()
    _create_users()
    _create_credentials()


def _create_entities() -> None:
    op.create_table(
        "organizations",
        sa.Column("organization_id", _AUTO_ID, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entities",
        sa.Column("entity_id", _AUTO_ID, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("organization_id", sa.BigInteger, sa.ForeignKey("organizations.organization_id")),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    _unique_while_alive("organizations_name", "organizations", "name")
    _unique_while_alive("entities_name", "entities", "name")
    op.create_index("entities_organization", "entities", ["organization_id"])


def _create_users() -> None:
    op.create_table(
        "users",
        sa.Column("user_id", _AUTO_ID, primary_key=True),
        sa.Column("username", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("is_admin", sa.Boolean, nullable=False),
        sa.Column("entity_id", sa.BigInteger, sa.ForeignKey("entities.entity_id"), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("deleted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    _unique_while_alive("users_username", "users", "username")
    _unique_while_alive("users_email", "users", "email")
    op.create_table(
        "memberships",
        sa.Column("entity_id", sa.BigInteger, sa.ForeignKey("entities.entity_id"), primary_key=True),
        sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), primary_key=True),
        sa.Column("role", sa.SmallInteger, nullable=False),
    )
    op.create_index("memberships_user", "memberships", ["user_id"])


def _create_credentials() -> None:
    op.create_table(
        "api_keys",
        sa.Column("key_id", _AUTO_ID, primary_key=True),
        sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("prefix", sa.Text, nullable=False),
        sa.Column("secret_hash", sa.Text, nullable=False, unique=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("last_used_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), nullable=False, index=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False, index=True),
    )
    op.create_table(
        "login_links",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.user_id"), nullable=False, index=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False, index=True),
    )


def _unique_while_alive(name: str, table: str, column: str) -> None:
    expression = sa.text(f"lower({column})")
    op.create_index(name, table, [expression], unique=True, sqlite_where=_ALIVE, postgresql_where=_ALIVE)
