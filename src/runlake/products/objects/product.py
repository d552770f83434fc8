"""`class Objects`: publishing, finding and deleting versions of values."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection

from runlake.errors import DigestMismatch, InvalidInput, NotFound, VersionDeleted, VersionMoved
from runlake.model.clock import Clock
from runlake.products.objects.digests import is_digest, outer_digest, value_digest
from runlake.products.objects.records import Kind, NewVersion, ObjectVersion, VersionsQuery
from runlake.products.objects.store import labels, versions
from runlake.products.objects.values import Values
from runlake.storage.metadata import Metadata

LATEST = "latest"
_NAME = re.compile(r"[\w.-]{1,128}")
_NUMBER = re.compile(r"v(\d{1,9})")
_MOST_DELETED = 100


class Objects:
    """The objects of all projects. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata, values: Values, clock: Clock) -> None:
        self._metadata = metadata
        self._values = values
        self._clock = clock

    async def publish(
        self,
        project_id: int,
        new: NewVersion,
        *,
        created_by: str,
        expected_digest: str | None = None,
        follows: str | None = None,
    ) -> str:
        """Store a version; durable and the latest of its name on return. Gives its digest; may be repeated.

        `follows` is the digest that the latest version must have until then, "" for a name that is free; None: any.
        Raises InvalidInput for a bad name, or one that other classes of values use; DigestMismatch; VersionMoved.
        """
        if not _NAME.fullmatch(new.name):
            raise InvalidInput(
                f"{new.name[:200]!r} is no name of an object: 1 to 128 letters, digits, '_', '-' and '.'"
            )
        if expected_digest is not None and (found := value_digest(new.value)) != expected_digest:
            raise DigestMismatch(expected=expected_digest, found=found)
        ((digest, size_bytes),) = await self._values.put(project_id, [new.value])
        other = await asyncio.to_thread(outer_digest, new.value)
        now = self._clock()

        def work(connection: Connection) -> None:
            classes = versions.base_classes(connection, project_id, new)
            if classes and new.base_class not in classes:
                raise InvalidInput(
                    f"{new.name} names objects of class {classes[0] or 'none'}: "
                    f"give the one of class {new.base_class or 'none'} another name"
                )
            if follows is not None and versions.latest_digest(connection, project_id, new) != follows:
                raise VersionMoved(new.name)
            versions.publish(connection, project_id, new, digest, size_bytes, created_by, now)
            if other != digest:
                labels.name_digest(connection, project_id, new, digest, other)

        await self._metadata.write(work)
        return digest

    async def get(self, project_id: int, name: str, version: str, kind: Kind | None = None) -> ObjectVersion:
        """The version of that digest, number (`v3`), alias, or `latest`. Raises NotFound, VersionDeleted."""
        find = partial(versions.find, project_id=project_id, name=name, kind=kind)
        number = _NUMBER.fullmatch(version)

        def work(connection: Connection) -> ObjectVersion | None:
            if version == LATEST:
                return find(connection)
            if number is not None:
                return find(connection, version_index=int(number[1]))
            aliased = find(connection, label=f"alias:{version}")
            if aliased is not None or not is_digest(version):
                return aliased
            return find(connection, digest=version) or find(connection, label=f"digest:{version}")

        found = await self._metadata.read(work)
        if found is None:
            raise NotFound(f"object {name[:128]}:{version[:128]} not found in this project")
        if found.deleted_at is not None:
            raise VersionDeleted(f"object {name}:{version} was deleted", found.deleted_at)
        return found

    async def list(self, project_id: int, query: VersionsQuery) -> Sequence[ObjectVersion]:
        """The live versions that match, with tags and aliases; by time of creation or by name."""

        def work(connection: Connection) -> list[ObjectVersion]:
            found = versions.list_versions(connection, project_id, query)
            given = labels.labels_of(connection, found)
            return [_labelled(version, given.get(version.version_id, [])) for version in found]

        return await self._metadata.read(work)

    async def with_labels(self, version: ObjectVersion) -> ObjectVersion:
        """The version with its tags and aliases."""
        given = await self._metadata.read(partial(labels.labels_of, versions=[version]))
        return _labelled(version, given.get(version.version_id, []))

    async def delete(
        self, project_id: int, name: str, which: Sequence[str] | None, kind: Kind | None = None
    ) -> Sequence[ObjectVersion]:
        """Delete versions of a name, None means all; gives those. Raises InvalidInput; NotFound unless all are there."""
        if which is None:
            gone = await self.list(project_id, VersionsQuery(names=[name], kind=kind))
        else:
            gone = await self._named(project_id, name, list(dict.fromkeys(which)), kind)
        if not gone:
            raise NotFound(f"object {name[:128]} not found in this project")
        ids = [version.version_id for version in gone]
        now = self._clock()
        await self._metadata.write(partial(versions.mark_deleted, version_ids=ids, now=now))
        return gone

    async def _named(
        self, project_id: int, name: str, which: Sequence[str], kind: Kind | None
    ) -> Sequence[ObjectVersion]:
        """The live versions of these digests, numbers or aliases. Raises InvalidInput, NotFound."""
        if len(which) > _MOST_DELETED:
            raise InvalidInput(f"Please delete {_MOST_DELETED} or fewer objects at a time, not {len(which)}")
        found: dict[int, ObjectVersion] = {}
        missing = []
        for one in which:
            try:
                version = await self.get(project_id, name, one, kind)
            except NotFound:  # a deleted one is not there either
                missing.append(one[:128])
            else:
                found[version.version_id] = version
        if missing:
            raise NotFound(
                f"Delete request contains {len(which)} digests, but found {len(found)} objects to delete. "
                f"Diff digests: {{{', '.join(map(repr, missing))}}}"
            )
        return tuple(found.values())


def _labelled(version: ObjectVersion, given: Sequence[str]) -> ObjectVersion:
    tags = tuple(label.removeprefix("tag:") for label in given if label.startswith("tag:"))
    aliases = tuple(label.removeprefix("alias:") for label in given if label.startswith("alias:"))
    return replace(version, tags=tags, aliases=(*([LATEST] if version.is_latest else []), *aliases))
