"""Signed addresses, of every kind, on a real server: one object, one method, one day, one server."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest

from runlake.model.clock import utc_now
from runlake.model.signed_paths import SignedPaths
from runlake.storage.signing_key import load_signing_key
from tests.server.process import ServerProcess
from tests.server.signed_world import Address, signed_addresses

KINDS = (
    "upload of a run file",
    "run file",
    "history file",
    "artifact file",
    "manifest",
    "upload of an artifact file",
    "upload of a manifest",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server of its own, because its key is changed."""
    with ServerProcess(tmp_path_factory.mktemp("signed") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def addresses(home: ServerProcess) -> dict[str, Address]:
    found = signed_addresses(home)
    assert set(found) == set(KINDS)
    return found


@pytest.fixture
def anonymous() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


def works(client: httpx.Client, address: Address, url: str | None = None) -> bool:
    """Whether the server looked at the object. A `PUT` sends the wrong bytes for an artifact file: that is a 400."""
    answer = address.use(client, url)
    assert answer.status_code in {200, 400, 403, 404, 405}, answer.text
    if answer.status_code == 200 and address.method == "GET":
        assert answer.content == address.body
    return answer.status_code in {200, 400}


def changed(text: str) -> Iterator[str]:
    """The text with each of its characters changed, left out and doubled."""
    for at, character in enumerate(text):
        other = {"0": "1", "a": "b"}.get(character, "0" if character.isdigit() else "a")
        yield text[:at] + other + text[at + 1 :]
        yield text[:at] + text[at + 1 :]
        yield text[: at + 1] + text[at:]


@pytest.mark.parametrize("kind", KINDS)
def test_no_change_of_an_address_is_taken(kind: str, addresses: dict[str, Address], anonymous: httpx.Client) -> None:
    address = addresses[kind]
    place, _, query = address.url.partition("?")
    root = place.removesuffix(address.object_path)
    tried = [f"{root}{other}?{query}" for other in changed(address.object_path) if other != address.object_path]
    tried += [f"{place}?{other}" for other in changed(query) if parse_qs(other) != parse_qs(query)]
    tried += [place, f"{place}?", f"{place}?{query.partition('&')[0]}", f"{place}?{query.partition('&')[2]}"]
    taken = [url for url in tried if works(anonymous, address, url)]
    assert not taken
    assert works(anonymous, address)


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_is_for_one_method(kind: str, addresses: dict[str, Address], anonymous: httpx.Client) -> None:
    address = addresses[kind]
    for method in {"GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"} - {address.method}:
        answer = address.use(anonymous, method=method)
        may_peek = method == "HEAD" and address.method == "GET"
        assert answer.status_code in ({200, 405} if may_peek else {403, 405}), (method, answer.status_code)


def test_a_signature_fits_one_object(addresses: dict[str, Address], anonymous: httpx.Client) -> None:
    for address in addresses.values():
        for other in addresses.values():
            if other is not address:
                exchanged = f"{address.url.partition('?')[0]}?{other.url.partition('?')[2]}"
                assert address.use(anonymous, exchanged).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_expires(
    kind: str, home: ServerProcess, addresses: dict[str, Address], anonymous: httpx.Client
) -> None:
    """Made with the server's own key two days ago, the address has all that is right but the time."""
    address = addresses[kind]
    key = load_signing_key(home.data_dir / "secrets")
    path = unquote(urlsplit(address.url).path)
    for age, status in ((timedelta(hours=23), {200, 400}), (timedelta(hours=25, seconds=1), {403})):
        old = SignedPaths(key, lambda age=age: utc_now() - age).sign(address.method, path)  # type: ignore[misc,arg-type]
        answer = address.use(anonymous, home.url + old)
        assert answer.status_code in status, answer.text
    assert "expired" in answer.text


def test_another_server_and_another_key_refuse_it(
    home: ServerProcess, addresses: dict[str, Address], anonymous: httpx.Client, tmp_path: Path
) -> None:
    with ServerProcess(tmp_path / "data") as neighbour:
        theirs = signed_addresses(neighbour)
    for kind, address in addresses.items():
        assert urlsplit(theirs[kind].url).path == urlsplit(address.url).path
        assert not works(anonymous, address, theirs[kind].url.replace(neighbour.url, home.url))
    home.stop()
    (home.data_dir / "secrets" / "file-addresses.key").unlink()
    home.start()
    assert not [kind for kind, address in addresses.items() if works(anonymous, address)]
