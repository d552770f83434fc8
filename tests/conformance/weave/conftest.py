"""Real weave packages of the oldest and the newest version, unmodified. Their scripts run at the same time."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.conformance.weave.weave_client import NEWEST, OLDEST, SCRIPTS, WeaveClient
from tests.server.process import ServerProcess


@pytest.fixture(scope="session", params=[OLDEST, NEWEST], ids=lambda version: f"weave-{version}")
def weave(
    request: pytest.FixtureRequest, server: ServerProcess, user_key: str, tmp_path_factory: pytest.TempPathFactory
) -> WeaveClient:
    return WeaveClient(request.param, tmp_path_factory.mktemp("weave"), server.url, user_key)


@pytest.fixture(scope="session")
def results(weave: WeaveClient) -> Iterator[Mapping[str, Any]]:
    """Script → what it found."""
    names = [path.stem for path in sorted(SCRIPTS.glob("*.py"))]
    started = {name: weave.start(name, f"weave-{name}-{weave.mark}") for name in names}
    yield {name: weave.wait(process).result for name, process in started.items()}
    for process in started.values():
        process.kill()
