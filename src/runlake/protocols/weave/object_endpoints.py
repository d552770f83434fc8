"""Objects and operations: versions of JSON values, their tags and aliases."""

import re
from typing import Any

from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded
from runlake.products.objects import Labels, NewVersion, Objects, ObjectVersion, Values, VersionsQuery
from runlake.protocols.weave.classes import classes_of, kind_of, with_builtin_class
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.object_wire import (
    AliasesBody,
    CreateObject,
    DeleteObject,
    ObjectsFilter,
    QueryObjects,
    ReadObject,
    SetAliases,
    TagsBody,
)
from runlake.protocols.weave.refusals import FieldRefused, NameRefused, ValueRefused

_MOST_VALUES = 1000
_NAME = re.compile(r"[\w.-]+")
_LONGEST_NAME = 128


class ObjectEndpoints:
    """The endpoints of objects."""

    def __init__(self, objects: Objects, values: Values, labels: Labels) -> None:
        self._objects = objects
        self._values = values
        self._labels = labels

    def routes(self, door: Door) -> list[Route]:
        version, name = "/objs/{object_id}/versions/{digest}", "/objs/{object_id}"
        return [
            *door.routes("/obj/create", self.create, CreateObject, access="write"),
            *door.routes("/obj/read", self.read, ReadObject),
            *door.routes("/obj/delete", self.delete, DeleteObject, access="write"),
            *door.routes("/objs/query", self.query, QueryObjects),
            *door.routes(f"{version}/tags", self.add_tags, TagsBody, access="write", method="PUT"),
            *door.routes(f"{version}/tags/remove", self.remove_tags, TagsBody, access="write"),
            *door.routes(f"{name}/aliases", self.set_aliases, SetAliases, access="write", method="PUT"),
            *door.routes(f"{name}/aliases/remove", self.remove_aliases, AliasesBody, access="write"),
            *door.routes("/tags", self.list_tags, method="GET"),
            *door.routes("/aliases", self.list_aliases, method="GET"),
        ]

    async def create(self, asked: Asked) -> dict[str, str]:
        """Publish a value; the digest is computed here, of what arrived."""
        given = asked.body.obj
        _check_name(given.object_id)
        value = with_builtin_class(given.val, given.builtin_object_class)
        base, leaf = classes_of(value)
        new = NewVersion(kind_of(value), given.object_id, value, given.set_base_object_class or base, leaf)
        user = asked.principal.username
        digest = await self._objects.publish(
            asked.project.project_id, new, created_by=user, expected_digest=given.expected_digest
        )
        return {"digest": digest, "object_id": given.object_id}

    async def read(self, asked: Asked) -> dict[str, Any]:
        """One version by digest, number, alias or `latest`."""
        body: ReadObject = asked.body
        version = await self._objects.get(asked.project.project_id, body.object_id, body.digest)
        if body.include_tags_and_aliases:
            version = await self._objects.with_labels(version)
        value = {} if body.metadata_only else await self._value(version)
        return {"obj": _sent(asked, version, value) | _more(version, body.include_tags_and_aliases, False)}

    async def query(self, asked: Asked) -> dict[str, Any]:
        """The live versions that match."""
        body: QueryObjects = asked.body
        found = await self._objects.list(asked.project.project_id, _versions_query(body))
        wanted = () if body.metadata_only else [version.digest for version in found]
        values = await self._values.read(asked.project.project_id, wanted)
        more = (body.include_tags_and_aliases, body.include_storage_size)
        rows = [_sent(asked, version, values.get(version.digest, {})) | _more(version, *more) for version in found]
        return {"objs": rows}

    async def delete(self, asked: Asked) -> dict[str, Any]:
        """Delete some versions or all. Raises NotFound; ValueRefused for too many at once."""
        body: DeleteObject = asked.body
        try:
            gone = await self._objects.delete(asked.project.project_id, body.object_id, body.digests)
        except InvalidInput as error:
            raise ValueRefused(error.message) from error
        deleted = [
            {
                "digest": version.digest,
                "base_object_class": version.base_class,
                "leaf_object_class": version.leaf_class,
            }
            for version in gone
        ]
        return {"num_deleted": len(gone), "deleted_versions": deleted}

    async def add_tags(self, asked: Asked) -> None:
        await self._labels.add_tags(await self._in_path(asked), asked.body.tags)

    async def remove_tags(self, asked: Asked) -> None:
        await self._labels.remove_tags(await self._in_path(asked), asked.body.tags)

    async def set_aliases(self, asked: Asked) -> None:
        body: SetAliases = asked.body
        version = await self._objects.get(asked.project.project_id, asked.path["object_id"], body.digest)
        await self._labels.set_aliases(version, body.aliases)

    async def remove_aliases(self, asked: Asked) -> None:
        await self._labels.remove_aliases(asked.project.project_id, asked.path["object_id"], asked.body.aliases)

    async def list_tags(self, asked: Asked) -> dict[str, Any]:
        return {"tags": await self._labels.list_tags(asked.project.project_id)}

    async def list_aliases(self, asked: Asked) -> dict[str, Any]:
        return {"aliases": await self._labels.list_aliases(asked.project.project_id)}

    async def _in_path(self, asked: Asked) -> ObjectVersion:
        return await self._objects.get(asked.project.project_id, asked.path["object_id"], asked.path["digest"])

    async def _value(self, version: ObjectVersion) -> Any:
        return (await self._values.read(version.project_id, [version.digest]))[version.digest]


