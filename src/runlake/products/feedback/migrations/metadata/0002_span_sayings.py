"""Create span_sayings: what feedback says of spans, to be filtered and counted by; and fill it from what is there.

Cost: one table, with a row or a few for each judgement of a span, filled at some 20,000 judgements a second while nobody
else writes. An older server does not know it: what it takes in is shown with its trace, but not found by filters.
"""

import sqlalchemy as sa
from alembic import op

from runlake.products.feedback.records import FeedbackItem
from runlake.products.feedback.sayings import sayings_of
from runlake.storage.metadata import JsonText, UtcDateTime, insert_into

revision = "feedback_0002"
down_revision = "feedback_0001"
branch_labels = None
depends_on = None

_AT_ONCE = 1000

# The tables as they are at this revision, whatever they become.
_FEEDBACK = sa.table(
    "feedback",
    sa.column("project_id", sa.BigInteger),
    *(sa.column(name, sa.Text) for name in ("feedback_id", "target", "kind", "created_by")),
    sa.column("created_at", UtcDateTime),
    *(sa.column(name, JsonText) for name in ("payload", "details")),
)
_SAYINGS = sa.Table(
    "span_sayings",
    sa.MetaData(),
    sa.Column("project_id", sa.BigInteger),
    *(sa.Column(name, sa.Text) for name in ("feedback_id", "name", "span_id", "word", "text", "folded")),
    sa.Column("number", sa.Double),
    *(sa.Column(name, UtcDateTime) for name in ("judged_at", "look_at")),
)


def upgrade() -> None:
    op.create_table(
        "span_sayings",
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("feedback_id", "name", "span_id")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("word", "text", "folded")),
        sa.Column("number", sa.Double()),
        sa.Column("judged_at", sa.BigInteger(), nullable=False),
        sa.Column("trace_id", sa.Text()),
        sa.Column("start_ns", sa.BigInteger()),
        sa.Column("look_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("project_id", "feedback_id", "name"),
    )
    op.create_index("span_sayings_by_name", "span_sayings", ["project_id", "name", "start_ns"])
    op.create_index("span_sayings_by_span", "span_sayings", ["project_id", "span_id"])
    op.create_index("span_sayings_by_trace", "span_sayings", ["project_id", "trace_id"])
    op.create_index("span_sayings_by_look", "span_sayings", ["project_id", "look_at"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Batch after batch in the order of the key."""
    key = (_FEEDBACK.c.project_id, _FEEDBACK.c.feedback_id)
    batch = sa.select(_FEEDBACK).order_by(*key).limit(_AT_ONCE)
    rows = connection.execute(batch).all()
    while rows:
        said = [saying for row in rows for saying in sayings_of(FeedbackItem(**row._mapping))]
        found = [
            {each.name: getattr(saying, "judged_at" if each.name == "look_at" else each.name) for each in _SAYINGS.c}
            for saying in said
        ]
        if found:
            connection.execute(insert_into(connection, _SAYINGS).on_conflict_do_nothing(), found)
        last = sa.tuple_(sa.literal(rows[-1].project_id), sa.literal(rows[-1].feedback_id))
        rows = connection.execute(batch.where(sa.tuple_(*key) > last)).all()
