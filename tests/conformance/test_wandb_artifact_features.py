"""The less usual ways of artifacts, as the client's own API and command see them again."""

from typing import Any

import pytest

from tests.conformance.wandb_client import WandbClient


@pytest.fixture(scope="module")
def result(client: WandbClient) -> Any:
    return client.run("artifact_features").result


def test_versions_build_on_others(result: Any) -> None:
    logged = ["keep.txt", "other/three.txt", "sub/one.txt", "sub/two.txt"]
    assert result["incremental"] == sorted([*logged, "more.txt"])
    assert result["drafted"] == sorted({*logged, "more.txt", "drafted.txt"} - {"keep.txt"})


def test_several_processes_write_one_version(result: Any) -> None:
    assert result["distributed"] == ["part-1.txt", "part-2.txt", "part-3.txt"]


def test_references_are_tracked_and_not_copied(result: Any) -> None:
    assert result["references"] == {"page": "http", "local": "file", "s3": "s3", "gs": "gs"}
    assert result["fetched"] == {"page": "on line", "local": "local"}


def test_parts_of_a_version_are_downloaded(result: Any) -> None:
    assert result["prefix"] == ["sub/one.txt", "sub/two.txt"]
    assert result["entry"] == result["cached"] == "other/three.txt"
    assert result["files"] == ["keep.txt", "other/three.txt", "sub/one.txt", "sub/two.txt"]
    assert (result["by_url"], result["named"]) == ("keep.txt", ["keep.txt"])


def test_models_are_logged_used_and_linked(result: Any) -> None:
    assert result["model"] == "weights"
    assert result["linked_model"].startswith("shelf-of-nets:")


def test_edits_are_kept_and_aliases_protect(result: Any) -> None:
    assert result["ttl"] == 3
    assert result["edited"] == [None, {"rows": 9}, ["clean", "kept"], ["latest", "second"]]
    assert result["refused"] is True
    assert result["deleted"] is True


def test_files_are_known_by_the_digest_that_the_client_chose(client: WandbClient, result: Any) -> None:
    if client.is_newest:
        texts = ["fast", "sub/one.txt"]
        assert result["fast"] == {
            "algorithm": "MANIFEST_XXH128",
            "digest": True,
            "version": "v0",
            "texts": texts,
            "by_url": "fast",
        }


def test_the_command_puts_lists_and_gets(client: WandbClient, result: Any) -> None:
    folder = client.folder / "features"
    name = f"{client.project}/by-command"
    client.cli("artifact", "put", str(folder / "sub"), "--name", name, "--type", "dataset", "--alias", "put")
    listed = client.cli("artifact", "ls", client.project, "--type", "dataset", WANDB_SILENT="false")
    assert "by-command" in listed.stdout + listed.stderr
    client.cli("artifact", "get", f"{name}:put", "--root", str(client.folder / "got"))
    assert (client.folder / "got" / "one.txt").read_text() == "sub/one.txt"
    client.cli("artifact", "cache", "cleanup", "1MB")
