"""Steps of a version's life, each one transaction."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, NotFound
from runlake.model import HappeningKind, Principal, Project
from runlake.model.texts import check_texts
from runlake.products.artifacts import rules
from runlake.products.artifacts.manifest import Totals
from runlake.products.artifacts.moves import remove_place
from runlake.products.artifacts.records import Collection, CollectionKind, NewVersion, Version, VersionState
from runlake.products.artifacts.store import collections, places, versions, writers
from runlake.products.artifacts.telling import Telling

NO_EXPIRY_S = -2
INHERIT_S = -1


def check_new(new: NewVersion) -> None:
    """Raise InvalidInput for names and texts that cannot be."""
    check_texts(asdict(new))
    rules.checked_name(new.collection_name)
    rules.checked_name(new.type_name, "artifact type")
    for alias in new.aliases:
        rules.checked_alias(alias)
    for tag in new.tags:
        rules.checked_tag(tag)


def create_version(
    connection: Connection, principal: Principal, project: Project, new: NewVersion, now: datetime, telling: Telling
) -> Version:
    """Announce a version; see `Writing.create`."""
    sequence = _sequence(connection, project, new, now)
    collections.lock_collection(connection, sequence.collection_id)
    existing = _existing(connection, sequence, new)
    if existing is None:
        version = versions.insert_version(connection, _values(principal, project, sequence, new, now))
        places.put_tags(connection, "version", version.version_id, new.tags)
        return version
    tagged = places.put_tags(connection, "version", existing.version_id, new.tags)
    telling.tagged(connection, HappeningKind.VERSION_TAGGED, existing, tagged, principal.user_id)
    versions.put_output(connection, existing, new.run_number)
    writers.put_writer(connection, existing, new.client_id, now)
    if existing.state is VersionState.COMMITTED:
        moved = places.put_aliases(connection, sequence.collection_id, existing.version_id, new.aliases)
        telling.aliased(
            connection, existing.version_id, sequence.project_id, sequence.collection_id, moved, principal.user_id
        )
        return existing
    wanted = list(dict.fromkeys([*existing.wanted_aliases, *new.aliases]))
    return versions.update_version(connection, existing.version_id, {"wanted_aliases": wanted}, now)


def _sequence(connection: Connection, project: Project, new: NewVersion, now: datetime) -> Collection:
    found = collections.find_collection(connection, project.project_id, new.collection_name)
    if found is None:
        of_type = collections.put_type(connection, project.project_id, new.type_name, now)
        return collections.insert_collection(connection, CollectionKind.SEQUENCE, of_type, new.collection_name, now)
    if found.kind is not CollectionKind.SEQUENCE:
        raise InvalidInput(f"{new.collection_name!r} is a collection of links: log the artifact under another name")
    if found.type_name != new.type_name:
        raise InvalidInput(
            f"artifact {new.collection_name!r} already exists with type {found.type_name!r}; "
            f"cannot create another with type {new.type_name!r}"
        )
    return found


def _existing(connection: Connection, sequence: Collection, new: NewVersion) -> Version | None:
    if new.client_id is not None:
        found = writers.find_of_writer(connection, sequence.collection_id, new.client_id)
        if found is not None:
            return found
    if new.distributed_id:
        return versions.find_pending_part(connection, sequence.collection_id, new.distributed_id)
    latest = versions.find_latest(connection, sequence.collection_id)
    mark = (new.digest_algorithm, new.digest)
    same = new.deduplicate and latest is not None and (latest.digest_algorithm, latest.digest) == mark
    return latest if same else None


def _values(
    principal: Principal, project: Project, sequence: Collection, new: NewVersion, now: datetime
) -> dict[str, object]:
    copied = (
        "digest",
        "description",
        "metadata_json",
        "client_id",
        "sequence_client_id",
        "distributed_id",
        "history_step",
        "run_number",
        "digest_algorithm",
    )
    return {
        **{name: getattr(new, name) for name in copied},
        "project_id": project.project_id,
        "collection_id": sequence.collection_id,
        "state": VersionState.PENDING.value,
        "size_bytes": 0,
        "file_count": 0,
        "ttl_s": stored_ttl(new.ttl_s),
        "user_id": principal.user_id,
        "wanted_aliases": list(dict.fromkeys(new.aliases)),
        "created_at": now,
        "updated_at": now,
    }


def stored_ttl(ttl_s: int | None) -> int | None:
    """None inherits. Source: protocol notes 8.8: on write -1 means inherit and -2 disable."""
    if ttl_s is not None and ttl_s > rules.MAX_TTL_S:
        raise InvalidInput(f"a time to live of {ttl_s} s; {rules.MAX_TTL_S} are allowed, and none keeps it for ever")
    return None if ttl_s in (None, INHERIT_S) else ttl_s


def commit_version(
    connection: Connection, version_id: int, totals: Totals, manifest_blob: str, now: datetime, telling: Telling
) -> Version:
    """Give a pending version its number and let its aliases point at it."""
    found = versions.find_version(connection, version_id)
    if found is None:
        raise NotFound("the artifact version does not exist")
    index = collections.take_index(connection, found.collection_id, now)  # waits for other commits to the sequence
    found = versions.find_version(connection, version_id)
    if found is None or found.state is not VersionState.PENDING:
        raise Conflict("the artifact version was committed or deleted a moment ago")
    places.insert_membership(connection, found.collection_id, version_id, index, now)
    moved = places.put_aliases(connection, found.collection_id, version_id, found.wanted_aliases)
    values = {
        "state": VersionState.COMMITTED.value,
        "version_index": index,
        "digest": totals.digest,
        "size_bytes": totals.size_bytes,
        "file_count": totals.file_count,
        "manifest_blob": manifest_blob,
    }
    committed = versions.update_version(connection, version_id, values, now)
    telling.created(connection, committed, moved)
    return committed


def delete_version(connection: Connection, version: Version, now: datetime) -> None:
    """Take a version out of all collections. `latest` falls back to the newest that is left."""
    for place in places.list_places(connection, [version.version_id]):
        remove_place(connection, place)
    versions.update_version(connection, version.version_id, {"state": VersionState.DELETED.value}, now)


def delete_collection(connection: Connection, collection: Collection, now: datetime) -> None:
    """Remove a collection; a sequence with all its versions."""
    if collection.kind is CollectionKind.SEQUENCE:
        for version in versions.list_of_collection(connection, collection.collection_id):
            if version.state is not VersionState.DELETED:
                delete_version(connection, version, now)
    for place in places.list_members(connection, collection.collection_id):
        places.delete_membership(connection, collection.collection_id, place.version_id)
    collections.update_collection(connection, collection.collection_id, {"name_key": None}, now)
