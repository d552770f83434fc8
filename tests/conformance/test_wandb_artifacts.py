"""Artifacts, as the client's own API sees them again."""

from typing import Any

import pytest

from tests.conformance.wandb_client import WandbClient


@pytest.fixture(scope="module")
def result(client: WandbClient) -> Any:
    return client.run("artifacts").result


def test_the_same_content_is_one_version(result: Any) -> None:
    assert result["versions"] == ["v0", "v1", "v1"]
    assert result["names"] == ["flowers:v1", "flowers:v0"]


def test_what_was_logged_is_downloaded(result: Any) -> None:
    assert result["downloaded"] == "one"
    assert result["files"] == ["reference", "same.txt", "sub/b ü.txt"]
    assert result["metadata"] == {"rows": 2}


def test_changes_are_kept(result: Any) -> None:
    assert result["description"] == "changed"
    assert result["linked"] is True


def test_runs_know_their_artifacts_and_artifacts_their_runs(result: Any) -> None:
    assert result["logged_by"] == "maker"
    assert result["used_by"] == ["user"]
    assert result["used"] == ["flowers:v0"]


def test_a_logged_table_comes_back(result: Any) -> None:
    assert result["table"] == [[1, "x"], [2, "y"]]
    assert {"dataset", "run_table"} <= set(result["types"])
