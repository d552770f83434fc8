"""Artifacts as JSON."""

import json
from typing import Any
from urllib.parse import quote

from runlake.model import Project, Run
from runlake.products.artifacts import (
    Collection,
    CollectionSummary,
    EntryFile,
    Folder,
    Membership,
    PendingVersion,
    TypeSummary,
    Version,
    VersionDetails,
)
from runlake.products.files import mimetype_of
from runlake.products.runs import json_safe
from runlake.protocols.native.runs.run_rows import iso

MAX_LISTED_METADATA_CHARS = 20_000


def type_row(summary: TypeSummary) -> dict[str, Any]:
    """A type with its counts."""
    return {
        "name": summary.artifact_type.name,
        "description": summary.artifact_type.description,
        "collection_count": summary.collection_count,
        "version_count": summary.version_count,
        "created_at": iso(summary.artifact_type.created_at),
    }


def collection_row(summary: CollectionSummary) -> dict[str, Any]:
    """A collection with its newest version."""
    found = summary.collection
    place, version = summary.latest or (None, None)
    return {
        "name": found.name,
        "type": found.type_name,
        "kind": found.kind.value,
        "description": found.description,
        "version_count": summary.version_count,
        "latest_version": None if place is None else f"v{place.version_index}",
        "size_bytes": None if version is None else version.size_bytes,
        "file_count": None if version is None else version.file_count,
        "aliases": [{"alias": alias, "version": f"v{index}"} for alias, index in summary.aliases],
        "tags": [tag.name for tag in summary.tags],
        "ttl_s": found.ttl_s,
        "created_at": iso(found.created_at),
        "updated_at": iso(found.updated_at if version is None else max(found.updated_at, version.updated_at)),
    }


def version_row(
    collection: Collection, place: Membership, details: VersionDetails, owner: Project, *, whole: bool = False
) -> dict[str, Any]:
    """A version at its place in a collection; `owner` is the collection's project.

    In lists, metadata of more than 20,000 characters are left out: `metadata` is then null.
    """
    version = details.version
    name = f"v{place.version_index}"
    here = [alias.alias for alias in details.aliases if alias.collection_id == collection.collection_id]
    large = len(version.metadata_json or "") > MAX_LISTED_METADATA_CHARS
    return {
        "entity": owner.entity_name,
        "project": owner.name,
        "collection": collection.name,
        "type": collection.type_name,
        "version": name,
        "version_index": place.version_index,
        "ref": version_ref(owner, collection.name, name),
        "state": version.state.value,
        "digest": version.digest,
        "size_bytes": version.size_bytes,
        "file_count": version.file_count,
        "description": version.description,
        "aliases": here,
        "tags": [tag.name for tag in details.tags],
        "ttl_s": details.ttl_s,
        "ttl_is_inherited": version.ttl_s is None,
        "collection_ttl_s": details.sequence.ttl_s,
        "history_step": version.history_step,
        "created_at": iso(version.created_at),
        "updated_at": iso(version.updated_at),
        "linked_at": iso(place.created_at) if collection.collection_id != version.collection_id else None,
        "metadata": None if large and not whole else metadata_of(version),
    }


def pending_row(pending: PendingVersion) -> dict[str, Any]:
    """A version that is being uploaded."""
    return {
        "started_at": iso(pending.version.created_at),
        "heard_at": iso(pending.heard_at),
        "file_count": pending.file_count,
        "size_bytes": pending.size_bytes,
        "part_count": pending.part_count,
        "parts_expected": pending.parts_expected,
    }


def metadata_of(version: Version) -> dict[str, Any]:
    """The metadata as every JSON reader takes them; {} when there are none."""
    try:
        document = json.loads(version.metadata_json or "{}")
    except (ValueError, RecursionError):
        return {}
    return json_safe(document) if isinstance(document, dict) else {"metadata": json_safe(document)}


def version_ref(owner: Project, collection: str, version: str) -> str:
    """The name of a version everywhere in Runlake."""
    parts = "/".join(quote(part, safe="") for part in (owner.entity_name, owner.name))
    return f"runlake:///{parts}/artifact/{quote(collection, safe='')}:{version}"


def run_link(run: Run, owner: Project) -> dict[str, Any]:
    """A run that stands beside an artifact."""
    return {
        "entity": owner.entity_name,
        "project": owner.name,
        "run_id": run.run_id,
        "display_name": run.display_name,
        "state": run.state.value,
        "job_type": run.job_type,
        "created_at": iso(run.created_at),
    }


def version_path(owner: Project, collection: str, version: str) -> str:
    """The route of a version."""
    parts = [quote(part, safe="") for part in (owner.entity_name, owner.name, collection, version)]
    return "/api/v1/projects/{}/{}/artifacts/{}/versions/{}".format(*parts)


def folder_row(folder: Folder) -> dict[str, Any]:
    """A folder of a version; `name` is its path without the last slash."""
    return {
        "kind": "folder",
        "name": folder.path.removesuffix("/"),
        "size_bytes": folder.size_bytes,
        "file_count": folder.file_count,
    }


def file_row(file: EntryFile, base: str) -> dict[str, Any]:
    """A file of a version; `base` is the route of the version. A reference has bytes elsewhere, and no `url`."""
    url = f"{base}/files/{quote(file.name, safe='/')}?v={file.hex_digest}"
    return {
        "kind": "file",
        "name": file.name,
        "size_bytes": file.size_bytes,
        "digest": file.digest,
        "mimetype": mimetype_of(file.name),
        "reference": file.reference,
        "url": None if file.reference else url,
    }
