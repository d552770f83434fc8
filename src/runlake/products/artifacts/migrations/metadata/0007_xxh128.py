"""Add artifact_contents.xxh128 and artifact_versions.digest_algorithm: versions whose files are named by XXH128.

Cost: two empty columns and an index over the bytes that projects have; writes wait while it is built. An older server
finds no files of versions that were logged with XXH128, and changes none.
"""

import sqlalchemy as sa
from alembic import op

revision = "artifacts_0007"
down_revision = "artifacts_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("artifact_contents", sa.Column("xxh128", sa.Text(), nullable=True))
    op.create_index("artifact_contents_by_xxh128", "artifact_contents", ["project_id", "xxh128"])
    op.add_column("artifact_versions", sa.Column("digest_algorithm", sa.Text(), nullable=True))
