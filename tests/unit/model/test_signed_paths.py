"""A signed path works for what it was made for, and for nothing else."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from runlake.errors import PermissionDenied
from runlake.model.signed_paths import Method, SignedPaths

KEY = b"k" * 32
NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
PATH = "/storage/runs/1/a"

paths = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).map(lambda text: f"/{text}")
methods = st.sampled_from(["GET", "PUT"])


def paths_at(now: datetime, key: bytes = KEY) -> SignedPaths:
    return SignedPaths(key, lambda: now)


def parsed(address: str) -> tuple[str, dict[str, str]]:
    """The path as a server sees it, and the query."""
    parts = urlsplit(f"http://server{address}")
    return unquote(parts.path, errors="strict"), {key: value[0] for key, value in parse_qs(parts.query).items()}


@given(methods, paths)
def test_a_signed_path_is_accepted_after_its_way_through_a_url(method: Method, path: str) -> None:
    address = paths_at(NOW).sign(method, path)
    assert address.isascii()
    found, query = parsed(address)
    assert found == path
    paths_at(NOW + timedelta(hours=24)).check(method, found, **query)


@given(methods, paths, methods, paths)
def test_a_signature_is_good_for_one_thing_only(method: Method, path: str, other: Method, other_path: str) -> None:
    assume((method, path) != (other, other_path))
    query = parsed(paths_at(NOW).sign(method, path))[1]
    with pytest.raises(PermissionDenied):
        paths_at(NOW).check(other, other_path, **query)


@given(st.text(), st.text())
def test_made_up_queries_are_refused(expires: str, signature: str) -> None:
    with pytest.raises(PermissionDenied):
        paths_at(NOW).check("GET", PATH, expires=expires, signature=signature)


@pytest.mark.parametrize("change", ["{}0", "0{}", " {}", "{}\n", "-{}", "+{}", "{}.0", "٣{}"])
def test_the_expiry_is_taken_as_it_was_signed(change: str) -> None:
    query = parsed(paths_at(NOW).sign("GET", PATH))[1]
    with pytest.raises(PermissionDenied):
        paths_at(NOW).check("GET", PATH, expires=change.format(query["expires"]), signature=query["signature"])


def test_it_expires_with_a_message() -> None:
    query = parsed(paths_at(NOW).sign("GET", PATH))[1]
    paths_at(NOW + timedelta(hours=24)).check("GET", PATH, **query)
    with pytest.raises(PermissionDenied, match="expired"):
        paths_at(NOW + timedelta(hours=25, seconds=1)).check("GET", PATH, **query)


def test_another_key_makes_another_signature() -> None:
    query = parsed(paths_at(NOW, b"x" * 32).sign("GET", PATH))[1]
    with pytest.raises(PermissionDenied):
        paths_at(NOW).check("GET", PATH, **query)


def test_the_address_stays_the_same_within_the_hour() -> None:
    assert paths_at(NOW).sign("GET", PATH) == paths_at(NOW + timedelta(minutes=50)).sign("GET", PATH)
