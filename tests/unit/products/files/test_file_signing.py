"""A signed path works for what it was made for, and for nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from runlake.errors import CorruptData, PermissionDenied
from runlake.products.files import SignedPaths, load_signing_key

KEY = b"k" * 32
NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)

numbers = st.integers(1, 2**32 - 1)
names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
methods = st.sampled_from(["GET", "PUT"])


def paths_at(now: datetime, key: bytes = KEY) -> SignedPaths:
    return SignedPaths(key, lambda: now)


def parsed(path: str) -> tuple[int, str, dict[str, str]]:
    parts = urlsplit(path)
    number, _, name = parts.path.removeprefix("/storage/runs/").partition("/")
    return int(number), unquote(name, errors="strict"), {key: value[0] for key, value in parse_qs(parts.query).items()}


@given(methods, numbers, names)
def test_a_signed_path_is_accepted_after_its_way_through_a_url(method: str, number: int, name: str) -> None:
    path = paths_at(NOW).sign(method, number, name)
    assert path.isascii()
    found_number, found_name, query = parsed(path)
    assert (found_number, found_name) == (number, name)
    paths_at(NOW + timedelta(hours=24)).check(method, found_number, found_name, **query)


@given(methods, numbers, names, methods, numbers, names)
def test_a_signature_is_good_for_one_thing_only(
    method: str, number: int, name: str, other_method: str, other_number: int, other_name: str
) -> None:
    assume((method, number, name) != (other_method, other_number, other_name))
    query = parsed(paths_at(NOW).sign(method, number, name))[2]
    with pytest.raises(PermissionDenied):
        paths_at(NOW).check(other_method, other_number, other_name, **query)


@given(st.text(), st.text())
def test_made_up_queries_are_refused(expires: str, signature: str) -> None:
    with pytest.raises(PermissionDenied):
        paths_at(NOW).check("GET", 1, "a", expires=expires, signature=signature)


def test_the_expiry_is_signed_too() -> None:
    query = parsed(paths_at(NOW).sign("GET", 1, "a"))[2]
    query["expires"] = str(int(query["expires"]) + 1)
    with pytest.raises(PermissionDenied, match="signature"):
        paths_at(NOW).check("GET", 1, "a", **query)


def test_it_expires_with_a_message() -> None:
    query = parsed(paths_at(NOW).sign("GET", 1, "a"))[2]
    paths_at(NOW + timedelta(hours=24)).check("GET", 1, "a", **query)
    with pytest.raises(PermissionDenied, match="expired"):
        paths_at(NOW + timedelta(hours=25, seconds=1)).check("GET", 1, "a", **query)


def test_another_key_makes_another_signature() -> None:
    query = parsed(paths_at(NOW, b"x" * 32).sign("GET", 1, "a"))[2]
    with pytest.raises(PermissionDenied):
        paths_at(NOW).check("GET", 1, "a", **query)


def test_the_path_stays_the_same_within_the_hour() -> None:
    assert paths_at(NOW).sign("GET", 1, "a") == paths_at(NOW + timedelta(minutes=50)).sign("GET", 1, "a")


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = load_signing_key(tmp_path / "secrets")
    assert len(key) == 32
    [path] = (tmp_path / "secrets").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_signing_key(tmp_path / "secrets") == key
    assert load_signing_key(tmp_path / "others") != key


def test_a_key_that_others_could_read_is_closed(tmp_path: Path) -> None:
    load_signing_key(tmp_path)
    [path] = tmp_path.iterdir()
    path.chmod(0o644)
    load_signing_key(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"zz", b"abcd", b"00" * 31, b"\xff" * 64])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    load_signing_key(tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(content)
    with pytest.raises(CorruptData, match="signing key"):
        load_signing_key(tmp_path)
