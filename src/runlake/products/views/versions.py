"""Earlier versions of reports: what a save would otherwise have overwritten."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.products.views.tables import view_versions
from runlake.products.views.view import View

MOST_KEPT = 100
"""Of one report; the oldest go first."""


@dataclass(frozen=True, slots=True)
class ViewVersion:
    """A report as it once was. `saved_by` is a user's id; `body` is None in lists."""

    version: int
    display_name: str
    description: str
    saved_by: int
    saved_at: datetime
    body: str | None = None


def keep(connection: Connection, view: View) -> None:
    """Keep a report as it is now."""
    values = {
        "view_id": view.view_id,
        "version": view.version,
        "display_name": view.display_name,
        "description": view.description,
        "body": view.body,
        "saved_by": view.saved_by or view.owner_id,
        "saved_at": view.updated_at,
    }
    connection.execute(sa.insert(view_versions).values(**values))
    old = view_versions.c.version <= view.version - MOST_KEPT
    connection.execute(sa.delete(view_versions).where(view_versions.c.view_id == view.view_id, old))


def list_versions(connection: Connection, view_id: int) -> list[ViewVersion]:
    """The kept versions without their bodies, newest first."""
    columns = [column for column in view_versions.c if column.name not in ("view_id", "body")]
    statement = sa.select(*columns).where(view_versions.c.view_id == view_id)
    return [ViewVersion(**row._mapping) for row in connection.execute(statement.order_by(sa.desc("version")))]


def find_version(connection: Connection, view_id: int, version: int) -> ViewVersion | None:
    columns = [column for column in view_versions.c if column.name != "view_id"]
    here = (view_versions.c.view_id == view_id) & (view_versions.c.version == version)
    row = connection.execute(sa.select(*columns).where(here)).first()
    return None if row is None else ViewVersion(**row._mapping)
