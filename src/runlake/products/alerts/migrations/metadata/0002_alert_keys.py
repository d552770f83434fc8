"""Add run_alerts.client_key: what a client calls an alert, so that one that is sent again is stored once.

Cost: one nullable column and an index without entries; old alerts have no key. An older server leaves it empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "alerts_0002"
down_revision = "alerts_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run_alerts", sa.Column("client_key", sa.Text()))
    op.create_index("run_alerts_by_key", "run_alerts", ["run_number", "client_key"], unique=True)
