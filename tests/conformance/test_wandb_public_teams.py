"""Teams, members, service accounts and keys, as the client's own API manages them."""

from typing import Any

import httpx
import pytest

from tests.conformance.wandb_client import WandbClient
from tests.server.process import ServerProcess


@pytest.fixture(scope="module")
def result(client: WandbClient, server: ServerProcess) -> Any:
    return client.run("public_teams", server.api_key, client.key).result


@pytest.fixture
def tag(client: WandbClient) -> str:
    return client.project.removeprefix("conformance-")


def test_admins_make_users_and_teams(result: Any, tag: str) -> None:
    assert (result["created"], result["found"]) == (f"bob-{tag}@example.com", f"bob-{tag}")
    assert result["members"] == [["alice", "MEMBER", True]]


def test_users_are_members_at_once_and_addresses_wait(result: Any, tag: str) -> None:
    assert result["invited"] == [True, False, True]
    assert [row[:3] for row in result["with_service"]] == [
        ["alice", "MEMBER", False],
        [f"bob-{tag}", "MEMBER", False],
        [f"late-{tag}@example.com", "MEMBER", True],
        ["nightly build", "SERVICE", False],
    ]


def test_a_service_account_logs_to_its_team_until_it_is_deleted(result: Any, tag: str) -> None:
    assert result["service"] == ["nightly build", "SERVICE"]
    assert result["service_entity"] == f"team-{tag}"
    assert f"team-{tag}" in result["service_teams"]
    assert result["service_ended"] is True
    assert {row[3] for row in result["with_service"]} == {None}  # its key was shown once


def test_members_and_invitations_are_taken_away(result: Any) -> None:
    assert result["after"] == ["alice"]


def test_projects_and_storage_of_a_team(result: Any, tag: str) -> None:
    assert result["projects"] == [f"shared-{tag}"]
    assert result["storage"] == 0


def test_keys_come_and_go(result: Any, client: WandbClient) -> None:
    if not client.is_newest:
        pytest.skip("0.19 signs in with a stored key, of which we only have the hash")
    assert result["key_works"] == "alice"
    assert (result["keys"], result["key_deleted"], result["keys_after"]) == (1, True, 0)


def test_identity_tokens_are_refused_in_clear_words(http: httpx.Client) -> None:
    answer = http.post("/oidc/token", data={"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"})
    assert answer.status_code == 400
    assert "WANDB_IDENTITY_TOKEN_FILE" in answer.json()["error_description"]


def test_members_who_are_no_admins_change_nothing(http: httpx.Client, result: Any, tag: str) -> None:
    body = {"username": f"carl-{tag}", "api_key": f"{tag}-carl".rjust(40, "c")}
    http.post("/api/v1/admin/users", json=body).raise_for_status()
    members = {"name": f"team-{tag}", "members": [{"username": body["username"], "role": "member"}]}
    http.post("/api/v1/admin/teams", json=members).raise_for_status()
    carl = ("api", body["api_key"])
    path = f"/api/v1/entities/team-{tag}"
    assert http.get(f"{path}/members", auth=carl).status_code == 200
    for answer in (
        http.put(f"{path}/members/alice", json={"role": "viewer"}, auth=carl),
        http.post(f"{path}/invites", json={"username_or_email": "admin"}, auth=carl),
        http.post(f"{path}/service-accounts", json={"name": "x"}, auth=carl),
        http.delete(f"{path}/members/alice", auth=carl),
        http.post("/api/v1/teams", json={"name": "mine"}, auth=carl),
    ):
        assert answer.status_code == 403, answer.text
    assert http.delete(f"{path}/members/{body['username']}", auth=carl).status_code == 204  # one may leave
    assert http.get(f"{path}/members", auth=carl).status_code == 404
