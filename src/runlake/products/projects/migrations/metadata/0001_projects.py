"""Projects.

Cost: creates an empty table. Locks nothing. Needs identity's tables, whose migrations run before.
"""

import sqlalchemy as sa
from alembic import op

revision = "projects_0001"
down_revision = None
branch_labels = ("projects",)
depends_on = None

_ALIVE = sa.text("deleted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("entity_id", sa.BigInteger, sa.ForeignKey("entities.entity_id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("visibility", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.user_id")),
        sa.Column("deleted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "projects_name",
        "projects",
        ["entity_id", "name"],
        unique=True,
        sqlite_where=_ALIVE,
        postgresql_where=_ALIVE,
    )
