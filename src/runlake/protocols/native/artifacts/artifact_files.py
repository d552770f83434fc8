"""`…/versions/{version}/files`, `/tensors` and `/diff`: what is in a version, and what two differ in."""

import asyncio
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from runlake.errors import InvalidInput, NotFound
from runlake.products.artifacts import (
    ChangeKind,
    Content,
    EntryFile,
    FileChange,
    changed_names,
    file_change,
    metadata_changes,
    split_name,
)
from runlake.products.files import serve_stored
from runlake.protocols.artifact_content import NamedContent
from runlake.protocols.native.artifacts.artifact_rows import file_row, folder_row, metadata_of, version_path
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews, Place
from runlake.protocols.native.deps import ReadProject

_VERSION = "/projects/{entity}/{project}/artifacts/{collection}/versions/{version}"
_Offset = Annotated[int, Query(ge=0, lt=2**31)]
_Limit = Annotated[int, Query(ge=1, le=1000)]


def artifact_file_routes(views: ArtifactViews) -> APIRouter:
    """The routes of a version's files."""
    router = APIRouter(tags=["artifacts"])
    _add_files(router, views)
    _add_diff(router, views)
    return router


def _add_files(router: APIRouter, views: ArtifactViews) -> None:
    @router.get(_VERSION + "/files")
    async def list_artifact_files(
        target: ReadProject,
        collection: str,
        version: str,
        prefix: Annotated[str, Query(max_length=2000)] = "",
        search: Annotated[str, Query(max_length=200)] = "",
        name: Annotated[str | None, Query(max_length=2000)] = None,
        offset: _Offset = 0,
        limit: _Limit = 200,
    ) -> dict[str, Any]:
        """A folder's entries, folders first; with `search`, files anywhere below it; with `name`, that file alone.

        Versions do not change: page by offset.
        """
        place = await views.place(target, collection, version)
        index = await views.artifacts.reading.index(place.version)
        folder = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        if name is not None:
            part = index.only(name)
        else:
            part = index.search(folder, search, offset, limit) if search else index.folder(folder, offset, limit)
        base = version_path(target.project, place.collection.name, place.name)
        entries = [folder_row(each) for each in part.folders] + [file_row(each, base) for each in part.files]
        return {
            "entries": entries,
            "total": part.total,
            "file_count": part.file_count,
            "size_bytes": part.size_bytes,
        }

    @router.head(_VERSION + "/files/{name:path}")
    @router.get(_VERSION + "/files/{name:path}", response_class=Response)
    async def read_artifact_file(
        target: ReadProject, collection: str, version: str, name: str, request: Request
    ) -> Response:
        """The bytes of a file. Knows `Range`, `If-None-Match`, `If-Range`; `?download=1` makes a browser save it."""
        file, content = await _content(views, await views.place(target, collection, version), name)
        open_bytes = partial(views.artifacts.reading.open_content, content)
        return await serve_stored(NamedContent(file.name, content), open_bytes, request)

    @router.get(_VERSION + "/tensors/{name:path}")
    async def read_tensors(target: ReadProject, collection: str, version: str, name: str) -> dict[str, Any]:
        """What a safetensors file holds: names, types and shapes in the order of their bytes. Only the header is read."""
        _, content = await _content(views, await views.place(target, collection, version), name)
        found = await views.artifacts.browsing.tensors(content)
        rows = [
            {
                "name": each.name,
                "dtype": each.dtype,
                "shape": list(each.shape),
                "value_count": each.value_count,
                "size_bytes": each.size_bytes,
            }
            for each in found.tensors
        ]
        total = sum(each.value_count for each in found.tensors)
        return {"tensors": rows, "value_count": total, "metadata": found.metadata}


async def _content(views: ArtifactViews, place: Place, name: str) -> tuple[EntryFile, Content]:
    index = await views.artifacts.reading.index(place.version)
    file = index.find(name)
    if file is None:
        raise NotFound(f"{place.collection.name}:{place.name} has no file {name[:200]!r}")
    if file.reference:
        raise InvalidInput(f"{name[:200]!r} is a reference: its bytes are at {file.reference[:500]}, not here")
    content = await views.artifacts.reading.find_content(place.version.project_id, file.hex_digest)
    if content is None:
        raise NotFound(f"the bytes of {name[:200]!r} are not in this project any more")
    return file, content


def _add_diff(router: APIRouter, views: ArtifactViews) -> None:
    @router.get(_VERSION + "/diff")
    async def diff_versions(
        target: ReadProject,
        collection: str,
        version: str,
        base: Annotated[str, Query(min_length=1, max_length=300)],
        kind: ChangeKind | None = None,
        search: Annotated[str, Query(max_length=200)] = "",
        offset: _Offset = 0,
        limit: _Limit = 200,
    ) -> dict[str, Any]:
        """What became of `base` (`v1`, an alias, or `collection:v1` of the same project): files and metadata."""
        after = await views.place(target, collection, version)
        before = await _base(views, target, after, base)
        old = await views.artifacts.reading.index(before.version)
        new = await views.artifacts.reading.index(after.version)
        names = await asyncio.to_thread(changed_names, old, new)
        counts = {each.value: sum(one is each for _, one in names) for each in ChangeKind}
        wanted = [
            (name, one) for name, one in names if (kind is None or one is kind) and search.lower() in name.lower()
        ]
        page = [file_change(name, one, old, new) for name, one in wanted[offset : offset + limit]]
        bases = [version_path(target.project, each.collection.name, each.name) for each in (before, after)]
        (base_row, row) = await views.rows([before, after], views.readable(target))
        changes = metadata_changes(metadata_of(before.version), metadata_of(after.version))
        return {
            "base": base_row,
            "version": row,
            "files": [_change_row(each, *bases) for each in page],
            "total": len(wanted),
            "counts": {**counts, "same": len(new) - counts["added"] - counts["changed"]},
            "size_delta": after.version.size_bytes - before.version.size_bytes,
            "metadata": [
                {"path": each.path, "kind": each.kind.value, "before": each.before, "after": each.after}
                for each in changes
            ],
        }


async def _base(views: ArtifactViews, target: ReadProject, after: Place, base: str) -> Place:
    if ":" in base:
        return await views.place(target, *split_name(base))
    return await views.place(target, after.collection.name, base)


def _change_row(change: FileChange, base_before: str, base_after: str) -> dict[str, Any]:
    return {
        "name": change.name,
        "kind": change.kind.value,
        "before": None if change.before is None else file_row(change.before, base_before),
        "after": None if change.after is None else file_row(change.after, base_after),
        "size_delta": change.size_delta,
    }
