"""A real server, and real wandb packages of the oldest and the newest version, unmodified."""

from collections.abc import Iterator

import httpx
import pytest

from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import OLDEST, WandbClient, home_environment, newest
from tests.server.process import ServerProcess

USER = "alice"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path_factory.mktemp("runlake") / "data") as process:
        yield process


@pytest.fixture(scope="session")
def user_key(server: ServerProcess) -> str:
    """The API key of an ordinary user; old wandb clients want exactly 40 characters."""
    user = {"username": USER, "email": "alice@example.com", "api_key": "0123456789" * 4}
    with server.client() as admin:
        admin.post("/api/v1/admin/users", json=user).raise_for_status()
    return str(user["api_key"])


@pytest.fixture(scope="session", params=[OLDEST, newest()], ids=lambda version: f"wandb-{version}")
def client(
    request: pytest.FixtureRequest, server: ServerProcess, user_key: str, tmp_path_factory: pytest.TempPathFactory
) -> WandbClient:
    folder = tmp_path_factory.mktemp("wandb")
    environment = server.wandb_environment(folder) | home_environment(folder / "home")
    environment["WANDB_API_KEY"] = user_key
    (folder / "config").mkdir()  # old versions expect it
    return WandbClient(request.param, folder, environment)


@pytest.fixture(scope="session")
def native(server: ServerProcess, client: WandbClient) -> Iterator[NativeApi]:
    with server.client(timeout=30) as http:
        yield NativeApi(http, USER, client.project)


@pytest.fixture(scope="session")
def http(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.client(timeout=30) as http_client:
        yield http_client
