"""Telling what happened to versions and collections, in the transaction in which it did."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from runlake.model import Happening, HappeningKind
from runlake.products.artifacts.records import Collection, Version
from runlake.products.artifacts.store import collections, places
from runlake.storage.metadata import Recorder


class Telling:
    """Puts changes into the words of `Happening`. `by` is the user who made the change."""

    def __init__(self, record: Recorder) -> None:
        self._record = record

    def created(self, connection: Connection, version: Version, aliases: Sequence[str]) -> None:
        """A version was committed to its sequence."""
        self._tell(
            connection,
            HappeningKind.VERSION_CREATED,
            version.version_id,
            version.project_id,
            version.collection_id,
            {"alias": list(version.wanted_aliases)},
            version.user_id,
        )
        self.aliased(
            connection, version.version_id, version.project_id, version.collection_id, aliases, version.user_id
        )

    def aliased(
        self,
        connection: Connection,
        version_id: int,
        project_id: int,
        collection_id: int,
        names: Sequence[str],
        by: int | None,
    ) -> None:
        """Aliases of a collection came to name a version."""
        for name in names:
            kind = HappeningKind.ALIAS_ADDED
            self._tell(connection, kind, version_id, project_id, collection_id, {"alias": name}, by)

    def linked(
        self, connection: Connection, version_id: int, target: Collection, aliases: Sequence[str], by: int | None
    ) -> None:
        """A version was put into a portfolio."""
        facts = {"alias": list(aliases)}
        kind = HappeningKind.VERSION_LINKED
        self._tell(connection, kind, version_id, target.project_id, target.collection_id, facts, by)

    def unlinked(self, connection: Connection, version_id: int, target: Collection, by: int | None) -> None:
        """A version was taken out of a portfolio."""
        kind = HappeningKind.VERSION_UNLINKED
        self._tell(connection, kind, version_id, target.project_id, target.collection_id, {}, by)

    def tagged(
        self, connection: Connection, kind: HappeningKind, version: Version, names: Sequence[str], by: int | None
    ) -> None:
        """Tags of a version changed: told once in every project that has the version in a collection."""
        if not names:
            return
        held = [place.collection_id for place in places.list_places(connection, [version.version_id])]
        by_project: defaultdict[int, list[int]] = defaultdict(list)
        for collection in collections.find_collections(connection, [version.collection_id, *held]).values():
            by_project[collection.project_id].append(collection.collection_id)
        for project_id, collection_ids in by_project.items():
            own = version.collection_id if version.collection_id in collection_ids else collection_ids[0]
            for name in names:
                facts = {"tag": name, "collection_ids": collection_ids}
                self._tell(connection, kind, version.version_id, project_id, own, facts, by)

    def collection_tagged(
        self, connection: Connection, kind: HappeningKind, collection: Collection, names: Sequence[str], by: int | None
    ) -> None:
        """Tags of a collection changed."""
        for name in names:
            self._tell(connection, kind, None, collection.project_id, collection.collection_id, {"tag": name}, by)

    def _tell(
        self,
        connection: Connection,
        kind: HappeningKind,
        version_id: int | None,
        project_id: int,
        collection_id: int,
        facts: Mapping[str, object],
        by: int | None,
    ) -> None:
        self._record(connection, Happening(kind, project_id, collection_id, version_id, facts=facts, user_id=by))
