"""Versions, and which runs use them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from runlake.products.artifacts.records import DigestAlgorithm, Version, VersionState
from runlake.products.artifacts.store.batches import in_batches
from runlake.products.artifacts.tables import outputs, usages, versions


def insert_version(connection: Connection, values: dict[str, object]) -> Version:
    return _version(connection.execute(insert(versions).values(values).returning(*versions.c)).one())


def update_version(connection: Connection, version_id: int, values: dict[str, object], now: datetime) -> Version:
    statement = update(versions).where(versions.c.version_id == version_id).values(**values, updated_at=now)
    return _version(connection.execute(statement.returning(*versions.c)).one())


def find_version(connection: Connection, version_id: int) -> Version | None:
    return find_versions(connection, [version_id]).get(version_id)


def find_versions(connection: Connection, version_ids: Sequence[int]) -> dict[int, Version]:
    found: dict[int, Version] = {}
    for some in in_batches(version_ids):
        rows = connection.execute(select(versions).where(versions.c.version_id.in_(some)))
        found.update((row.version_id, _version(row)) for row in rows)
    return found


def list_of_collection(connection: Connection, collection_id: int) -> list[Version]:
    """All that were logged to a sequence, pending and deleted ones too."""
    rows = connection.execute(select(versions).where(versions.c.collection_id == collection_id))
    return [_version(row) for row in rows]


def find_latest(connection: Connection, collection_id: int) -> Version | None:
    """The newest committed version of a sequence."""
    statement = select(versions).where(_committed(collection_id)).order_by(versions.c.version_index.desc()).limit(1)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _version(row)


def find_newest(connection: Connection, collection_id: int) -> Version | None:
    """The version that was announced last in a sequence, in whatever state it is."""
    mine = select(versions).where(versions.c.collection_id == collection_id)
    row = connection.execute(mine.order_by(versions.c.version_id.desc()).limit(1)).one_or_none()
    return None if row is None else _version(row)


def find_pending_part(connection: Connection, collection_id: int, distributed_id: str) -> Version | None:
    """The version that several writers are making together."""
    condition = and_(
        versions.c.collection_id == collection_id,
        versions.c.distributed_id == distributed_id,
        versions.c.state == VersionState.PENDING.value,
    )
    row = connection.execute(select(versions).where(condition).limit(1)).one_or_none()
    return None if row is None else _version(row)


def list_outputs(connection: Connection, run_number: int) -> list[Version]:
    """Committed versions that a run logged, also those that were there already."""
    again = select(outputs.c.version_id).where(outputs.c.run_number == run_number)
    logged = or_(versions.c.run_number == run_number, versions.c.version_id.in_(again))
    condition = and_(logged, versions.c.state == VersionState.COMMITTED.value)
    rows = connection.execute(select(versions).where(condition).order_by(versions.c.version_id))
    return [_version(row) for row in rows]


def list_first_outputs(connection: Connection, run_number: int) -> list[Version]:
    """Committed versions that a run was the first to log."""
    return [version for version in list_outputs(connection, run_number) if version.run_number == run_number]


def put_output(connection: Connection, version: Version, run_number: int | None) -> None:
    """Remember that a run logged a version that was there already; once."""
    if run_number is None or run_number == version.run_number:
        return
    same = and_(outputs.c.version_id == version.version_id, outputs.c.run_number == run_number)
    if connection.execute(select(outputs.c.output_id).where(same)).one_or_none() is None:
        connection.execute(insert(outputs).values(version_id=version.version_id, run_number=run_number))


def list_inputs(connection: Connection, run_number: int) -> list[Version]:
    """Committed versions that a run uses, in the order of first use."""
    statement = (
        select(versions)
        .join(usages, usages.c.version_id == versions.c.version_id)
        .where(usages.c.run_number == run_number, versions.c.state == VersionState.COMMITTED.value)
        .order_by(usages.c.usage_id)
    )
    return [_version(row) for row in connection.execute(statement)]


def put_usage(connection: Connection, version_id: int, run_number: int, used_as: str | None, now: datetime) -> None:
    """Remember that a run uses a version; once."""
    same = and_(usages.c.version_id == version_id, usages.c.run_number == run_number)
    if connection.execute(select(usages.c.usage_id).where(same)).one_or_none() is None:
        values = {"version_id": version_id, "run_number": run_number, "used_as": used_as, "created_at": now}
        connection.execute(insert(usages).values(values))


def list_users(connection: Connection, version_id: int) -> list[int]:
    """The numbers of the runs that use a version."""
    statement = select(usages.c.run_number).where(usages.c.version_id == version_id).order_by(usages.c.usage_id)
    return list(connection.execute(statement).scalars())


def _committed(collection_id: int) -> ColumnElement[bool]:
    return and_(versions.c.collection_id == collection_id, versions.c.state == VersionState.COMMITTED.value)


def _version(row: Row[Any]) -> Version:
    values = dict(row._mapping)
    values["state"] = VersionState(values["state"])
    values["wanted_aliases"] = tuple(values["wanted_aliases"])
    values["digest_algorithm"] = DigestAlgorithm(values["digest_algorithm"] or DigestAlgorithm.MD5)
    return Version(**values)
