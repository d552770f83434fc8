"""Logging a version of an artifact in a few requests, as clients do it."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import httpx

from tests.server.requests import graphql

CREATE = """
mutation A($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id state } } }
"""
_FILES = """
mutation F($files: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {storageLayout: V2, artifactFiles: $files}) {
  files { edges { node { uploadUrl displayName } } } } }
"""
_MANIFEST = """
mutation M($id: ID!, $digest: String!, $entity: String!, $project: String!) {
  createArtifactManifest(input: {artifactID: $id, name: "wandb_manifest.json", digest: $digest, entityName: $entity,
    projectName: $project, runName: ""}) { artifactManifest { file { uploadUrl } } } }
"""
_COMMIT = "mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id } } }"
_USE = """
mutation U($id: ID!, $entity: String!, $project: String!, $run: String!) {
  useArtifact(input: {artifactID: $id, entityName: $entity, projectName: $project, runName: $run}) { artifact { id } } }
"""
_LINK = """
mutation L($id: ID!, $entity: String!, $project: String!, $name: String!) {
  linkArtifact(input: {artifactID: $id, artifactPortfolioName: $name, entityName: $entity, projectName: $project,
    aliases: [{artifactCollectionName: $name, alias: "production"}]}) { versionIndex } }
"""


def md5_of(body: bytes) -> str:
    return b64encode(hashlib.md5(body).digest()).decode()


def manifest_of(files: Mapping[str, bytes | str]) -> dict[str, Any]:
    """A text is a reference to that address."""
    return {
        name: {"digest": body, "ref": body} if isinstance(body, str) else {"digest": md5_of(body), "size": len(body)}
        for name, body in sorted(files.items())
    }


def digest_of(files: Mapping[str, bytes | str]) -> str:
    """What a version with these files is known by."""
    lines = "".join(f"{path}:{entry['digest']}\n" for path, entry in manifest_of(files).items())
    return hashlib.md5(f"wandb-artifact-manifest-v1\n{lines}".encode()).hexdigest()


def log_version(
    client: httpx.Client,
    project: str,
    name: str,
    files: Mapping[str, bytes | str],
    *,
    kind: str = "dataset",
    run: str | None = None,
    aliases: tuple[str, ...] = ("latest",),
    metadata: dict[str, Any] | None = None,
    entity: str = "admin",
) -> str:
    """Log and commit a version; returns its id."""
    given = {
        "entityName": entity,
        "projectName": project,
        "runName": run,
        "artifactTypeName": kind,
        "artifactCollectionName": name,
        "digest": digest_of(files),
        "digestAlgorithm": "MANIFEST_MD5",
        "aliases": [{"artifactCollectionName": name, "alias": alias} for alias in aliases],
        "metadata": json.dumps(metadata or {}),
    }
    made = graphql(client, CREATE, input=given)["createArtifact"]["artifact"]
    version_id = str(made["id"])
    if made["state"] == "COMMITTED":
        return version_id
    _upload(client, version_id, {path: body for path, body in files.items() if isinstance(body, bytes)})
    commit_manifest(client, version_id, project, files, entity=entity)
    return version_id


def commit_manifest(
    client: httpx.Client, version_id: str, project: str, files: Mapping[str, bytes | str], *, entity: str = "admin"
) -> None:
    """The last steps of a version whose files are there."""
    body = json.dumps({"version": 1, "contents": manifest_of(files)}).encode()
    opened = graphql(client, _MANIFEST, id=version_id, digest=md5_of(body), entity=entity, project=project)
    place = opened["createArtifactManifest"]["artifactManifest"]
    httpx.put(place["file"]["uploadUrl"], content=body, trust_env=False).raise_for_status()
    graphql(client, _COMMIT, id=version_id)


def _upload(client: httpx.Client, version_id: str, files: Mapping[str, bytes]) -> None:
    wanted = [{"artifactID": version_id, "name": path, "md5": md5_of(body)} for path, body in files.items()]
    if not wanted:
        return
    opened = graphql(client, _FILES, files=wanted)["createArtifactFiles"]["files"]["edges"]
    for edge, body in zip(opened, files.values(), strict=True):
        if edge["node"]["uploadUrl"]:
            httpx.put(edge["node"]["uploadUrl"], content=body, trust_env=False).raise_for_status()


def use_version(client: httpx.Client, version_id: str, project: str, run: str, *, entity: str = "admin") -> None:
    """Say that a run uses a version."""
    graphql(client, _USE, id=version_id, entity=entity, project=project, run=run)


def link_version(client: httpx.Client, version_id: str, project: str, name: str, *, entity: str = "admin") -> None:
    """Put a version into a collection of links as its `production`."""
    graphql(client, _LINK, id=version_id, entity=entity, project=project, name=name)
