"""Where the versions of a collection of links came from, and who put them there."""

from collections.abc import Sequence
from typing import Any

from runlake.products.artifacts import Promotion, Version, VersionDetails
from runlake.protocols.native.artifacts.artifact_rows import version_ref
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews, Place, Readable
from runlake.protocols.native.runs.run_rows import iso


async def add_origins(
    views: ArtifactViews, places: Sequence[Place], rows: Sequence[dict[str, Any]], readable: Readable
) -> None:
    """Add `source`, `linked_by` and `alias_moves` to the rows of one collection's places."""
    if not places:
        return
    promoting, collection_id = views.artifacts.promoting, places[0].collection.collection_id
    links = await promoting.last_links(collection_id, [place.version.version_id for place in places])
    moves = await promoting.last_moves(collection_id, [alias for row in rows for alias in row["aliases"]])
    names = await views.usernames([each.user_id for each in (*links.values(), *moves.values())])
    details = await views.artifacts.reading.details([place.version for place in places])
    for place, row, known in zip(places, rows, details, strict=True):
        link = links.get(place.version.version_id)
        row["source"] = await _source(place.version, known, readable)
        row["linked_by"] = None if link is None else names.get(link.user_id)
        row["alias_moves"] = [_move(moves[alias], names) for alias in row["aliases"] if alias in moves]


def _move(move: Promotion, names: dict[int, str]) -> dict[str, Any]:
    return {"alias": move.alias, "user": names.get(move.user_id), "moved_at": iso(move.promoted_at)}


async def _source(version: Version, details: VersionDetails, readable: Readable) -> dict[str, Any] | None:
    """The address of the version where it was logged; None when the caller may not see that."""
    owner = await readable.find(version.project_id)
    if owner is None:
        return None
    name = f"v{version.version_index}"
    return {
        "entity": owner.entity_name,
        "project": owner.name,
        "collection": details.sequence.name,
        "version": name,
        "ref": version_ref(owner, details.sequence.name, name),
    }
