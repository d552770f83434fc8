"""A file that is sent in parts, request by request: real clients do so from 2 GiB on."""

import hashlib
from dataclasses import dataclass
from typing import Any

import httpx

from tests.server.artifact_requests import CREATE, commit_manifest, digest_of, md5_of
from tests.server.requests import graphql

_FILES = """
mutation F($files: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input: {storageLayout: V2, artifactFiles: $files}) {
  files { edges { node { storagePath uploadUrl artifact { id }
    uploadMultipartUrls { uploadID uploadUrlParts { partNumber uploadUrl } } } } } } }
"""
_COMPLETE = """
mutation C($action: CompleteMultipartAction!, $parts: [UploadPartsInput!]!, $id: ID!, $path: String!, $upload: String!) {
  completeMultipartUploadArtifact(input: {completeMultipartAction: $action, completedParts: $parts, artifactID: $id,
    storagePath: $path, uploadID: $upload}) { digest } }
"""


@dataclass
class PartedFile:
    """A file of a pending version; `etags` are what the server answered, by number."""

    name: str
    body: bytes
    part_bytes: int
    version_id: str
    node: dict[str, Any]
    etags: dict[int, str]

    @property
    def urls(self) -> list[str]:
        return [part["uploadUrl"] for part in self.node["uploadMultipartUrls"]["uploadUrlParts"]]

    def part(self, number: int) -> bytes:
        return self.body[(number - 1) * self.part_bytes : number * self.part_bytes]

    def send(self, *numbers: int) -> None:
        for number in numbers:
            answer = httpx.put(self.urls[number - 1], content=self.part(number), trust_env=False).raise_for_status()
            self.etags[number] = answer.headers["ETag"]

    def complete(self, client: httpx.Client, action: str = "Complete") -> Any:
        """The digest of the whole, as the server has it."""
        done = graphql(
            client,
            _COMPLETE,
            action=action,
            parts=[{"partNumber": number, "hexMD5": etag} for number, etag in sorted(self.etags.items())],
            id=self.version_id,
            path=self.node["storagePath"],
            upload=self.node["uploadMultipartUrls"]["uploadID"],
        )
        return done["completeMultipartUploadArtifact"]["digest"]

    def commit(self, client: httpx.Client, project: str) -> None:
        commit_manifest(client, self.version_id, project, {self.name: self.body})


def open_parts(client: httpx.Client, project: str, name: str, body: bytes, part_bytes: int) -> PartedFile:
    """Announce a version with one file, and ask where its parts go."""
    given = {
        "entityName": "admin",
        "projectName": project,
        "artifactTypeName": "dataset",
        "artifactCollectionName": name,
        "digest": digest_of({"big.bin": body}),
        "digestAlgorithm": "MANIFEST_MD5",
        "clientID": name,
        "aliases": [{"artifactCollectionName": name, "alias": "latest"}],
    }
    version_id = graphql(client, CREATE, input=given)["createArtifact"]["artifact"]["id"]
    parts = [body[start : start + part_bytes] for start in range(0, len(body), part_bytes)]
    wanted = {
        "artifactID": version_id,
        "name": "big.bin",
        "md5": md5_of(body),
        "uploadPartsInput": [
            {"partNumber": number, "hexMD5": hashlib.md5(part).hexdigest()} for number, part in enumerate(parts, 1)
        ],
    }
    (edge,) = graphql(client, _FILES, files=[wanted])["createArtifactFiles"]["files"]["edges"]
    return PartedFile("big.bin", body, part_bytes, version_id, edge["node"], {})
