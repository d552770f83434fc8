"""Add projects.members (roles given in one project, JSON) and projects.allows_all_types (of a registry).

Cost: metadata only, nothing is rewritten; runs while serving. An older server ignores both, and takes the visibility
`restricted` for an unknown one: it must not be started on a folder that has restricted projects.
"""

import sqlalchemy as sa
from alembic import op

revision = "projects_0002"
down_revision = "projects_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("projects", sa.Column("members", sa.Text))
    op.add_column("projects", sa.Column("allows_all_types", sa.Boolean))
