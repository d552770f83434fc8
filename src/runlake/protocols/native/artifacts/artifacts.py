"""`…/artifacts`: types, collections and versions, found and changed."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import Conflict, InvalidInput
from runlake.products.artifacts import Collection, CollectionKind, CollectionsWanted, Editor, Version, VersionChange
from runlake.protocols.native.artifacts.artifact_origins import add_origins
from runlake.protocols.native.artifacts.artifact_rows import collection_row, type_row
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews, Place
from runlake.protocols.native.deps import ReadProject, WriteProject

_BASE = "/projects/{entity}/{project}"
_COLLECTION = _BASE + "/artifacts/{collection}"
_VERSION = _COLLECTION + "/versions/{version}"
_MAX_USERS = 1000
_KEPT = -2  # the time to live of a version that stays, whatever its collection says
_Name = Annotated[str, Field(min_length=1, max_length=128)]
_Names = Annotated[list[_Name], Field(max_length=200)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CollectionEdit(_Body):
    """What to change of a collection; what is left out keeps its value."""

    name: _Name | None = None
    description: str | None = Field(None, max_length=100_000)
    ttl_s: int | None = Field(None, ge=0, le=10_000_000_000, description="0: its versions stay.")
    tags_to_add: _Names = []
    tags_to_delete: _Names = []


class VersionEdit(_Body):
    """What to change of a version. Aliases and tags are added and taken one by one: two editors do not undo each other."""

    description: str | None = Field(None, max_length=100_000)
    ttl_s: int | None = Field(
        None,
        ge=-1,
        le=10_000_000_000,
        description="Seconds from its creation; 0: it stays; -1: as its collection says.",
    )
    aliases_to_add: _Names = []
    aliases_to_delete: _Names = []
    tags_to_add: _Names = []
    tags_to_delete: _Names = []


def artifact_routes(views: ArtifactViews) -> APIRouter:
    """The routes of types, collections and versions."""
    router = APIRouter(tags=["artifacts"])
    _add_collections(router, views)
    _add_collection_changes(router, views)
    _add_versions(router, views)
    _add_version_changes(router, views)
    _add_runs(router, views)
    return router


def _add_collections(router: APIRouter, views: ArtifactViews) -> None:
    browsing = views.artifacts.browsing

    @router.get(_BASE + "/artifact-types")
    async def list_artifact_types(target: ReadProject) -> dict[str, Any]:
        """The types of a project with how many collections and versions they have, by name."""
        return {"types": [type_row(each) for each in await browsing.types(target.project.project_id)]}

    @router.get(_BASE + "/artifacts")
    async def list_collections(
        target: ReadProject,
        type: Annotated[str | None, Query(max_length=128)] = None,
        search: Annotated[str, Query(max_length=200)] = "",
        tag: Annotated[str | None, Query(max_length=128)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        cursor: Annotated[str | None, Query(max_length=128)] = None,
    ) -> dict[str, Any]:
        """Collections by name. `search` looks at names, aliases and tags."""
        wanted = CollectionsWanted(type_name=type, search=search, tag=tag, after=cursor, limit=limit)
        found, total = await browsing.collections(target.project.project_id, wanted)
        next_cursor = found[-1].collection.name if len(found) == limit else None
        return {"collections": [collection_row(each) for each in found], "total": total, "next_cursor": next_cursor}

    @router.get(_COLLECTION)
    async def get_collection(target: ReadProject, collection: str) -> dict[str, Any]:
        """One collection."""
        return {"collection": collection_row(await views.summary(target, collection))}


def _add_collection_changes(router: APIRouter, views: ArtifactViews) -> None:
    changing = views.artifacts.changing

    @router.patch(_COLLECTION)
    async def edit_collection(target: WriteProject, collection: str, body: CollectionEdit) -> dict[str, Any]:
        """Rename or describe a collection, say how long its versions live, add and take tags."""
        found = await views.collection(target, collection)
        if body.tags_to_add:
            await changing.tag_collection(found, body.tags_to_add, by=target.principal.user_id)
        if body.tags_to_delete:
            await changing.untag_collection(found, body.tags_to_delete, by=target.principal.user_id)
        if body.name is not None or body.description is not None or body.ttl_s is not None:
            found = await changing.update_collection(
                found, name=body.name, description=body.description, ttl_s=body.ttl_s
            )
        return {"collection": collection_row(await views.summary(target, found.name))}

    @router.delete(_COLLECTION, status_code=204)
    async def delete_collection(target: WriteProject, collection: str) -> None:
        """Delete a collection; a sequence with all its versions."""
        await changing.delete_collection(await views.collection(target, collection))


def _add_versions(router: APIRouter, views: ArtifactViews) -> None:
    @router.get(_COLLECTION + "/versions")
    async def list_versions(
        target: ReadProject,
        collection: str,
        search: Annotated[str, Query(max_length=200)] = "",
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        before: Annotated[int | None, Query(ge=0, lt=2**53)] = None,
    ) -> dict[str, Any]:
        """Versions, the newest first. `before` is the last `version_index` of the page before."""
        found = await views.collection(target, collection)
        members, total = await views.artifacts.browsing.members(
            found.collection_id, search=search, before=before, limit=limit
        )
        places = [Place(target.project, found, place, version) for place, version in members]
        readable = views.readable(target)
        rows = await views.rows(places, readable)
        if found.kind is CollectionKind.PORTFOLIO:
            await add_origins(views, places, rows, readable)
        return {
            "versions": rows,
            "total": total,
            "next_before": rows[-1]["version_index"] if len(rows) == limit else None,
        }

    @router.get(_COLLECTION + "/uploads")
    async def list_uploads(target: ReadProject, collection: str) -> dict[str, Any]:
        """The versions that are being uploaded or were left half way, the newest first, and how far they are."""
        found = await views.collection(target, collection)
        pending = await views.artifacts.uploading.list(found.collection_id)
        return {"uploads": await views.pending_rows(pending, views.readable(target))}

    @router.get(_VERSION)
    async def get_version(target: ReadProject, collection: str, version: str) -> dict[str, Any]:
        """One version by `v3`, an alias or its digest, with the runs that use it and the collections it is linked to."""
        return {"version": await _whole_row(views, target, await views.place(target, collection, version))}


async def _whole_row(views: ArtifactViews, target: ReadProject, place: Place) -> dict[str, Any]:
    readable = views.readable(target)
    (row,) = await views.rows([place], readable, whole=True)
    users = await views.artifacts.reading.users(place.version.version_id)
    row["used_by"] = await views.run_links(users[:_MAX_USERS], readable)
    row["links"] = await views.links(place, readable)
    if place.collection.kind is CollectionKind.PORTFOLIO:
        await add_origins(views, [place], [row], readable)
    return row


def _add_version_changes(router: APIRouter, views: ArtifactViews) -> None:
    changing, promoting = views.artifacts.changing, views.artifacts.promoting

    @router.patch(_VERSION)
    async def edit_version(target: WriteProject, collection: str, version: str, body: VersionEdit) -> dict[str, Any]:
        """Describe a version, say how long it lives, add and take aliases and tags. An alias that is added leaves the version that had it."""
        place = await views.place(target, collection, version)
        await _require_home(views, target, place, body)
        editor = Editor.of(target.principal, target.project)
        if body.aliases_to_add:
            await promoting.add_aliases(editor, place.version, place.collection, body.aliases_to_add)
        if body.aliases_to_delete:
            await promoting.delete_aliases(editor, place.version, place.collection, body.aliases_to_delete)
        change = VersionChange(
            description=body.description,
            ttl_s=_KEPT if body.ttl_s == 0 else body.ttl_s,
            tags_to_add=tuple(body.tags_to_add),
            tags_to_delete=tuple(body.tags_to_delete),
        )
        if change != VersionChange():
            await changing.update(place.version, change, by=target.principal.user_id)
        return {"version": await _whole_row(views, target, await views.place(target, collection, place.name))}

    @router.delete(_VERSION, status_code=204)
    async def delete_version(
        target: WriteProject,
        collection: str,
        version: str,
        even_with_aliases: Annotated[Literal["0", "1"], Query()] = "0",
    ) -> None:
        """Delete a version, or take it out of a collection of links. 409 while it has aliases besides `latest`."""
        place = await views.place(target, collection, version)
        if place.collection.kind is CollectionKind.PORTFOLIO:
            await promoting.unlink(Editor.of(target.principal, target.project), place.version, place.collection)
            return
        await _require_unnamed(views, place.version, place.collection, allowed=even_with_aliases == "1")
        await changing.delete(place.version, even_with_aliases=True)


async def _require_home(views: ArtifactViews, target: WriteProject, place: Place, body: VersionEdit) -> None:
    """Aliases belong to the collection; a description and tags to the version, so to the project it was logged to."""
    touches_version = body.description is not None or body.ttl_s is not None or body.tags_to_add or body.tags_to_delete
    if not touches_version or place.version.project_id == target.project.project_id:
        return
    owner = await views.readable(target).find(place.version.project_id)
    if owner is None:
        raise InvalidInput(
            "this version was logged to a project that you may not see: only its aliases can change here"
        )
    owner.require_write(target.principal)


async def _require_unnamed(views: ArtifactViews, version: Version, home: Collection, *, allowed: bool) -> None:
    (details,) = await views.artifacts.reading.details([version])
    # Every newest version is called latest; the name says nothing about who relies on it.
    names = [
        each.alias for each in details.aliases if each.collection_id != home.collection_id or each.alias != "latest"
    ]
    if names and not allowed:
        raise Conflict(
            f"the version has the alias {names[0]!r}, somebody may rely on it: take its aliases away first, or ask "
            "with even_with_aliases=1"
        )


def _add_runs(router: APIRouter, views: ArtifactViews) -> None:
    @router.get(_BASE + "/runs/{run}/artifacts")
    async def list_run_artifacts(target: ReadProject, run: str) -> dict[str, Any]:
        """The versions that a run used, and those that it logged, as far as the caller may see them."""
        found = await views.runs.get(target.project.project_id, run)
        inputs = await views.artifacts.reading.inputs(found.run_number)
        outputs = await views.artifacts.reading.outputs(found.run_number)
        return {"inputs": await _at_home(views, target, inputs), "outputs": await _at_home(views, target, outputs)}


async def _at_home(views: ArtifactViews, target: ReadProject, versions: list[Version]) -> list[dict[str, Any]]:
    readable = views.readable(target)
    places = [await views.home(version, readable) for version in versions]
    return await views.rows([place for place in places if place is not None], readable)
