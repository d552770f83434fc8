"""Manifests: digests as clients compute them, and what is refused."""

import hashlib
from base64 import b64encode

import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.artifacts import DigestAlgorithm, hex_of, manifest

ONE = b64encode(hashlib.md5(b"one").digest()).decode()
TWO = b64encode(hashlib.md5(b"two").digest()).decode()


def entry(digest: str = ONE, **more: object) -> dict[str, object]:
    return {"digest": digest, "size": 3, **more}


def test_the_digest_covers_paths_and_digests_in_order() -> None:
    document = {"contents": {"b": entry(TWO), "a": entry(ONE)}}
    text = f"wandb-artifact-manifest-v1\na:{ONE}\nb:{TWO}\n".encode()
    assert manifest.totals(document, DigestAlgorithm.MD5) == manifest.Totals(hashlib.md5(text).hexdigest(), 6, 2)
    assert manifest.totals(document, DigestAlgorithm.XXH128).digest == xxhash.xxh128(text).hexdigest()


def test_a_later_document_wins() -> None:
    base = {"version": 1, "contents": {"a": entry(ONE), "b": entry(ONE)}}
    merged = manifest.merged([base, {"version": 1, "contents": {"b": entry(TWO)}}])
    assert {path: one["digest"] for path, one in merged["contents"].items()} == {"a": ONE, "b": TWO}


def test_references_have_no_bytes() -> None:
    document = manifest.parse(manifest.encode({"contents": {"r": entry("etag", ref="s3://bucket/key")}}))
    (file,) = manifest.files_of(document)
    assert (file.reference, file.hex_digest, file.digest) == ("s3://bucket/key", "", "etag")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"{}", b'{"contents": []}', b'{"contents": {"a": 1}}', b'{"contents": {"a": {}}}']
    + [
        manifest.encode({"contents": {"a": one}})
        for one in (entry("x"), entry(size=-1), entry(size=True), entry(ref=1), entry(extra=[]))
    ],
)
def test_what_is_no_manifest_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput):
        manifest.parse(body)


@given(st.binary(max_size=20))
def test_an_md5_has_sixteen_bytes(raw: bytes) -> None:
    assert hex_of(b64encode(raw).decode()) == (raw.hex() if len(raw) == 16 else None)
