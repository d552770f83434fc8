"""Artifacts over HTTP: signed addresses do one thing, and strangers learn nothing."""

import hashlib
import json
from base64 import b64encode
from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import graphql, user_client

BODY = b"petals"
MD5 = b64encode(hashlib.md5(BODY).digest()).decode()
DIGEST = hashlib.md5(f"wandb-artifact-manifest-v1\na.txt:{MD5}\n".encode()).hexdigest()
MANIFEST = json.dumps({"version": 1, "contents": {"a.txt": {"digest": MD5, "size": len(BODY)}}}).encode()

CREATE = """
mutation A($project: String!, $digest: String!) {
  createArtifact(input: {entityName: "admin", projectName: $project, artifactTypeName: "dataset",
    artifactCollectionName: "flowers", digest: $digest, digestAlgorithm: MANIFEST_MD5, clientID: "c1",
    aliases: [{artifactCollectionName: "flowers", alias: "latest"}]}) { artifact { id state } } }
"""
FILES = """
mutation F($id: ID!, $md5: String!) { createArtifactFiles(input: {storageLayout: V2, artifactFiles: [
  {artifactID: $id, name: "a.txt", md5: $md5}]}) { files { edges { node { uploadUrl displayName artifact { id } } } } } }
"""
MANIFESTS = """
mutation M($id: ID!, $digest: String!) { createArtifactManifest(input: {artifactID: $id, name: "wandb_manifest.json",
  digest: $digest, entityName: "admin", projectName: "garden", runName: ""}) {
  artifactManifest { id file { uploadUrl uploadHeaders } } } }
"""
READ = """
query R($id: ID!) { artifact(id: $id) { state digest aliases { alias } currentManifest { file { directUrl } }
  files { edges { node { name directUrl } } } } }
"""
COMMIT = "mutation C($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id digest } } }"
DELETE = "mutation D($id: ID!) { deleteArtifact(input: {artifactID: $id, deleteAliases: true}) { artifact { id } } }"
BY_NAME = """
{ project(name: "garden", entityName: "admin") { artifactCollectionMembership(name: "flowers:latest") { id } } }
"""


@pytest.fixture(scope="module")
def logged(server: ServerProcess) -> dict[str, Any]:
    """A committed version; its id, and the addresses that were used."""
    with server.client() as client, httpx.Client(trust_env=False) as anonymous:
        made = graphql(client, CREATE, project="garden", digest=DIGEST)["createArtifact"]["artifact"]
        (edge,) = graphql(client, FILES, id=made["id"], md5=MD5)["createArtifactFiles"]["files"]["edges"]
        upload_url = edge["node"]["uploadUrl"]
        assert anonymous.put(upload_url, content=b"weeds").status_code == 400
        assert anonymous.put(upload_url, content=BODY).status_code == 200
        digest = b64encode(hashlib.md5(MANIFEST).digest()).decode()
        place = graphql(client, MANIFESTS, id=made["id"], digest=digest)["createArtifactManifest"]
        manifest_url = place["artifactManifest"]["file"]["uploadUrl"]
        assert anonymous.put(manifest_url, content=MANIFEST).status_code == 200
        assert graphql(client, COMMIT, id=made["id"])["commitArtifact"]["artifact"]["digest"] == DIGEST
    return {"id": made["id"], "upload_url": upload_url, "manifest_url": manifest_url}


def test_what_was_committed_is_read_without_a_key(server: ServerProcess, logged: dict[str, Any]) -> None:
    with server.client() as client, httpx.Client(trust_env=False) as anonymous:
        artifact = graphql(client, READ, id=logged["id"])["artifact"]
        (edge,) = artifact["files"]["edges"]
        assert anonymous.get(edge["node"]["directUrl"]).content == BODY
        ranged = anonymous.get(edge["node"]["directUrl"], headers={"Range": "bytes=1-2"})
        assert (ranged.status_code, ranged.content) == (206, b"et")
        assert anonymous.get(artifact["currentManifest"]["file"]["directUrl"]).json() == json.loads(MANIFEST)


def test_bytes_that_are_there_are_not_asked_for_again(server: ServerProcess, logged: dict[str, Any]) -> None:
    with server.client() as client:
        (edge,) = graphql(client, FILES, id=logged["id"], md5=MD5)["createArtifactFiles"]["files"]["edges"]
    assert edge["node"]["uploadUrl"] is None
    assert edge["node"]["artifact"]["id"] == logged["id"]


def test_an_address_does_one_thing(logged: dict[str, Any]) -> None:
    with httpx.Client(trust_env=False) as anonymous:
        assert anonymous.get(logged["upload_url"]).status_code == 403
        assert anonymous.put(logged["upload_url"].replace("/a.txt", "/b.txt"), content=BODY).status_code == 403
        assert anonymous.put(logged["upload_url"].partition("?")[0], content=BODY).status_code == 403
        assert anonymous.put(logged["manifest_url"], content=MANIFEST).status_code == 400  # committed: it stays


def test_the_addresses_that_clients_make_up_need_a_key(server: ServerProcess, logged: dict[str, Any]) -> None:
    artifact_id = logged["id"].replace("=", "%3D")
    md5 = hashlib.md5(BODY).hexdigest()
    paths = (
        f"/artifactsV2/default/admin/garden/flowers/{artifact_id}/{artifact_id}/{md5}/a.txt",
        f"/artifactsV2/default/admin/garden/flowers/{artifact_id}/{md5}/a.txt",
        f"/artifacts/admin/{md5}",
    )
    with server.client() as client, user_client(server, "weeder") as stranger:
        for path in paths:
            assert client.get(path).content == BODY
            assert stranger.get(path).status_code == 404
            assert httpx.get(server.url + path, trust_env=False).status_code == 401


def test_strangers_cannot_tell_a_private_artifact_from_none(server: ServerProcess, logged: dict[str, Any]) -> None:
    with user_client(server, "stranger2") as stranger:
        assert graphql(stranger, READ, id=logged["id"])["artifact"] is None
        assert graphql(stranger, BY_NAME)["project"] is None
        found = graphql(stranger, '{ clientIDMapping(clientID: "c1") { serverID } }')
        assert found["clientIDMapping"] is None
        for mutation in (COMMIT, DELETE):
            answer = stranger.post("/graphql", json={"query": mutation, "variables": {"id": logged["id"]}})
            assert answer.status_code == 404
        answer = stranger.post("/graphql", json={"query": FILES, "variables": {"id": logged["id"], "md5": MD5}})
        assert answer.status_code == 404
