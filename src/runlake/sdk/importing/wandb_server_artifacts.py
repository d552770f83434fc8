"""Artifacts of a project on a wandb server, version by version, with the runs that logged and used them.

Source: the wandb client 0.31, `tools/graphql_codegen/artifacts/*.graphql` and `sdk/artifacts/artifact_manifests`.
"""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from runlake.sdk.importing.imported_version import ImportedFile, ImportedVersion
from runlake.sdk.importing.wandb_graphql import GraphQL, open_project, pages

TYPES = """
query Types($entity: String!, $project: String!, $cursor: String) {
  project(name: $project, entityName: $entity) {
    artifactTypes(first: 100, after: $cursor) { edges { node { name } } pageInfo { endCursor hasNextPage } }
  }
}
"""
COLLECTIONS = """
query Collections($entity: String!, $project: String!, $type: String!, $cursor: String) {
  project(name: $project, entityName: $entity) { artifactType(name: $type) {
    artifactCollections(first: 100, after: $cursor) {
      edges { node { __typename name } }
      pageInfo { endCursor hasNextPage }
    }
  } }
}
"""
VERSIONS = """
query Versions($entity: String!, $project: String!, $type: String!, $collection: String!, $cursor: String) {
  project(name: $project, entityName: $entity) { artifactType(name: $type) {
    artifactCollection(name: $collection) {
      artifacts(first: 50, after: $cursor) {
        edges { node {
          id versionIndex description metadata state
          aliases { alias artifactCollection { __typename name } }
          tags { name }
          createdBy { __typename ... on Run { name project { name } } }
          usedBy { edges { node { name project { name } } } }
          currentManifest { file { directUrl } }
        } }
        pageInfo { endCursor hasNextPage }
      }
    }
  } }
}
"""
FILES = """
query ArtifactFiles($id: ID!, $cursor: String) {
  artifact(id: $id) {
    files(first: 500, after: $cursor) {
      edges { node { name: displayName directUrl } }
      pageInfo { endCursor hasNextPage }
    }
  }
}
"""
_SEQUENCE = "ArtifactSequence"
_OWN_TYPES = "wandb-"
_OTHER_ARTIFACT = "wandb-"  # wandb-artifact:// and wandb-client-artifact:// name artifacts by ids of their server


def wandb_server_versions(place: str) -> Iterator[ImportedVersion]:
    """The versions of all artifacts of `https://host/entity/project`, the oldest of a collection first. Raises UsageError.

    Links into other collections and registries, and what wandb keeps for itself, are not among them.
    """
    api, of_project = open_project(place)
    for of_type in pages(api, TYPES, of_project, ("project", "artifactTypes")):
        if of_type["name"].startswith(_OWN_TYPES):
            continue
        typed = {**of_project, "type": of_type["name"]}
        for collection in pages(api, COLLECTIONS, typed, ("project", "artifactType", "artifactCollections")):
            if collection["__typename"] == _SEQUENCE:
                yield from _versions(api, {**typed, "collection": collection["name"]})


def _versions(api: GraphQL, of_collection: Mapping[str, str]) -> Iterator[ImportedVersion]:
    path = ("project", "artifactType", "artifactCollection", "artifacts")
    committed = [node for node in pages(api, VERSIONS, of_collection, path) if node["state"] == "COMMITTED"]
    for node in sorted(committed, key=lambda node: int(node["versionIndex"])):
        yield _VersionOfServer(api, of_collection, node).version


class _VersionOfServer:
    """One version; its files are listed and fetched when they are needed."""

    def __init__(self, api: GraphQL, of_collection: Mapping[str, str], node: Mapping[str, Any]) -> None:
        self._api, self._node = api, node
        self._urls: dict[str, str] | None = None
        collection, project = of_collection["collection"], of_collection["project"]
        users = [edge["node"] for edge in (node.get("usedBy") or {}).get("edges", ())]
        creators = [run for run in (node.get("createdBy"),) if run and run["__typename"] == "Run"]
        self.version = ImportedVersion(
            key=f"{api.url} {node['id']}",
            collection=collection,
            type=of_collection["type"],
            list_files=self._files,
            fetch=self._fetch,
            project=project,
            description=node.get("description"),
            metadata=json.loads(node.get("metadata") or "null") or {},
            aliases=tuple(_aliases(node, collection)),
            tags=tuple(each["name"] for each in node.get("tags") or ()),
            logged_by=next(iter(_names(creators, project)), None),
            used_by=tuple(_names(users, project)),
        )

    def _files(self) -> Sequence[ImportedFile]:
        file = (self._node.get("currentManifest") or {}).get("file")
        contents = json.loads(self._api.fetch(file["directUrl"]))["contents"] if file else {}
        found = [_file_of(name, entry) for name, entry in sorted(contents.items())]
        kept = [each for each in found if each.reference is None or not each.reference.startswith(_OTHER_ARTIFACT)]
        if len(kept) < len(found):
            self.version.left_out["references to other artifacts"] += len(found) - len(kept)
        return kept

    def _fetch(self, name: str, path: Path) -> None:
        if self._urls is None:
            nodes = pages(self._api, FILES, {"id": self._node["id"]}, ("artifact", "files"))
            self._urls = {node["name"]: node["directUrl"] for node in nodes}
        self._api.fetch_to(self._urls[name], path)


def _file_of(name: str, entry: Mapping[str, Any]) -> ImportedFile:
    """Digests are MD5 in base64, unless they say otherwise; those of references are what other stores call theirs."""
    size_bytes, digest = int(entry.get("size") or 0), str(entry.get("digest") or "")
    if entry.get("ref"):
        return ImportedFile(name, size_bytes, reference=entry["ref"], reference_digest=digest)
    is_md5 = (entry.get("extra") or {}).get("alg") in (None, "MD5")
    return ImportedFile(name, size_bytes, md5=b64decode(digest).hex() if is_md5 else None)


def _aliases(node: Mapping[str, Any], collection: str) -> Iterator[str]:
    """What it is called in its own collection."""
    for each in node.get("aliases") or ():
        if (each.get("artifactCollection") or {}).get("name") == collection:
            yield each["alias"]


def _names(runs: Sequence[Mapping[str, Any]], project: str) -> Iterator[str]:
    """Runs of the same project."""
    return (run["name"] for run in runs if (run.get("project") or {}).get("name") == project)
