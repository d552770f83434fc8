"""Which runs made and used which versions, for many at once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, select

from runlake.products.artifacts.records import VersionState
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.tables import outputs, usages, versions

Link = tuple[int, int]
"""(run number, version id)."""

_COMMITTED = versions.c.state == VersionState.COMMITTED.value


def list_produced(
    connection: Connection, *, version_ids: Sequence[int] = (), run_numbers: Sequence[int] = ()
) -> list[Link]:
    """Links of versions with runs that logged them, those of the versions and those of the runs."""
    first = select(versions.c.run_number, versions.c.version_id).where(_COMMITTED, versions.c.run_number.is_not(None))
    again = (
        select(outputs.c.run_number, outputs.c.version_id)
        .join(versions, versions.c.version_id == outputs.c.version_id)
        .where(_COMMITTED)
    )
    found: list[Link] = []
    for some in in_batches(version_ids):
        found += _links(connection, first.where(versions.c.version_id.in_(some)))
        found += _links(connection, again.where(outputs.c.version_id.in_(some)))
    for some in in_batches(run_numbers):
        found += _links(connection, first.where(versions.c.run_number.in_(some)))
        found += _links(connection, again.where(outputs.c.run_number.in_(some)))
    return found


def list_used(
    connection: Connection, *, version_ids: Sequence[int] = (), run_numbers: Sequence[int] = ()
) -> list[Link]:
    """Links of versions with runs that use them, those of the versions and those of the runs."""
    statement = (
        select(usages.c.run_number, usages.c.version_id)
        .join(versions, versions.c.version_id == usages.c.version_id)
        .where(_COMMITTED)
    )
    found: list[Link] = []
    for some in in_batches(version_ids):
        found += _links(connection, statement.where(usages.c.version_id.in_(some)))
    for some in in_batches(run_numbers):
        found += _links(connection, statement.where(usages.c.run_number.in_(some)))
    return found


def _links(connection: Connection, statement: Select[Any]) -> list[Link]:
    return [(int(row[0]), int(row[1])) for row in connection.execute(statement)]
