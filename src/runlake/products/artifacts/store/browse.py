"""Pages of collections and versions, and what is counted beside them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from runlake.products.artifacts import rules
from runlake.products.artifacts.records import Membership
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.tables import aliases, collections, memberships, tags, types, usages, versions


@dataclass(frozen=True, slots=True)
class CollectionsWanted:
    """Which collections of a project. `after` is the name that the page before ended with."""

    type_name: str | None = None
    search: str = ""
    tag: str | None = None
    after: str | None = None
    limit: int = 100


def count_by_type(connection: Connection, project_id: int) -> dict[int, tuple[int, int]]:
    """Type id → how many collections and how many committed places they have."""
    statement = (
        select(
            collections.c.type_id,
            func.count(sa.distinct(collections.c.collection_id)),
            func.count(memberships.c.membership_id),
        )
        .select_from(collections.outerjoin(memberships, memberships.c.collection_id == collections.c.collection_id))
        .where(collections.c.project_id == project_id, collections.c.name_key.is_not(None))
        .group_by(collections.c.type_id)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}


def count_in_projects(connection: Connection, project_ids: Sequence[int]) -> dict[int, tuple[int, int, datetime]]:
    """Project id → how many collections and places it has, and when a collection changed last; empty ones are absent."""
    found: dict[int, tuple[int, int, datetime]] = {}
    for some in in_batches(project_ids):
        statement = (
            select(
                collections.c.project_id,
                func.count(sa.distinct(collections.c.collection_id)),
                func.count(memberships.c.membership_id),
                func.max(collections.c.updated_at),
            )
            .select_from(collections.outerjoin(memberships, memberships.c.collection_id == collections.c.collection_id))
            .where(collections.c.project_id.in_(some), collections.c.name_key.is_not(None))
            .group_by(collections.c.project_id)
        )
        found.update((row[0], (row[1], row[2], row[3])) for row in connection.execute(statement))
    return found


def list_collection_ids(connection: Connection, project_id: int, wanted: CollectionsWanted) -> tuple[list[int], int]:
    """A page of ids in the order of names, and how many there are on all pages."""
    found = _matching(select(collections.c.collection_id), project_id, wanted)
    total = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    if wanted.after is not None:
        found = found.where(collections.c.name_key > wanted.after)
    page = connection.execute(found.order_by(collections.c.name_key).limit(wanted.limit))
    return list(page.scalars()), int(total)


def _matching(statement: Select[Any], project_id: int, wanted: CollectionsWanted) -> Select[Any]:
    statement = statement.where(collections.c.project_id == project_id, collections.c.name_key.is_not(None))
    if wanted.type_name is not None:
        of_type = and_(types.c.project_id == project_id, types.c.name == wanted.type_name)
        statement = statement.where(collections.c.type_id.in_(select(types.c.type_id).where(of_type)))
    if wanted.tag is not None:
        tagged = and_(tags.c.owner_kind == "collection", tags.c.name == wanted.tag)
        statement = statement.where(collections.c.collection_id.in_(select(tags.c.owner_id).where(tagged)))
    if wanted.search:
        statement = statement.where(_contains(wanted.search))
    return statement


def _contains(text: str) -> ColumnElement[bool]:
    """By name, by alias of one of its versions, or by tag."""
    named = select(aliases.c.collection_id).where(_like(aliases.c.alias, text))
    tagged = select(tags.c.owner_id).where(tags.c.owner_kind == "collection", _like(tags.c.name, text))
    here = collections.c.collection_id
    return or_(_like(collections.c.name, text), here.in_(named), here.in_(tagged))


def _like(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    return func.lower(column).contains(text.lower(), autoescape=True)


def count_members(connection: Connection, collection_ids: Sequence[int]) -> dict[int, int]:
    """Collection id → how many versions it holds; empty ones are absent."""
    found: dict[int, int] = {}
    for some in in_batches(collection_ids):
        counted = select(memberships.c.collection_id, func.count()).where(memberships.c.collection_id.in_(some))
        found.update((row[0], row[1]) for row in connection.execute(counted.group_by(memberships.c.collection_id)))
    return found


def list_latest(connection: Connection, collection_ids: Sequence[int]) -> dict[int, Membership]:
    """Collection id → its newest place; empty ones are absent."""
    found: dict[int, Membership] = {}
    for some in in_batches(collection_ids):
        newest = (
            select(memberships.c.collection_id, func.max(memberships.c.version_index).label("version_index"))
            .where(memberships.c.collection_id.in_(some))
            .group_by(memberships.c.collection_id)
            .subquery()
        )
        same = and_(
            memberships.c.collection_id == newest.c.collection_id,
            memberships.c.version_index == newest.c.version_index,
        )
        rows = connection.execute(select(memberships).join(newest, same))
        found.update((row.collection_id, Membership(**row._mapping)) for row in rows)
    return found


def list_alias_places(
    connection: Connection, collection_ids: Sequence[int], most: int
) -> dict[int, list[tuple[str, int]]]:
    """Collection id → its aliases with the index of the version of each, the last given first, at most `most` of each."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    same = and_(
        memberships.c.collection_id == aliases.c.collection_id, memberships.c.version_id == aliases.c.version_id
    )
    for some in in_batches(collection_ids):
        place = func.row_number().over(partition_by=aliases.c.collection_id, order_by=aliases.c.alias_id.desc())
        numbered = (
            select(aliases.c.collection_id, aliases.c.alias, memberships.c.version_index, place.label("place"))
            .join(memberships, same)
            .where(aliases.c.collection_id.in_(some))
            .subquery()
        )
        for row in connection.execute(select(numbered).where(numbered.c.place <= most).order_by(numbered.c.place)):
            found[row.collection_id].append((row.alias, row.version_index))
    return found


def list_member_page(
    connection: Connection, collection_id: int, *, search: str, before: int | None, limit: int
) -> tuple[list[Membership], int]:
    """A page of a collection's places, the newest first, and how many there are on all pages."""
    found = select(memberships).where(memberships.c.collection_id == collection_id)
    if search:
        found = found.where(_member_contains(collection_id, search))
    total = connection.execute(select(func.count()).select_from(found.subquery())).scalar_one()
    if before is not None:
        found = found.where(memberships.c.version_index < before)
    page = connection.execute(found.order_by(memberships.c.version_index.desc()).limit(limit))
    return [Membership(**row._mapping) for row in page], int(total)


def _member_contains(collection_id: int, text: str) -> ColumnElement[bool]:
    """By `v3`, alias, tag, description, or the start of the digest."""
    here = memberships.c.version_id
    named = select(aliases.c.version_id).where(aliases.c.collection_id == collection_id, _like(aliases.c.alias, text))
    tagged = select(tags.c.owner_id).where(tags.c.owner_kind == "version", _like(tags.c.name, text))
    described = select(versions.c.version_id).where(
        or_(_like(versions.c.description, text), versions.c.digest.startswith(text.lower(), autoescape=True))
    )
    conditions: list[ColumnElement[bool]] = [here.in_(named), here.in_(tagged), here.in_(described)]
    index = rules.index_in(text)
    if index is not None:
        conditions.append(memberships.c.version_index == index)
    return or_(*conditions)


def count_users(connection: Connection, version_ids: Sequence[int]) -> dict[int, int]:
    """Version id → how many runs use it; 0 is absent."""
    found: dict[int, int] = {}
    for some in in_batches(version_ids):
        counted = select(usages.c.version_id, func.count()).where(usages.c.version_id.in_(some))
        found.update((row[0], row[1]) for row in connection.execute(counted.group_by(usages.c.version_id)))
    return found
