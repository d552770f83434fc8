"""The metadata table of prices."""

from sqlalchemy import BigInteger, Column, Double, Index, MetaData, PrimaryKeyConstraint, Table, Text

from runlake.storage.metadata import UtcDateTime

metadata = MetaData()

model_prices = Table(
    "model_prices",
    metadata,
    Column("project_id", BigInteger, nullable=False),
    Column("price_id", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("effective_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("prompt_cost", Double, nullable=False),
    Column("completion_cost", Double, nullable=False),
    Column("cache_read_cost", Double, nullable=False),
    Column("cache_write_cost", Double, nullable=False),
    Column("prompt_unit", Text, nullable=False),
    Column("completion_unit", Text, nullable=False),
    Column("removed_at", UtcDateTime),
    Column("removed_by", Text),
    PrimaryKeyConstraint("project_id", "price_id"),
    Index("model_prices_by_model", "project_id", "model"),
)
"""Costs are per token. A new price of a model is a row more; one that was removed stays for the record."""
