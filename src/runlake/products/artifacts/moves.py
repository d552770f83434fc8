"""Links and aliases of one collection changed inside one transaction, each written down."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from runlake.errors import Conflict, PermissionDenied
from runlake.products.artifacts import rules
from runlake.products.artifacts.records import Collection, Editor, Membership, Promotion, PromotionKind, Version
from runlake.products.artifacts.store import collections, places
from runlake.products.artifacts.store import promotions as store
from runlake.products.artifacts.telling import Telling


class Moves:
    """What one editor does in one collection at one time."""

    def __init__(
        self, connection: Connection, editor: Editor, collection: Collection, now: datetime, telling: Telling
    ) -> None:
        self._telling = telling
        self._connection = connection
        self._editor = editor
        self._collection = collection
        self._now = now

    def link(self, version: Version, aliases: Sequence[str] = ()) -> Membership:
        """Put a version in, as the newest one. `aliases` are told: they are given afterwards."""
        here = self._collection.collection_id
        index = collections.take_index(self._connection, here, self._now)
        place = places.insert_membership(self._connection, here, version.version_id, index, self._now)
        places.put_aliases(self._connection, here, version.version_id, [rules.LATEST])
        self._write_down(place, PromotionKind.LINKED)
        by = self._editor.user_id
        named = [*aliases, rules.LATEST]
        self._telling.linked(self._connection, version.version_id, self._collection, named, by)
        self._tell_alias(place, rules.LATEST)
        return place

    def unlink(self, place: Membership) -> None:
        """Take a version out. `latest` falls back to the newest that is left. Raises PermissionDenied."""
        self._require_free(self._names_of(place))
        remove_place(self._connection, place)
        self._write_down(place, PromotionKind.UNLINKED)
        self._telling.unlinked(self._connection, place.version_id, self._collection, self._editor.user_id)

    def give(self, place: Membership, names: Sequence[str]) -> None:
        """Let aliases name the version at `place`. Raises PermissionDenied for protected ones."""
        new = [name for name in dict.fromkeys(names) if name not in self._names_of(place)]
        self._require_free(new)
        for name in new:
            before = places.find_alias(self._connection, place.collection_id, name)
            from_index = None if before is None else self._index_of(before.version_id)
            places.put_aliases(self._connection, place.collection_id, place.version_id, [name])
            self._write_down(place, PromotionKind.ALIAS_GIVEN, name, from_index)
            self._tell_alias(place, name)

    def take(self, place: Membership, names: Sequence[str]) -> None:
        """Take aliases from the version at `place`; those it has not are left. Raises PermissionDenied."""
        here = [name for name in self._names_of(place) if name in names]
        self._require_free(here)
        places.delete_aliases(self._connection, place.collection_id, place.version_id, here)
        for name in here:
            self._write_down(place, PromotionKind.ALIAS_TAKEN, name)

    def _tell_alias(self, place: Membership, name: str) -> None:
        here = self._collection
        self._telling.aliased(
            self._connection, place.version_id, here.project_id, here.collection_id, [name], self._editor.user_id
        )

    def _names_of(self, place: Membership) -> list[str]:
        found = places.list_aliases(self._connection, [place.version_id])
        return [alias.alias for alias in found if alias.collection_id == place.collection_id]

    def _index_of(self, version_id: int) -> int | None:
        found = places.find_membership(self._connection, self._collection.collection_id, version_id)
        return None if found is None else found.version_index

    def _require_free(self, names: Iterable[str]) -> None:
        if self._editor.is_admin:
            return
        project_id = self._collection.project_id
        protected = store.list_protected(self._connection, [project_id]).get(project_id, frozenset())
        for name in names:
            if name in protected:
                raise PermissionDenied(f"the alias {name!r} is protected here: only admins may give, move or take it")

    def _write_down(
        self, place: Membership, kind: PromotionKind, alias: str | None = None, from_index: int | None = None
    ) -> None:
        done = Promotion(
            promotion_id=0,
            collection_id=place.collection_id,
            version_id=place.version_id,
            version_index=place.version_index,
            kind=kind,
            alias=alias,
            from_index=from_index,
            user_id=self._editor.user_id,
            promoted_at=self._now,
        )
        store.insert_promotion(self._connection, done)


def remove_place(connection: Connection, place: Membership) -> None:
    """Take a version and its aliases out of a collection. `latest` falls back to the newest that is left."""
    latest = places.find_alias(connection, place.collection_id, rules.LATEST)
    places.delete_membership(connection, place.collection_id, place.version_id)
    left = places.list_members(connection, place.collection_id)
    if latest is not None and latest.version_id == place.version_id and left:
        places.put_aliases(connection, place.collection_id, left[0].version_id, [rules.LATEST])


def require_unprotected(connection: Connection, version_ids: Sequence[int], collection_id: int | None = None) -> None:
    """Raise Conflict when a protected alias names one of the versions, in one collection or in any."""
    name = store.find_protected_on(connection, version_ids, collection_id)
    if name is not None:
        raise Conflict(
            f"the protected alias {name!r} of a registry is in use there: an admin of the registry must take it away first"
        )
