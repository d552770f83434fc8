"""Create the tables of automations: rules, where they send, what happened, what was sent.

Cost: nine empty tables. An older server does not know them, and tells nobody anything.
"""

import sqlalchemy as sa
from alembic import op

revision = "automations_0001"
down_revision = None
branch_labels = ("automations",)
depends_on = None


def upgrade() -> None:
    _create_rules()
    _create_outbox()
    _create_routes()


def _id(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _create_rules() -> None:
    op.create_table(
        "integrations",
        _id("integration_id"),
        _number("entity_id"),
        _text("kind"),
        _text("name"),
        sa.Column("shown", sa.Text(), nullable=False),
        _text("sealed"),
        _number("created_by"),
        _number("created_at"),
        _number("updated_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("integrations_by_entity", "integrations", ["entity_id", "integration_id"])
    op.create_table(
        "entity_secrets",
        _number("entity_id"),
        _text("name"),
        _text("sealed"),
        _number("updated_at"),
        sa.PrimaryKeyConstraint("entity_id", "name"),
    )
    op.create_table(
        "automations",
        _id("automation_id"),
        _number("project_id"),
        _number("collection_id", nullable=True),
        _text("scope_key"),
        _text("name"),
        _text("description", nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        _text("event"),
        _text("condition"),
        _text("foreign_filter", nullable=True),
        _text("action"),
        _text("message"),
        _number("integration_id", nullable=True),
        _number("created_by"),
        _number("created_at"),
        _number("updated_at"),
        _number("last_fired_at", nullable=True),
        sa.UniqueConstraint("project_id", "scope_key", "name", name="automations_by_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("automations_by_event", "automations", ["project_id", "event"])


def _create_outbox() -> None:
    op.create_table(
        "happenings",
        _id("happening_id"),
        _text("happening_key"),
        _text("kind"),
        _number("project_id"),
        _number("collection_id", nullable=True),
        _number("version_id", nullable=True),
        _number("run_number", nullable=True),
        _number("automation_id", nullable=True),
        _text("facts"),
        _number("user_id", nullable=True),
        _number("created_at"),
        _number("handled_at", nullable=True),
        sa.UniqueConstraint("happening_key", name="happenings_by_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("happenings_waiting", "happenings", ["handled_at", "happening_id"])
    op.create_table(
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
        _number("next_at", nullable=True),
        _number("created_at"),
        _number("updated_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("deliveries_due", "deliveries", ["state", "next_at"])
    op.create_index("deliveries_by_project", "deliveries", ["project_id", "delivery_id"])
    op.create_index("deliveries_by_automation", "deliveries", ["automation_id", "delivery_id"])
    op.create_table(
        "delivery_attempts",
        _id("attempt_id"),
        _number("delivery_id"),
        _number("started_at"),
        _number("duration_ms"),
        _number("status", nullable=True),
        _text("error", nullable=True),
        _text("request_headers"),
        _text("response"),
        sqlite_autoincrement=True,
    )
    op.create_index("delivery_attempts_by_delivery", "delivery_attempts", ["delivery_id", "attempt_id"])


def _create_routes() -> None:
    op.create_table(
        "alert_channels",
        _id("channel_id"),
        _number("project_id", nullable=True),
        _number("user_id", nullable=True),
        _number("integration_id"),
        _text("least_severity"),
        _number("created_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("alert_channels_by_project", "alert_channels", ["project_id"])
    op.create_index("alert_channels_by_user", "alert_channels", ["user_id"])
    op.create_table(
        "metric_watches",
        _number("automation_id"),
        _number("run_number"),
        _text("marks"),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("automation_id", "run_number"),
    )
    op.create_table(
        "metric_watch_clock",
        _number("clock_id"),
        _number("checked_at"),
        sa.PrimaryKeyConstraint("clock_id"),
    )
