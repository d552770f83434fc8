"""Every native route is in docs/reference/, and every route there exists."""

import re
from pathlib import Path

import httpx
import pytest

from tests.server.process import ServerProcess

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
HEADING = re.compile(r"^### `([A-Z]+ /\S+)`$", re.MULTILINE)
METHODS = ("get", "post", "put", "patch", "delete", "head")


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    with ServerProcess(tmp_path_factory.mktemp("data")) as server:
        paths = httpx.get(f"{server.url}/api/v1/openapi.json", trust_env=False).json()["paths"]
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, operations in paths.items()
        for method in operations
        if method in METHODS
    }


def documented(page: str) -> set[str]:
    return set(HEADING.findall((REFERENCE / page).read_text()))


def test_the_admin_page_lists_the_admin_routes(routes: set[str]) -> None:
    assert documented("admin-api.md") == {route for route in routes if " /admin/" in route}


def test_the_native_page_lists_all_other_routes(routes: set[str]) -> None:
    assert documented("native-api.md") == {route for route in routes if " /admin/" not in route}
