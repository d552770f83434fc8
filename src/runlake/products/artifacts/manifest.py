"""Manifests: the JSON list of a version's files. Pure.

Source: protocol notes 8.2, 8.3: the digest is the MD5 of a text with one line for each entry, in the order of paths; or its
XXH128, for clients since 0.29 that ask for it (`wandb/sdk/artifacts/artifact_manifests/artifact_manifest_v1.py`).
"""

import hashlib
from base64 import b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import xxhash

from runlake.errors import InvalidInput
from runlake.products.artifacts.records import DigestAlgorithm, EntryFile

_HEAD = "wandb-artifact-manifest-v1\n"
_DIGEST_BYTES = 16
MAX_BYTES = 128 * 1024 * 1024
_EMPTY = {"version": 1, "storagePolicy": "wandb-storage-policy-v1", "storagePolicyConfig": {"storageLayout": "V2"}}


@dataclass(frozen=True, slots=True)
class Totals:
    """What a manifest says of its version."""

    digest: str
    size_bytes: int
    file_count: int


def parse(body: bytes) -> dict[str, Any]:
    """The document, checked as far as we read it. Raises InvalidInput."""
    try:
        document: dict[str, Any] | None = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"the manifest is not valid JSON: {error}") from error
    contents = document.get("contents") if isinstance(document, dict) else None
    if document is None or not isinstance(contents, dict):
        raise InvalidInput('the manifest has no "contents": it must be an object of path → entry')
    for path, entry in contents.items():
        _check_entry(path, entry)
    return document


def _check_entry(path: str, entry: object) -> None:
    if not isinstance(entry, dict) or not isinstance(entry.get("digest"), str):
        raise InvalidInput(f"the manifest entry {path[:200]!r} has no digest")
    size = entry.get("size")
    if size is not None and (isinstance(size, bool) or not isinstance(size, (int, float)) or size < 0):
        raise InvalidInput(f"the manifest entry {path[:200]!r} has the size {size!r:.40}")
    if not isinstance(entry.get("ref"), str | None) or not isinstance(entry.get("extra"), dict | None):
        raise InvalidInput(
            f"the manifest entry {path[:200]!r} has a ref that is no text, or an extra that is no object"
        )
    if not entry.get("ref") and hex_of(entry["digest"]) is None:
        raise InvalidInput(
            f"the manifest entry {path[:200]!r} has the digest {entry['digest'][:60]!r}, not 16 bytes in base64"
        )


def hex_of(digest: str) -> str | None:
    """The hex form of an MD5 or XXH128 in base64; None when it is neither."""
    try:
        raw = b64decode(digest, validate=True)
    except ValueError:
        return None
    return raw.hex() if len(raw) == _DIGEST_BYTES else None


def merged(documents: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """One document with the entries of all; a later one wins where they share a path."""
    result: dict[str, Any] = dict(_EMPTY)
    contents: dict[str, Any] = {}
    for document in documents:
        result |= {key: value for key, value in document.items() if key != "contents"}
        contents |= document["contents"]
    return {**result, "contents": dict(sorted(contents.items()))}


def totals(document: Mapping[str, Any], algorithm: DigestAlgorithm) -> Totals:
    """Digest, size and number of files of a whole manifest."""
    is_md5 = algorithm is DigestAlgorithm.MD5
    digest = hashlib.md5(_HEAD.encode(), usedforsecurity=False) if is_md5 else xxhash.xxh128(_HEAD.encode())
    size_bytes = 0
    contents = document["contents"]
    for path in sorted(contents):
        digest.update(f"{path}:{contents[path]['digest']}\n".encode())
        size_bytes += int(contents[path].get("size") or 0)
    return Totals(digest.hexdigest(), size_bytes, len(contents))


def files_of(document: Mapping[str, Any]) -> list[EntryFile]:
    """The entries as files, in the order of paths."""
    return [_file(path, entry) for path, entry in sorted(document["contents"].items())]


def _file(path: str, entry: Mapping[str, Any]) -> EntryFile:
    reference = entry.get("ref") or None
    return EntryFile(
        name=path,
        digest=entry["digest"],
        size_bytes=int(entry.get("size") or 0),
        hex_digest="" if reference else hex_of(entry["digest"]) or "",
        reference=reference,
    )


def encode(document: Mapping[str, Any]) -> bytes:
    """The document as JSON."""
    return orjson.dumps(document)
