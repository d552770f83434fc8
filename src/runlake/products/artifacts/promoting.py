"""Putting versions into collections of links, moving aliases, and who did it when."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.model.clock import Clock
from runlake.products.artifacts import rules
from runlake.products.artifacts.again import write_again
from runlake.products.artifacts.moves import Moves
from runlake.products.artifacts.records import (
    Collection,
    CollectionKind,
    Editor,
    Membership,
    Promotion,
    Version,
    VersionState,
)
from runlake.products.artifacts.store import collections, places
from runlake.products.artifacts.store import promotions as store
from runlake.products.artifacts.telling import Telling
from runlake.storage.metadata import Metadata, Recorder

MAX_PROTECTED = 50


class Promoting:
    """Links and aliases, each with a line in the history of its collection.

    Callers have checked the right to write to the project of the collection.
    """

    def __init__(self, metadata: Metadata, clock: Clock, record: Recorder) -> None:
        self._telling = Telling(record)
        self._metadata = metadata
        self._clock = clock

    async def add_aliases(self, editor: Editor, version: Version, collection: Collection, names: Sequence[str]) -> None:
        """Let aliases of a collection name this version.

        Raises NotFound when it is not in the collection, PermissionDenied for protected aliases.
        """
        for name in names:
            rules.checked_alias(name)
        now = self._clock()

        def work(connection: Connection) -> None:
            place = places.find_membership(connection, collection.collection_id, version.version_id)
            if place is None:
                raise NotFound(f"the artifact version is not in the collection {collection.name!r}")
            Moves(connection, editor, collection, now, self._telling).give(place, names)

        await write_again(self._metadata, work)

    async def delete_aliases(
        self, editor: Editor, version: Version, collection: Collection, names: Sequence[str]
    ) -> None:
        """Take aliases from this version. Raises PermissionDenied for protected ones."""
        now = self._clock()

        def work(connection: Connection) -> None:
            place = places.find_membership(connection, collection.collection_id, version.version_id)
            if place is not None:
                Moves(connection, editor, collection, now, self._telling).take(place, names)

        await write_again(self._metadata, work)

    async def link(
        self,
        editor: Editor,
        version: Version,
        sequence: Collection,
        project_id: int,
        name: str,
        aliases: Sequence[str],
    ) -> Membership:
        """Put a version into the portfolio of that name, made when missing; move its aliases. May be repeated.

        Raises InvalidInput when the portfolio is of another type, PermissionDenied for protected aliases.
        """
        rules.checked_name(name, "collection name")
        for alias in aliases:
            rules.checked_alias(alias)
        now = self._clock()

        def work(connection: Connection) -> Membership:
            target = _portfolio(connection, sequence, project_id, name, now)
            _check_target(version, sequence, target)
            moves = Moves(connection, editor, target, now, self._telling)
            place = places.find_membership(connection, target.collection_id, version.version_id)
            if place is None:
                place = moves.link(version, aliases)
            moves.give(place, aliases)
            return place

        return await write_again(self._metadata, work)

    async def unlink(self, editor: Editor, version: Version, collection: Collection) -> None:
        """Take a version out of a portfolio. May be repeated.

        Raises InvalidInput for the sequence it was logged to, PermissionDenied while a protected alias names it.
        """
        if collection.kind is CollectionKind.SEQUENCE:
            raise InvalidInput("a version cannot be taken out of the sequence it was logged to: delete it instead")
        now = self._clock()

        def work(connection: Connection) -> None:
            place = places.find_membership(connection, collection.collection_id, version.version_id)
            if place is not None:
                Moves(connection, editor, collection, now, self._telling).unlink(place)

        await self._metadata.write(work)

    async def history(self, collection_id: int, *, before: int | None = None, limit: int = 100) -> list[Promotion]:
        """What was done in a collection, the last first, from below `before`."""
        return await self._metadata.read(
            partial(store.list_promotions, collection_id=collection_id, before=before, limit=limit)
        )

    async def last_links(self, collection_id: int, version_ids: Sequence[int]) -> dict[int, Promotion]:
        """Version id → who linked it and when; absent when that was never written down."""
        return await self._metadata.read(
            partial(store.list_last_links, collection_id=collection_id, version_ids=version_ids)
        )

    async def last_moves(self, collection_id: int, names: Sequence[str]) -> dict[str, Promotion]:
        """Alias → who gave it to the version that has it; absent when that was never written down."""
        return await self._metadata.read(partial(store.list_last_moves, collection_id=collection_id, names=names))

    async def last_changes(self, project_ids: Sequence[int]) -> dict[int, datetime]:
        """Project id → when something was promoted in it last; absent when never."""
        return await self._metadata.read(partial(store.list_last_changes, project_ids=project_ids))

    async def protected(self, project_ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """Project id → the aliases that only its admins may give and take; absent when there are none."""
        return await self._metadata.read(partial(store.list_protected, project_ids=project_ids))

    async def protect(self, project_id: int, names: Sequence[str]) -> None:
        """Let these be the protected aliases of a project. For admins of it. Raises InvalidInput, LimitExceeded."""
        if len(names) > MAX_PROTECTED:
            raise LimitExceeded(f"at most {MAX_PROTECTED} aliases can be protected, not {len(names)}")
        for name in names:
            rules.checked_alias(name)
        await write_again(self._metadata, partial(store.set_protected, project_id=project_id, names=names))


def _portfolio(connection: Connection, sequence: Collection, project_id: int, name: str, now: datetime) -> Collection:
    found = collections.find_collection(connection, project_id, name)
    if found is not None:
        return found
    of_type = collections.put_type(connection, project_id, sequence.type_name, now)
    return collections.insert_collection(connection, CollectionKind.PORTFOLIO, of_type, name, now)


def _check_target(version: Version, sequence: Collection, target: Collection) -> None:
    if version.state is not VersionState.COMMITTED:
        raise InvalidInput("only committed artifact versions can be linked: commit it first")
    if target.type_name != sequence.type_name:
        raise InvalidInput(
            f"the collection {target.name!r} holds artifacts of type {target.type_name!r}, not {sequence.type_name!r}"
        )
    if target.kind is CollectionKind.SEQUENCE and target.collection_id != version.collection_id:
        raise InvalidInput(f"{target.name!r} is a sequence: link to a collection of links")
