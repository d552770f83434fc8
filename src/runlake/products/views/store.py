"""Statements on views. Each function runs inside `Metadata.read` or `Metadata.write`."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row

from runlake.products.views.tables import view_links, view_versions, views
from runlake.products.views.view import View, ViewKind, ViewsQuery

MAX_PAGE = 1000


def find_view(connection: Connection, view_id: int) -> View | None:
    row = connection.execute(sa.select(views).where(views.c.view_id == view_id)).first()
    return None if row is None else _view(row)


def list_views(connection: Connection, project_id: int, query: ViewsQuery, *, reader_id: int) -> list[View]:
    """Views that the reader may see, newest first; `query.name` is either of a view's names."""
    here = (views.c.project_id == project_id) & (views.c.kind == query.kind.value)
    statement = sa.select(views).where(here, views.c.shared | (views.c.owner_id == reader_id))
    if query.name is not None:
        statement = statement.where((views.c.name == query.name) | (views.c.display_name == query.name))
    if query.owner_id is not None:
        statement = statement.where(views.c.owner_id == query.owner_id)
    if query.own_documents:
        statement = statement.where(views.c.draft_of.is_(None))
    if query.after is not None:
        statement = statement.where(views.c.view_id < query.after)
    limit = max(1, min(query.limit, MAX_PAGE))
    return [_view(row) for row in connection.execute(statement.order_by(views.c.view_id.desc()).limit(limit))]


def count_views(connection: Connection, project_id: int) -> int:
    statement = sa.select(sa.func.count()).select_from(views).where(views.c.project_id == project_id)
    return connection.execute(statement).scalar_one()


def insert_view(connection: Connection, values: Mapping[str, object]) -> View:
    return _view(connection.execute(sa.insert(views).values(**values).returning(*views.c)).one())


def lock_view(connection: Connection, view_id: int) -> View | None:
    """The view, which nobody else changes before this transaction ends."""
    row = connection.execute(sa.select(views).where(views.c.view_id == view_id).with_for_update()).first()
    return None if row is None else _view(row)


def update_view(connection: Connection, view_id: int, values: Mapping[str, object]) -> View:
    change = sa.update(views).where(views.c.view_id == view_id).values(**values).returning(*views.c)
    return _view(connection.execute(change).one())


def delete_view(connection: Connection, view_id: int) -> None:
    """With its versions, links and the drafts on it."""
    connection.execute(sa.delete(view_links).where(view_links.c.view_id == view_id))
    connection.execute(sa.delete(view_versions).where(view_versions.c.view_id == view_id))
    connection.execute(sa.delete(views).where((views.c.view_id == view_id) | (views.c.draft_of == view_id)))


def _view(row: Row[Any]) -> View:
    return View(**{**row._mapping, "kind": ViewKind(row.kind)})
