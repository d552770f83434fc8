"""Add model_prices.removed_at and removed_by: prices that were removed stay for the record.

Cost: two empty columns. An older server takes removed prices for ones that hold.
"""

import sqlalchemy as sa
from alembic import op

revision = "prices_0002"
down_revision = "prices_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("model_prices", sa.Column("removed_at", sa.BigInteger()))
    op.add_column("model_prices", sa.Column("removed_by", sa.Text()))
