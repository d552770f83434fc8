"""Every kind of signed address that a server gives out, each with the bytes that it stands for."""

import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass

import httpx

from tests.server.artifact_requests import log_version, manifest_of, md5_of
from tests.server.process import ServerProcess
from tests.server.requests import create_run, graphql, post_rows

PROJECT = "signed"
BODY = b"petals of a rose"

_OPEN_FILES = """
mutation U($in: RunFilesInput!) { createRunFiles(input: $in) { files { uploadUrl } } }
"""
_RUN = """
query R($run: String!) { project(entityName: "admin", name: "signed") { run(name: $run) {
  files(names: ["rose.txt"]) { edges { node { directUrl } } } parquetHistory(liveKeys: ["loss"]) { parquetUrls } } } }
"""
_CREATE = "mutation A($in: CreateArtifactInput!) { createArtifact(input: $in) { artifact { id } } }"
_FILES = """
mutation F($id: ID!, $md5: String!) { createArtifactFiles(input: {storageLayout: V2, artifactFiles: [
  {artifactID: $id, name: "leaf.txt", md5: $md5}]}) { files { edges { node { uploadUrl } } } } }
"""
_MANIFEST = """
mutation M($in: CreateArtifactManifestInput!) { createArtifactManifest(input: $in) {
  artifactManifest { file { uploadUrl } } } }
"""
_VERSION = """
query V($id: ID!) { artifact(id: $id) { currentManifest { file { directUrl } } files { edges { node { directUrl } } } } }
"""


@dataclass(frozen=True)
class Address:
    """What `method` at `url` takes or gives; `object_path` is the part of the path that names the object."""

    method: str
    url: str
    body: bytes

    @property
    def object_path(self) -> str:
        return self.url.partition("/storage/")[2].partition("?")[0].partition("/")[2]

    def use(self, client: httpx.Client, url: str | None = None, *, method: str | None = None) -> httpx.Response:
        """Send the request, or the same to another address or with another method."""
        method = method or self.method
        return client.request(method, url or self.url, content=BODY if method == "PUT" else None)


def signed_addresses(server: ServerProcess) -> dict[str, Address]:
    """Fill a project of a new server; two servers give the same paths."""
    with server.client() as client:
        return {**_of_a_run(client), **_of_a_version(client), **_of_a_pending_version(client)}


def _of_a_run(client: httpx.Client) -> dict[str, Address]:
    create_run(client, PROJECT, "r1")
    post_rows(client, PROJECT, "r1", 0, [{"loss": 1.5, "_step": 0}], complete=True, exitcode=0)
    names = {"entityName": "admin", "projectName": PROJECT, "runName": "r1", "files": ["rose.txt", "new.txt"]}
    written, free = graphql(client, _OPEN_FILES, **{"in": names})["createRunFiles"]["files"]
    httpx.put(written["uploadUrl"], content=BODY, trust_env=False).raise_for_status()
    run = graphql(client, _RUN, run="r1")["project"]["run"]
    (parquet_url,) = run["parquetHistory"]["parquetUrls"]
    parquet = httpx.get(parquet_url, trust_env=False).raise_for_status().content
    return {
        "upload of a run file": Address("PUT", free["uploadUrl"], BODY),
        "run file": Address("GET", run["files"]["edges"][0]["node"]["directUrl"], BODY),
        "history file": Address("GET", parquet_url, parquet),
    }


def _of_a_version(client: httpx.Client) -> dict[str, Address]:
    version_id = log_version(client, PROJECT, "flowers", {"rose.txt": BODY})
    manifest = json.dumps({"version": 1, "contents": manifest_of({"rose.txt": BODY})}).encode()
    version = graphql(client, _VERSION, id=version_id)["artifact"]
    return {
        "artifact file": Address("GET", version["files"]["edges"][0]["node"]["directUrl"], BODY),
        "manifest": Address("GET", version["currentManifest"]["file"]["directUrl"], manifest),
    }


def _of_a_pending_version(client: httpx.Client) -> dict[str, Address]:
    """`leaf.txt` is to have other bytes than `BODY`, so that a test can tell whether an upload was looked at."""
    place = {"entityName": "admin", "projectName": PROJECT}
    digests = {"digest": hashlib.md5(b"leaf").hexdigest(), "digestAlgorithm": "MANIFEST_MD5"}
    wanted = {**place, **digests, "artifactTypeName": "dataset", "artifactCollectionName": "leaves", "aliases": []}
    version_id = graphql(client, _CREATE, **{"in": wanted})["createArtifact"]["artifact"]["id"]
    (edge,) = graphql(client, _FILES, id=version_id, md5=md5_of(b"leaf"))["createArtifactFiles"]["files"]["edges"]
    slot = {**place, "artifactID": version_id, "name": "wandb_manifest.json", "runName": ""}
    slot["digest"] = b64encode(hashlib.md5(BODY).digest()).decode()
    manifest = graphql(client, _MANIFEST, **{"in": slot})["createArtifactManifest"]["artifactManifest"]
    return {
        "upload of an artifact file": Address("PUT", edge["node"]["uploadUrl"], b"leaf"),
        "upload of a manifest": Address("PUT", manifest["file"]["uploadUrl"], BODY),
    }
