"""Bodies are inflated within bounds."""

import gzip

import pytest
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
