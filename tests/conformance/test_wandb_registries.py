"""Registries, as the client sees them: made, filled, searched, guarded. 0.19.0 links and reads, and cannot do more."""

from typing import Any

import httpx
import pytest

from tests.conformance.conftest import USER
from tests.conformance.wandb_client import WandbClient
from tests.server.process import ServerProcess

ORGANIZATION, TEAM = "shelves", "shelf-builders"
GUEST, GUEST_KEY = "shelf-guest", "9876543210" * 4


@pytest.fixture(scope="module")
def registry(server: ServerProcess, http: httpx.Client, client: WandbClient) -> str:
    """The path of a registry of this client; the old one cannot make its own."""
    guest = {"username": GUEST, "email": "guest@example.com", "api_key": GUEST_KEY}
    http.post("/api/v1/admin/users", json=guest).raise_for_status()
    members = [{"username": USER, "role": "admin"}, {"username": GUEST, "role": "member"}]
    body = {"name": ORGANIZATION, "members": members}
    http.post("/api/v1/admin/organizations", json=body).raise_for_status()
    team = {"name": TEAM, "organization": ORGANIZATION, "members": members[:1]}
    http.post("/api/v1/admin/teams", json=team).raise_for_status()
    name = f"of-{client.project}"
    if not client.is_newest:
        with httpx.Client(base_url=server.url, auth=("api", client.key), trust_env=False) as alice:
            made = alice.post("/api/v1/registries", json={"organization": ORGANIZATION, "name": name})
            row = made.raise_for_status().json()["registry"]
            path = f"/api/v1/projects/{row['entity']}/{row['project']}/members/users/{GUEST}"
            alice.put(path, json={"role": "viewer"}).raise_for_status()
    return f"{ORGANIZATION}/wandb-registry-{name}"


@pytest.fixture(scope="module")
def result(client: WandbClient, registry: str) -> Any:
    return client.run("registries", ORGANIZATION, TEAM, GUEST).result


def test_what_is_linked_is_used_from_the_registry(client: WandbClient, result: Any) -> None:
    assert result["downloaded"] == f"{client.project} two"
    assert result["staged"] == ["v1", "v1", client.project, ["latest", "staging"]]
    assert result["used_by"] == ["consumer"]
    assert result["versions"] == ["v0", "v1"]


def test_names_and_texts_are_changed(result: Any) -> None:
    assert result["aliases"] == ["production"]
    assert result["collection"] == ["boat", "model", "boats", ["vision"]]


def test_registries_are_made_and_searched(client: WandbClient, result: Any) -> None:
    if not client.is_newest:
        assert "registry" not in result, "0.19.0 knows no registries as such"
        return
    assert "already exists" in result["again"]
    assert "Failed to create registry" in result["again_unseen"]  # and did not change it:
    assert "dataset" in result["refused_type"]
    assert result["registry"] == ["what the service loads", "organization", ["model"]]
    assert result["types"] == ["dataset", "model"]
    assert result["renamed_fields"] == [1, 1, 1, 1]
    assert result["searched"] == {
        "registries": [f"of-{client.project}"],
        "collections": ["boat"],
        "versions": ["v0"],
    }
    assert result["members"] == [[USER, "admin"], [GUEST, "viewer"]]


def test_unlinking_leaves_the_source(result: Any) -> None:
    assert result["left"] == ["v0"]
    assert result["source_stays"] == "COMMITTED"


def test_a_viewer_reads_and_changes_nothing(client: WandbClient, result: Any, registry: str) -> None:
    seen = client.run("registry_viewer", registry, WANDB_API_KEY=GUEST_KEY).result
    assert seen["read"] == "v0"
    assert seen["aliases"] == ["latest", "production"]
    # The old client prints that it did not link, and raises nothing; the history below has no line of the guest.
    for refusal in (seen["alias"], seen["link"]) if client.is_newest else (seen["alias"],):
        assert "it needs the role member" in refusal or "Error 403" in refusal  # the old client says the status


def test_the_history_tells_what_the_client_did(client: WandbClient, result: Any, registry: str, http: Any) -> None:
    name = registry.partition("/")[2]
    path = f"/api/v1/projects/{ORGANIZATION}-org/{name}/artifacts/boat/promotions"
    lines = http.get(path).raise_for_status().json()["promotions"]
    done = [(line["kind"], line["alias"], line["version"], line["from_version"]) for line in lines]
    assert ("alias_given", "staging", "v1", "v0") in done
    assert ("alias_given", "production", "v0", None) in done
    assert done[0] == ("unlinked", None, "v1", None)
    assert {line["user"] for line in lines} == {USER}
