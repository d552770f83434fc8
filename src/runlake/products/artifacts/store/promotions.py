"""What was done in collections, and the aliases that only admins may move."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from runlake.products.artifacts.records import Promotion, PromotionKind
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.tables import aliases, collections, promotions, protected_aliases

_CHANGES_OF_ALIASES = [PromotionKind.ALIAS_GIVEN.value, PromotionKind.ALIAS_TAKEN.value]


def insert_promotion(connection: Connection, promotion: Promotion) -> None:
    """Add a line to the history of a collection; its `promotion_id` is not looked at."""
    values = {name: getattr(promotion, name) for name in promotion.__slots__ if name != "promotion_id"}
    connection.execute(insert(promotions).values({**values, "kind": promotion.kind.value}))


def list_promotions(connection: Connection, collection_id: int, *, before: int | None, limit: int) -> list[Promotion]:
    """The last ones first, from below `before`."""
    statement = select(promotions).where(promotions.c.collection_id == collection_id)
    if before is not None:
        statement = statement.where(promotions.c.promotion_id < before)
    rows = connection.execute(statement.order_by(promotions.c.promotion_id.desc()).limit(limit))
    return [Promotion(**{**row._mapping, "kind": PromotionKind(row.kind)}) for row in rows]


def list_last_links(connection: Connection, collection_id: int, version_ids: Sequence[int]) -> dict[int, Promotion]:
    """Version id → how it came into the collection last; absent when that was never written down."""
    linked = promotions.c.kind == PromotionKind.LINKED.value
    found = _newest(connection, linked & (promotions.c.collection_id == collection_id), version_ids)
    return {each.version_id: each for each in found}


def list_last_moves(connection: Connection, collection_id: int, names: Sequence[str]) -> dict[str, Promotion]:
    """Alias → how it came to the version that has it; absent when that was never written down."""
    found: dict[str, Promotion] = {}
    for some in in_batches(names):
        newest = (
            select(func.max(promotions.c.promotion_id))
            .where(promotions.c.collection_id == collection_id, promotions.c.alias.in_(some))
            .where(promotions.c.kind.in_(_CHANGES_OF_ALIASES))
            .group_by(promotions.c.alias)
        )
        for row in connection.execute(select(promotions).where(promotions.c.promotion_id.in_(newest))):
            found[row.alias] = Promotion(**{**row._mapping, "kind": PromotionKind(row.kind)})
    return found


def _newest(connection: Connection, where: ColumnElement[bool], version_ids: Sequence[int]) -> list[Promotion]:
    found: list[Promotion] = []
    for some in in_batches(version_ids):
        newest = (
            select(func.max(promotions.c.promotion_id))
            .where(where, promotions.c.version_id.in_(some))
            .group_by(promotions.c.version_id)
        )
        rows = connection.execute(select(promotions).where(promotions.c.promotion_id.in_(newest)))
        found.extend(Promotion(**{**row._mapping, "kind": PromotionKind(row.kind)}) for row in rows)
    return found


def list_last_changes(connection: Connection, project_ids: Sequence[int]) -> dict[int, datetime]:
    """Project id → when a version was linked or an alias moved in it last; absent when never."""
    found: dict[int, datetime] = {}
    for some in in_batches(project_ids):
        statement = (
            select(collections.c.project_id, func.max(promotions.c.promoted_at).label("at"))
            .join(collections, collections.c.collection_id == promotions.c.collection_id)
            .where(collections.c.project_id.in_(some))
            .group_by(collections.c.project_id)
        )
        found.update((row.project_id, row.at) for row in connection.execute(statement))
    return found


def list_protected(connection: Connection, project_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Project id → its protected aliases; absent when there are none."""
    found: dict[int, set[str]] = {}
    for some in in_batches(project_ids):
        rows = connection.execute(select(protected_aliases).where(protected_aliases.c.project_id.in_(some)))
        for row in rows:
            found.setdefault(row.project_id, set()).add(row.alias)
    return {project_id: frozenset(names) for project_id, names in found.items()}


def set_protected(connection: Connection, project_id: int, names: Sequence[str]) -> None:
    """Let these aliases be the protected ones of a project."""
    connection.execute(delete(protected_aliases).where(protected_aliases.c.project_id == project_id))
    for name in dict.fromkeys(names):
        connection.execute(insert(protected_aliases).values(project_id=project_id, alias=name))


def find_protected_on(
    connection: Connection, version_ids: Sequence[int], collection_id: int | None = None
) -> str | None:
    """A protected alias that names one of these versions; in one collection, or in any."""
    for some in in_batches(version_ids):
        statement = (
            select(aliases.c.alias)
            .join(collections, collections.c.collection_id == aliases.c.collection_id)
            .join(
                protected_aliases,
                (protected_aliases.c.project_id == collections.c.project_id)
                & (protected_aliases.c.alias == aliases.c.alias),
            )
            .where(aliases.c.version_id.in_(some))
        )
        if collection_id is not None:
            statement = statement.where(aliases.c.collection_id == collection_id)
        name: str | None = connection.execute(statement.limit(1)).scalar_one_or_none()
        if name is not None:
            return name
    return None
