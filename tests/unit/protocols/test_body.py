"""Bodies are inflated within bounds."""

import gzip

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import LimitExceeded, MalformedBody
from runlake.protocols.body import inflate


@given(st.binary(max_size=500))
def test_round_trip(body: bytes) -> None:
    assert inflate(gzip.compress(body), 500) == body


def test_a_bomb_stops_at_the_limit() -> None:
    with pytest.raises(LimitExceeded):
        inflate(gzip.compress(bytes(10_000_000)), 1000)


@pytest.mark.parametrize("body", [b"", b"no gzip", gzip.compress(b"x" * 100)[:-5], gzip.compress(b"x") + b"more"])
def test_broken_gzip_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        inflate(body, 1000)


@given(st.binary(max_size=500))
def test_zstd_round_trip(body: bytes) -> None:
    assert inflate(zstandard.compress(body), 500, "zstd") == body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no zstd",
        zstandard.compress(b"x" * 100)[:-1],
        zstandard.compress(b"x") + b"more",
        zstandard.ZstdCompressor(write_content_size=False).compress(bytes(10_000_000)),
    ],
)
def test_broken_zstd_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        inflate(body, 1000, "zstd")


def test_a_zstd_bomb_is_refused_by_its_size() -> None:
    with pytest.raises(LimitExceeded):
        inflate(zstandard.compress(bytes(10_000_000)), 1000, "zstd")