def _check_name(name: str) -> None:
    """Raise FieldRefused for characters that no name has, NameRefused for a name that is too long."""
    if len(name) > _LONGEST_NAME:
        raise NameRefused(f"object_id has {len(name)} characters, at most {_LONGEST_NAME} are allowed")
    if not _NAME.fullmatch(name):
        raise FieldRefused(f"object_id {name!r} has other characters than letters, digits, '_', '-' and '.'")


def _versions_query(body: QueryObjects) -> VersionsQuery:
    found = body.filter or ObjectsFilter()
    lists = (found.object_ids, found.base_object_classes, found.exclude_base_object_classes)
    if any(
        len(values or ()) > _MOST_VALUES for values in (*lists, found.leaf_object_classes, found.tags, found.aliases)
    ):
        raise LimitExceeded(f"a list of the filter has more than {_MOST_VALUES} values")
    order = body.sort_by[0] if body.sort_by else None
    return VersionsQuery(
        names=found.object_ids or (),
        kind=None if found.is_op is None else ("op" if found.is_op else "object"),
        latest_only=bool(found.latest_only),
        base_classes=found.base_object_classes or (),
        not_base_classes=found.exclude_base_object_classes or (),
        leaf_classes=found.leaf_object_classes or (),
        tags=found.tags or (),
        aliases=found.aliases or (),
        by_name=order is not None and order.field == "object_id",
        descending=order is not None and order.direction == "desc",
        limit=None if body.limit is None else min(max(body.limit, 0), 2**31 - 1),
        offset=min(max(body.offset or 0, 0), 2**31 - 1),
    )


def _sent(asked: Asked, version: ObjectVersion, value: Any) -> dict[str, Any]:
    return {
        "project_id": asked.project_name,
        "object_id": version.name,
        "created_at": version.created_at,
        "deleted_at": None,
        "digest": version.digest,
        "version_index": version.version_index,
        "is_latest": int(version.is_latest),
        "kind": version.kind,
        "base_object_class": version.base_class,
        "leaf_object_class": version.leaf_class,
        "val": value,
        "wb_user_id": version.created_by,
    }


def _more(version: ObjectVersion, labels: bool | None, size: bool | None) -> dict[str, Any]:
    """What is told only when it is asked for."""
    more: dict[str, Any] = {"size_bytes": version.size_bytes} if size else {}
    return more | ({"tags": version.tags, "aliases": version.aliases} if labels else {})
