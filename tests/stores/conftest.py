"""Fresh metadata stores of both dialects. `metadata` is open and empty: a test migrates the products it needs."""

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from runlake.storage.metadata import Metadata, open_metadata
from tests.stores import postgres as throw_away
from tests.stores.postgres import Postgres


@dataclass
class FakeClock:
    """A clock that moves when told."""

    now: datetime = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the whole session."""
    binaries = throw_away.find_binaries()
    if binaries is None:
        message = "no PostgreSQL here: install the package postgresql (`make test` does it when it may)"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    server = throw_away.start(binaries)
    yield server
    throw_away.stop(binaries, server)


@pytest.fixture(params=["sqlite", "postgresql"])
def metadata_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, once of each dialect."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'metadata.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = f"test_{uuid.uuid4().hex}"
    server.execute(f"CREATE DATABASE {name}")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def metadata(metadata_url: str) -> AsyncIterator[Metadata]:
    """An empty metadata store, once of each dialect."""
    store = open_metadata(metadata_url)
    yield store
    await store.close()
