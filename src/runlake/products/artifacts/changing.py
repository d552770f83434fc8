"""Changing what exists: texts, tags, types, deleting, and what runs use."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput
from runlake.model import HappeningKind
from runlake.model.clock import Clock
from runlake.model.texts import check_texts
from runlake.products.artifacts import changes, moves, rules
from runlake.products.artifacts.again import write_again
from runlake.products.artifacts.records import (
    ArtifactType,
    Collection,
    CollectionKind,
    Tag,
    Version,
    VersionChange,
    VersionState,
)
from runlake.products.artifacts.store import collections, places, promotions, versions
from runlake.products.artifacts.telling import Telling
from runlake.storage.metadata import Metadata, Recorder


class Changing:
    """Changes artifacts. Callers have checked the right to write to the projects concerned.

    `by` is the id of the user who changes something, for those who are told of it.
    """

    def __init__(self, metadata: Metadata, clock: Clock, record: Recorder) -> None:
        self._metadata = metadata
        self._telling = Telling(record)
        self._clock = clock

    async def use(self, version: Version, run_number: int, used_as: str | None) -> None:
        """Remember that a run uses a version. May be repeated."""
        check_texts({"used_as": used_as})
        now = self._clock()
        await write_again(
            self._metadata,
            partial(versions.put_usage, version_id=version.version_id, run_number=run_number, used_as=used_as, now=now),
        )

    async def update(self, version: Version, change: VersionChange, *, by: int | None = None) -> Version:
        """Change a version's texts, tags, time to live; given aliases replace those in its sequence."""
        check_texts(asdict(change))
        for alias in change.aliases or ():
            rules.checked_alias(alias)
        for tag in change.tags_to_add:
            rules.checked_tag(tag)
        now = self._clock()

        def work(connection: Connection) -> Version:
            added = places.put_tags(connection, "version", version.version_id, change.tags_to_add)
            gone = places.delete_tags(connection, "version", version.version_id, change.tags_to_delete)
            self._telling.tagged(connection, HappeningKind.VERSION_TAGGED, version, added, by)
            self._telling.tagged(connection, HappeningKind.VERSION_UNTAGGED, version, gone, by)
            if change.aliases is not None:
                moved = _set_aliases(connection, version, change.aliases)
                self._telling.aliased(
                    connection, version.version_id, version.project_id, version.collection_id, moved, by
                )
            return versions.update_version(connection, version.version_id, _values(change), now)

        return await write_again(self._metadata, work)

    async def delete(self, version: Version, *, even_with_aliases: bool) -> None:
        """Delete a version. May be repeated.

        Raises InvalidInput when it has aliases and they may not go, Conflict when one of them is protected.
        """
        now = self._clock()

        def work(connection: Connection) -> None:
            found = versions.find_version(connection, version.version_id)
            if found is None or found.state is VersionState.DELETED:
                return
            aliases = places.list_aliases(connection, [version.version_id])
            if aliases and not even_with_aliases:
                raise InvalidInput(
                    f"the artifact version has the alias {aliases[0].alias!r}: delete its aliases first, or with it"
                )
            moves.require_unprotected(connection, [version.version_id])
            changes.delete_version(connection, found, now)

        await write_again(self._metadata, work)

    async def put_type(self, project_id: int, name: str, description: str | None = None) -> ArtifactType:
        """The type of that name, made when missing."""
        rules.checked_name(name, "artifact type")
        check_texts({"name": name, "description": description})
        now = self._clock()
        return await write_again(
            self._metadata,
            partial(collections.put_type, project_id=project_id, name=name, now=now, description=description),
        )

    async def update_collection(
        self,
        collection: Collection,
        *,
        name: str | None = None,
        description: str | None = None,
        ttl_s: int | None = None,
    ) -> Collection:
        """Rename or describe a collection; `ttl_s` 0 takes its time to live away. Raises Conflict when the name is taken."""
        check_texts({"name": name, "description": description})
        now = self._clock()
        values: dict[str, object] = {} if description is None else {"description": description}
        if ttl_s is not None:
            values["ttl_s"] = changes.stored_ttl(ttl_s) if ttl_s > 0 else None
        if name is not None:
            values |= {"name": rules.checked_name(name, "collection name"), "name_key": name}

        def work(connection: Connection) -> Collection:
            holder = None if name is None else collections.find_collection(connection, collection.project_id, name)
            if holder is not None and holder.collection_id != collection.collection_id:
                raise Conflict(f"there is an artifact collection {name!r} already")
            collections.update_collection(connection, collection.collection_id, values, now)
            return collections.get_collection(connection, collection.collection_id)

        return await write_again(self._metadata, work)

    async def move(self, collection: Collection, type_name: str) -> Collection:
        """Give a sequence another type, which is made when missing."""
        rules.checked_name(type_name, "artifact type")
        now = self._clock()

        def work(connection: Connection) -> Collection:
            target = collections.put_type(connection, collection.project_id, type_name, now)
            collections.update_collection(connection, collection.collection_id, {"type_id": target.type_id}, now)
            return collections.get_collection(connection, collection.collection_id)

        return await write_again(self._metadata, work)

    async def delete_collection(self, collection: Collection) -> Collection:
        """Delete a collection; a sequence with all its versions. Raises Conflict when a protected alias names one."""
        now = self._clock()

        def work(connection: Connection) -> Collection:
            members = places.list_members(connection, collection.collection_id)
            only_here = collection.collection_id if collection.kind is CollectionKind.PORTFOLIO else None
            moves.require_unprotected(connection, [place.version_id for place in members], only_here)
            changes.delete_collection(connection, collection, now)
            return collections.get_collection(connection, collection.collection_id)

        return await write_again(self._metadata, work)

    async def tag_collection(self, collection: Collection, names: Sequence[str], *, by: int | None = None) -> list[Tag]:
        """Add tags to a collection; returns them."""
        for name in names:
            rules.checked_tag(name)

        def work(connection: Connection) -> list[Tag]:
            added = places.put_tags(connection, "collection", collection.collection_id, names)
            self._telling.collection_tagged(connection, HappeningKind.COLLECTION_TAGGED, collection, added, by)
            here = places.list_tags(connection, "collection", [collection.collection_id])
            return [tag for tag in here if tag.name in names]

        return await write_again(self._metadata, work)

    async def untag_collection(self, collection: Collection, names: Sequence[str], *, by: int | None = None) -> None:
        """Take tags from a collection."""

        def work(connection: Connection) -> None:
            gone = places.delete_tags(connection, "collection", collection.collection_id, names)
            self._telling.collection_tagged(connection, HappeningKind.COLLECTION_UNTAGGED, collection, gone, by)

        await write_again(self._metadata, work)

    async def delete_outputs(self, run_number: int) -> None:
        """Delete all versions that a run was the first to log, but for those that a protected alias names."""
        now = self._clock()

        def work(connection: Connection) -> None:
            for version in versions.list_first_outputs(connection, run_number):
                if promotions.find_protected_on(connection, [version.version_id]) is None:
                    changes.delete_version(connection, version, now)

        await write_again(self._metadata, work)


def _values(change: VersionChange) -> dict[str, object]:
    given = {"description": change.description, "metadata_json": change.metadata_json}
    values: dict[str, object] = {name: value for name, value in given.items() if value is not None}
    if change.ttl_s is not None:
        values["ttl_s"] = changes.stored_ttl(change.ttl_s)
    return values


def _set_aliases(connection: Connection, version: Version, aliases: Sequence[str]) -> list[str]:
    """Returns those that did not name the version before."""
    present = [
        alias.alias
        for alias in places.list_aliases(connection, [version.version_id])
        if alias.collection_id == version.collection_id
    ]
    gone = [alias for alias in present if alias not in aliases]
    places.delete_aliases(connection, version.collection_id, version.version_id, gone)
    return places.put_aliases(connection, version.collection_id, version.version_id, aliases)
