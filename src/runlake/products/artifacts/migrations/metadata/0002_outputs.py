"""Create artifact_outputs: runs that logged content which their sequence had already.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "artifacts_0002"
down_revision = "artifacts_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "artifact_outputs",
        sa.Column("output_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("run_number", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("version_id", "run_number", name="artifact_outputs_by_run"),
        sqlite_autoincrement=True,
    )
    op.create_index("artifact_outputs_of_run", "artifact_outputs", ["run_number"])
