"""Create model_prices: what a token of a model costs from a date on.

Cost: one empty table. An older server does not know it.
"""

import sqlalchemy as sa
from alembic import op

revision = "prices_0001"
down_revision = None
branch_labels = ("prices",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_prices",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("price_id", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("effective_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        *(
            sa.Column(f"{part}_cost", sa.Double(), nullable=False)
            for part in ("prompt", "completion", "cache_read", "cache_write")
        ),
        sa.Column("prompt_unit", sa.Text(), nullable=False),
        sa.Column("completion_unit", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("project_id", "price_id"),
    )
    op.create_index("model_prices_by_model", "model_prices", ["project_id", "model"])
