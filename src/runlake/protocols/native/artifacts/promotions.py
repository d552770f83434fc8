"""Promotion: a version is linked to a collection of links, and its aliases say what it is good for."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from runlake.errors import InvalidInput
from runlake.products.artifacts import Editor, Promotion
from runlake.protocols.native.artifacts.artifact_sources import Name, VersionAddress, source_of
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews
from runlake.protocols.native.deps import ProjectAccess, ReadProject, WriteProject
from runlake.protocols.native.runs.run_rows import iso

_COLLECTION = "/projects/{entity}/{project}/artifacts/{collection}"


class NewLink(VersionAddress):
    """The version to link, by its own address, and the aliases that it gets in the collection."""

    aliases: list[Name] = Field([], max_length=50)


def promotion_routes(views: ArtifactViews) -> APIRouter:
    """The routes of links and their history."""
    router = APIRouter(tags=["registries"])
    promoting = views.artifacts.promoting

    @router.post(_COLLECTION + "/links", status_code=201)
    async def link_version(request: Request, target: WriteProject, collection: str, body: NewLink) -> dict[str, Any]:
        """Link a version into this collection, which is made when missing. May be repeated."""
        source = await source_of(request, views, target, body)
        (details,) = await views.artifacts.reading.details([source.version])
        await _require_type_allowed(views, target, details.sequence.type_name)
        editor = Editor.of(target.principal, target.project)
        place = await promoting.link(
            editor, source.version, details.sequence, target.project.project_id, collection, body.aliases
        )
        linked = await views.place(target, collection, f"v{place.version_index}")
        (row,) = await views.rows([linked], views.readable(target))
        return {"version": row}

    @router.get(_COLLECTION + "/promotions")
    async def list_promotions(
        target: ReadProject,
        collection: str,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        before: Annotated[int | None, Query(ge=0, lt=2**53)] = None,
    ) -> dict[str, Any]:
        """Who linked versions and moved aliases here, the last first. `before` is the last `promotion_id` so far."""
        found = await views.collection(target, collection)
        lines = await promoting.history(found.collection_id, before=before, limit=limit)
        names = await views.usernames([line.user_id for line in lines])
        return {
            "promotions": [_row(line, names.get(line.user_id)) for line in lines],
            "next_before": lines[-1].promotion_id if len(lines) == limit else None,
        }

    return router


async def _require_type_allowed(views: ArtifactViews, target: ProjectAccess, type_name: str) -> None:
    registry = target.project
    if not registry.is_registry or registry.allows_all_types:
        return
    if await views.artifacts.reading.find_type(registry.project_id, type_name) is None:
        raise InvalidInput(
            f"the registry {registry.name} does not accept artifacts of type {type_name!r}: add the type to it first"
        )


def _row(line: Promotion, username: str | None) -> dict[str, Any]:
    return {
        "promotion_id": line.promotion_id,
        "kind": line.kind.value,
        "alias": line.alias,
        "version": f"v{line.version_index}",
        "from_version": None if line.from_index is None else f"v{line.from_index}",
        "user": username,
        "promoted_at": iso(line.promoted_at),
    }
