"""Service accounts, invitations, and the entity that a user's runs go to by default.

Cost: three columns without rewriting rows, and one empty table. An older server ignores them: a service account then
logs in like a person, and a default entity is the user's own.
"""

import sqlalchemy as sa
from alembic import op

revision = "identity_0002"
down_revision = "identity_0001"
branch_labels = None
depends_on = None

_AUTO_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("users", sa.Column("kind", sa.Text, nullable=False, server_default="person"))
    op.add_column("users", sa.Column("team_id", sa.BigInteger))
    op.add_column("users", sa.Column("default_entity_id", sa.BigInteger))
    op.create_table(
        "invites",
        sa.Column("invite_id", _AUTO_ID, primary_key=True),
        sa.Column("entity_id", sa.BigInteger, sa.ForeignKey("entities.entity_id"), nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("role", sa.SmallInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("invites_address", "invites", ["entity_id", sa.text("lower(email)")], unique=True)
