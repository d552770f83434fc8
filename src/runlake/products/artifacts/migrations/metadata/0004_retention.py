"""Bytes are stored under names of their own, and remember when a writer last counted on them; collections have a time to live.

Cost: one rewrite of artifact_contents, which locks it for seconds per million rows; two empty columns elsewhere. An older
server stores under the names of before and leaves the new columns empty, which is understood; it deletes no bytes.
"""

import sqlalchemy as sa
from alembic import op

revision = "artifacts_0004"
down_revision = "artifacts_0003"
branch_labels = None
depends_on = None

_BACKFILL = """
UPDATE artifact_contents SET used_at = stored_at,
  blob = 'artifacts/contents/' || project_id || '/' || substr(md5, 1, 2) || '/' || md5
"""


def upgrade() -> None:
    op.add_column("artifact_contents", sa.Column("blob", sa.Text()))
    op.add_column("artifact_contents", sa.Column("used_at", sa.BigInteger()))
    op.execute(_BACKFILL)
    op.create_index("artifact_contents_by_blob", "artifact_contents", ["blob"])
    op.create_index("artifact_contents_by_birth", "artifact_contents", ["birth_version_id"])
    op.add_column("artifact_versions", sa.Column("collected_at", sa.BigInteger()))
    op.create_index("artifact_versions_by_state", "artifact_versions", ["state", "collected_at", "project_id"])
    op.create_index("artifact_versions_by_manifest", "artifact_versions", ["manifest_blob"])
    op.create_index("artifact_manifests_by_blob", "artifact_manifests", ["blob"])
    op.add_column("artifact_collections", sa.Column("ttl_s", sa.BigInteger()))
