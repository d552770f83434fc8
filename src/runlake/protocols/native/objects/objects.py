"""`…/objects`: versioned values that clients publish: prompts, models, scorers, data sets, evaluations, code."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from runlake.errors import NotFound
from runlake.products.objects import ObjectFiles, Objects, RowsPage, RowTables, Values, VersionsQuery, table_of
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.objects.object_rows import (
    DataRows,
    ObjectDetail,
    ObjectKind,
    ObjectPage,
    latest_of,
    object_row,
)

_MOST_LISTED = 200
_MOST_ROWS = 500
_MOST_CODE_BYTES = 1 << 20
_FAR = 1 << 31

Name = Annotated[str, Path(min_length=1, max_length=128)]
Version = Annotated[str, Path(min_length=1, max_length=128)]
Limit = Annotated[int, Query(ge=1, le=_MOST_LISTED)]
Offset = Annotated[int, Query(ge=0, lt=_FAR)]


def object_routes(objects: Objects, values: Values, files: ObjectFiles, tables: RowTables) -> APIRouter:
    """The endpoints that objects are read by."""
    router = APIRouter(tags=["objects"])
    place = "/projects/{entity}/{project}/objects"

    @router.get(place)
    async def list_objects(
        target: ReadProject, kind: ObjectKind | None = None, limit: Limit = 100, offset: Offset = 0
    ) -> ObjectPage:
        """The latest version of each name."""
        return await _page(objects, target.project.project_id, latest_of(kind, limit + 1, offset), limit)

    @router.get(place + "/{name}/versions")
    async def list_versions(
        target: ReadProject, name: Name, op: bool = False, limit: Limit = 100, offset: Offset = 0
    ) -> ObjectPage:
        """All versions of a name, the newest first."""
        kind: Any = "op" if op else "object"
        wanted = VersionsQuery(names=[name], kind=kind, descending=True, limit=limit + 1, offset=offset)
        return await _page(objects, target.project.project_id, wanted, limit)

    @router.get(place + "/{name}/versions/{version}")
    async def read_version(target: ReadProject, name: Name, version: Version, op: bool = False) -> ObjectDetail:
        """One version with its value."""
        project_id = target.project.project_id
        found = await objects.with_labels(await objects.get(project_id, name, version, "op" if op else "object"))
        value = (await values.read(project_id, [found.digest])).get(found.digest)
        table = table_of(value)
        size = None if table is None else (await tables.sizes(project_id, [table])).get(table)
        return {
            **object_row(found),
            "value": value,
            "code": await _code_of(files, project_id, value),
            "table": None if size is None else table,
            "row_count": None if size is None else size[0],
        }

    @router.get("/projects/{entity}/{project}/object-tables/{table}/rows")
    async def read_rows(
        target: ReadProject,
        table: Annotated[str, Path(min_length=1, max_length=64)],
        limit: Annotated[int, Query(ge=1, le=_MOST_ROWS)] = 100,
        offset: Offset = 0,
    ) -> DataRows:
        """Rows of a data set, in their order."""
        project_id = target.project.project_id
        sizes = await tables.sizes(project_id, [table])
        if table not in sizes:
            raise NotFound(f"table {table!r} not found in this project")
        rows = await tables.page(project_id, table, RowsPage(limit, offset))
        found = [{"digest": row.digest, "index": row.index, "value": row.value} for row in rows]
        return {"rows": found, "total": sizes[table][0]}  # type: ignore[typeddict-item]

    return router


async def _page(objects: Objects, project_id: int, wanted: VersionsQuery, limit: int) -> ObjectPage:
    """A page of what was asked for with one more than fits."""
    found = await objects.list(project_id, wanted)
    return {"objects": [object_row(version) for version in found[:limit]], "has_more": len(found) > limit}


async def _code_of(files: ObjectFiles, project_id: int, value: Any) -> str | None:
    """The source text of an op, of which clients publish one file; None when it has none, or one that is no text."""
    named = value.get("files") if isinstance(value, dict) else None
    digest = named.get("obj.py") if isinstance(named, dict) else None
    if not isinstance(digest, str):
        return None
    try:
        content = await files.read(project_id, digest)
    except NotFound:
        return None
    return content[:_MOST_CODE_BYTES].decode(errors="replace")
