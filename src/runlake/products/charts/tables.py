"""The metadata table of chart presets."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, UtcDateTime

TABLES = sa.MetaData()

charts = sa.Table(
    "charts",
    TABLES,
    sa.Column("chart_id", AutoId, primary_key=True),
    sa.Column("entity_id", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("is_public", sa.Boolean, nullable=False),
    sa.Column("spec_json", sa.Text, nullable=False),
    sa.Column("user_id", sa.BigInteger, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("entity_id", "name", name="charts_by_name"),
    sqlite_autoincrement=True,
)

# Of the identity product's table only what a chart needs to know.
entities = sa.table("entities", sa.column("entity_id"), sa.column("name"), sa.column("deleted_at"))
