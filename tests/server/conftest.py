"""One server for all tests of this folder; tests keep apart by using projects of their own."""

from collections.abc import Iterator

import pytest

from tests.server.process import ServerProcess, free_port


@pytest.fixture(scope="session")
def grpc_port() -> int:
    """Where that server takes OTLP over gRPC."""
    return free_port()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, grpc_port: int) -> Iterator[ServerProcess]:
    environment = {"RUNLAKE_OTLP_GRPC_PORT": str(grpc_port)}
    with ServerProcess(tmp_path_factory.mktemp("server") / "data", environment=environment) as running:
        yield running
