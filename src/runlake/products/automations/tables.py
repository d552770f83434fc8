"""The metadata tables of automations."""

import sqlalchemy as sa

from runlake.storage.metadata import AutoId, JsonText, UtcDateTime

TABLES = sa.MetaData()


def _table(name: str, *items: sa.Column[object] | sa.UniqueConstraint | sa.Index | sa.PrimaryKeyConstraint) -> sa.Table:
    return sa.Table(name, TABLES, *items)


def _id(name: str) -> sa.Column[object]:
    return sa.Column(name, AutoId, primary_key=True)


def _number(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, JsonText, nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime, nullable=nullable)


# `shown` is what members may see, `sealed` is encrypted: address, secret, token.
integrations = _table(
    "integrations",
    _id("integration_id"),
    _number("entity_id"),
    _text("kind"),
    _text("name"),
    _json("shown"),
    _text("sealed"),
    _number("created_by"),
    _at("created_at"),
    _at("updated_at"),
)

secrets = _table(
    "entity_secrets",
    sa.Column("entity_id", sa.BigInteger, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    _text("sealed"),
    _at("updated_at"),
)

# `scope_key` is "project" or "collection:<id>"; names are unique in a scope. `foreign_filter` is the client's own text.
automations = _table(
    "automations",
    _id("automation_id"),
    _number("project_id"),
    _number("collection_id", nullable=True),
    _text("scope_key"),
    _text("name"),
    _text("description", nullable=True),
    sa.Column("enabled", sa.Boolean, nullable=False),
    _text("event"),
    _json("condition"),
    _text("foreign_filter", nullable=True),
    _text("action"),
    _json("message"),
    _number("integration_id", nullable=True),
    _number("created_by"),
    _at("created_at"),
    _at("updated_at"),
    _at("last_fired_at", nullable=True),
)

# The outbox, first half: written with the change itself. `automation_id` is set when only one automation is meant.
happenings = _table(
    "happenings",
    _id("happening_id"),
    _text("happening_key"),
    _text("kind"),
    _number("project_id"),
    _number("collection_id", nullable=True),
    _number("version_id", nullable=True),
    _number("run_number", nullable=True),
    _number("automation_id", nullable=True),
    _json("facts"),
    _number("user_id", nullable=True),
    _at("created_at"),
    _at("handled_at", nullable=True),
)

# The outbox, second half: one row for each thing to send. `next_at` is null when nothing is to be tried.
deliveries = _table(
    "deliveries",
    _id("delivery_id"),
    _text("delivery_key"),
    _number("project_id"),
    _number("happening_id", nullable=True),
    _number("automation_id", nullable=True),
    _number("integration_id", nullable=True),
    _text("name"),
    _text("event"),
    _text("action"),
    _text("state"),
    _text("subject"),
    _text("body"),
    _number("attempts"),
    _at("next_at", nullable=True),
    _at("created_at"),
    _at("updated_at"),
)

attempts = _table(
    "delivery_attempts",
    _id("attempt_id"),
    _number("delivery_id"),
    _at("started_at"),
    _number("duration_ms"),
    _number("status", nullable=True),
    _text("error", nullable=True),
    _json("request_headers"),
    _text("response"),
)

# Either `project_id` or `user_id` is set.
channels = _table(
    "alert_channels",
    _id("channel_id"),
    _number("project_id", nullable=True),
    _number("user_id", nullable=True),
    _number("integration_id"),
    _text("least_severity"),
    _at("created_at"),
)

# Up to where an automation has looked at a run's points: segment → the last line.
watches = _table(
    "metric_watches",
    sa.Column("automation_id", sa.BigInteger, primary_key=True),
    sa.Column("run_number", sa.BigInteger, primary_key=True),
    _json("marks"),
    sa.Column("holds", sa.Boolean, nullable=False),
)

# One row: all points that were stored before have been looked at.
watch_clock = _table(
    "metric_watch_clock",
    sa.Column("clock_id", sa.BigInteger, primary_key=True, autoincrement=False),
    _at("checked_at"),
)
