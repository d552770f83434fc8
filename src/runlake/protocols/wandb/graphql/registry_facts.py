"""What filters and orders of registries, their collections and their versions look at. Pure.

Clients rename some fields before they send them: `id` and `created_at` of a version are `artifact_id` and
`artifact_created_at`. Source: `wandb/apis/public/registries/_utils.py`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from runlake.model import Project
from runlake.products.artifacts import Collection, Membership, Tag, VersionDetails
from runlake.protocols.wandb.graphql.artifact_filters import (
    Facts,
    parse_artifact_filters,
    parse_artifact_order,
    snake,
    sort_key,
)
from runlake.protocols.wandb.graphql.ids import encode_id

T = TypeVar("T")

_MAX_DEPTH = 8


def chosen(found: Sequence[T], facts_of: Callable[[T], Facts], filters: str | None, order: str | None) -> list[T]:
    """Those that match, in the order asked for; in the given one when none is. Raises InvalidInput."""
    matches = parse_artifact_filters(filters)
    pairs = [(one, facts_of(one)) for one in found]
    pairs = [pair for pair in pairs if matches(pair[1])]
    if order:
        field, descending = parse_artifact_order(order, "name")
        pairs.sort(key=lambda pair: sort_key(pair[1], field), reverse=descending)
    return [one for one, _ in pairs]


def chosen_projects(found: Sequence[Project], filters: str | None, order: str | None) -> list[Project]:
    """Projects by filters on name, description and times. Raises InvalidInput."""
    return chosen(found, _project_facts, filters, order)


def _project_facts(project: Project) -> Facts:
    ids = [encode_id("Project", project.project_id), project.project_id]
    return {
        "name": project.name,
        "description": project.description,
        "created_at": project.created_at,
        "updated_at": project.updated_at,
        "id": ids,
        "project_id": ids,
        "project": project.name,
        "entity_name": project.entity_name,
        "entity_id": [encode_id("Entity", project.entity_id), project.entity_id],
    }


def collection_facts(collection: Collection, tags: Sequence[Tag]) -> Facts:
    """What is known of a collection; `tags` are its own."""
    names = [tag.name for tag in tags]
    ids = [encode_id("ArtifactCollection", collection.collection_id), collection.collection_id]
    return {
        "id": ids,
        "artifact_collection_id": ids,
        "name": collection.name,
        "description": collection.description,
        "type": collection.type_name,
        "created_at": collection.created_at,
        "updated_at": collection.updated_at,
        "state": "READY",
        "tag": names,
        "tags": names,
    }


def member_facts(place: Membership, details: VersionDetails) -> Facts:
    """What is known of a version in one of its collections."""
    version = details.version
    tags = [tag.name for tag in details.tags]
    aliases = [one.alias for one in details.aliases if one.collection_id == place.collection_id]
    ids = [encode_id("Artifact", version.version_id), version.version_id]
    return {
        "id": ids,
        "artifact_id": ids,
        "version": [f"v{place.version_index}", place.version_index],
        "version_index": place.version_index,
        "digest": version.digest,
        "size": version.size_bytes,
        "artifact_size": version.size_bytes,
        "description": version.description,
        "state": version.state.name,
        "created_at": version.created_at,
        "artifact_created_at": version.created_at,
        "updated_at": version.updated_at,
        "linked_at": place.created_at,
        "acm_created_at": place.created_at,
        "tag": tags,
        "tags": tags,
        "alias": aliases,
        "aliases": aliases,
        **_metadata_facts(version.metadata_json),
    }


def _metadata_facts(metadata_json: str | None) -> dict[str, Any]:
    try:
        document = json.loads(metadata_json or "{}")
    except (ValueError, RecursionError):
        return {}
    facts: dict[str, Any] = {}
    _flatten("metadata", document, facts, _MAX_DEPTH)
    return facts


def _flatten(path: str, value: Any, facts: dict[str, Any], depth: int) -> None:
    """`metadata.a.b` → the value there; names as filters have them after their own change of case."""
    if isinstance(value, Mapping):
        for key, inner in value.items() if depth else ():
            _flatten(f"{path}.{key}", inner, facts, depth - 1)
    else:
        facts[snake(path)] = value
