"""The native routes of registries: who sees and changes what, promotion and its history, protected aliases."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.server.artifact_requests import log_version
from tests.server.process import ServerProcess
from tests.server.requests import create_run, user_client

ORG, SHELF = "works", "/api/v1/projects/works-org/wandb-registry-models"
BOAT = f"{SHELF}/artifacts/boat"


@dataclass(frozen=True)
class Crew:
    """An admin of the organization, a member of it, a member of a team only, and a stranger."""

    boss: httpx.Client
    mate: httpx.Client
    guest: httpx.Client
    stranger: httpx.Client


@pytest.fixture(scope="module")
def crew(server: ServerProcess) -> Iterator[Crew]:
    """Also a registry that takes models only, with two versions to promote in `boss/yard`."""
    with ExitStack() as stack:
        boss, mate, guest, stranger = (
            stack.enter_context(user_client(server, f"reg-{name}")) for name in ("boss", "mate", "guest", "stranger")
        )
        admin = stack.enter_context(server.client())
        members = [{"username": "reg-boss", "role": "admin"}, {"username": "reg-mate", "role": "member"}]
        done(admin.post("/api/v1/admin/organizations", json={"name": ORG, "members": members}))
        done(admin.post("/api/v1/admin/teams", json={"name": "reg-guests", "members": [guest_of("reg-guest")]}))
        body = {"organization": ORG, "name": "models", "description": "for all", "types": ["model"]}
        done(boss.post("/api/v1/registries", json=body))
        create_run(boss, "yard", "build", entity="reg-boss")
        for place in range(2):
            log_version(boss, "yard", "hull", {"w": bytes([place])}, kind="model", run="build", entity="reg-boss")
        log_version(boss, "yard", "tables", {"t": b"t"}, kind="dataset", entity="reg-boss")
        yield Crew(boss, mate, guest, stranger)


def guest_of(username: str) -> dict[str, str]:
    return {"username": username, "role": "member"}


def done(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def hull(version: str, *aliases: str) -> dict[str, Any]:
    address = {"entity": "reg-boss", "project": "yard", "collection": "hull", "version": version}
    return {**address, "aliases": list(aliases)}


def registries(client: httpx.Client) -> list[str]:
    return [row["name"] for row in done(client.get("/api/v1/registries"))["registries"]]


def test_members_of_the_organization_see_its_registries(crew: Crew) -> None:
    (row,) = done(crew.mate.get(f"/api/v1/registries?organization={ORG}"))["registries"]
    assert (row["organization"], row["project"], row["role"]) == (ORG, "wandb-registry-models", "member")
    assert done(crew.mate.get(f"{SHELF}/registry"))["registry"]["types"] == ["model"]
    assert registries(crew.stranger) == []
    assert crew.stranger.get(f"{SHELF}/registry").status_code == 404
    assert done(crew.mate.get("/api/v1/registries"))["organizations"] == [
        {"name": ORG, "entity": "works-org", "may_create": True}
    ]


def test_registries_are_made_once_and_only_in_ones_own_organization(crew: Crew) -> None:
    again = crew.boss.post("/api/v1/registries", json={"organization": ORG, "name": "models"})
    assert again.status_code == 409, again.text
    assert crew.stranger.post("/api/v1/registries", json={"organization": ORG, "name": "x"}).status_code == 404
    plain = crew.boss.get("/api/v1/projects/reg-boss/yard/registry")
    assert plain.status_code == 404
    assert "not a registry" in plain.text


def test_a_version_is_promoted_and_the_history_says_by_whom(crew: Crew) -> None:
    first = done(crew.boss.post(f"{BOAT}/links", json=hull("v0", "production")))["version"]
    assert (first["version"], set(first["aliases"])) == ("v0", {"latest", "production"})
    private = crew.mate.post(f"{BOAT}/links", json=hull("v1"))
    assert private.status_code == 404, "the project of the version is the boss's own"
    done(crew.boss.post(f"{BOAT}/links", json=hull("v1")))
    done(crew.boss.post(f"{BOAT}/links", json=hull("v1")))  # again changes nothing
    done(crew.mate.patch(f"{BOAT}/versions/v1", json={"aliases_to_add": ["production"]}))
    rows = done(crew.mate.get(f"{BOAT}/versions"))["versions"]
    assert [(row["version"], sorted(row["aliases"]), row["linked_by"]) for row in rows] == [
        ("v1", ["latest", "production"], "reg-boss"),
        ("v0", [], "reg-boss"),
    ]
    assert [(move["alias"], move["user"]) for move in rows[0]["alias_moves"]] == [("production", "reg-mate")]
    assert rows[0]["source"] is None, "the mate may not see where it came from"
    source = done(crew.boss.get(f"{BOAT}/versions/v1"))["version"]["source"]
    assert (source["project"], source["collection"], source["version"]) == ("yard", "hull", "v1")
    lines = done(crew.mate.get(f"{BOAT}/promotions?limit=3"))
    assert [(one["kind"], one["version"], one["from_version"], one["user"]) for one in lines["promotions"]] == [
        ("alias_given", "v1", "v0", "reg-mate"),
        ("linked", "v1", None, "reg-boss"),
        ("alias_given", "v0", None, "reg-boss"),
    ]
    rest = done(crew.mate.get(f"{BOAT}/promotions?before={lines['next_before']}"))["promotions"]
    assert [one["kind"] for one in rest] == ["linked"]
    links = done(crew.boss.get("/api/v1/projects/reg-boss/yard/artifacts/hull/versions/v1"))["version"]["links"]
    assert [(link["collection"], link["is_registry"]) for link in links] == [("boat", True)]
    assert done(crew.mate.get(f"{SHELF}/registry"))["registry"]["version_count"] == 2
    lineage = done(crew.boss.get("/api/v1/projects/reg-boss/yard/runs/build/lineage"))
    shelves = {node["version"]: node["registries"] for node in lineage["nodes"] if node.get("collection") == "hull"}
    assert [(shelf["collection"], shelf["version"]) for shelf in shelves["v1"]] == [("boat", "v1")]
    assert "production" in shelves["v1"][0]["aliases"]


def test_what_does_not_fit_is_refused(crew: Crew) -> None:
    table = {"entity": "reg-boss", "project": "yard", "collection": "tables", "version": "v0"}
    refused = crew.boss.post(f"{SHELF}/artifacts/data/links", json=table)
    assert refused.status_code == 400
    assert "does not accept artifacts of type 'dataset'" in refused.text
    done(crew.boss.patch(f"{SHELF}/registry", json={"types_to_add": ["dataset"]}))
    done(crew.boss.post(f"{SHELF}/artifacts/data/links", json=table))
    assert crew.mate.patch(f"{SHELF}/registry", json={"types_to_add": ["x"]}).status_code == 403
    assert crew.boss.post(f"{BOAT}/links", json=hull("v7")).status_code == 404


def test_protected_aliases_are_for_admins(crew: Crew) -> None:
    done(crew.boss.post(f"{SHELF}/artifacts/raft/links", json=hull("v0", "stable")))
    assert crew.mate.patch(f"{SHELF}/registry", json={"protected_aliases": ["stable"]}).status_code == 403
    changed = done(crew.boss.patch(f"{SHELF}/registry", json={"protected_aliases": ["stable"]}))["registry"]
    assert changed["protected_aliases"] == ["stable"]
    version = f"{SHELF}/artifacts/raft/versions/v0"
    taken = crew.mate.patch(version, json={"aliases_to_delete": ["stable"]})
    assert taken.status_code == 403, taken.text
    assert "'stable' is protected" in taken.text
    assert crew.mate.delete(version).status_code == 403
    source = "/api/v1/projects/reg-boss/yard/artifacts/hull/versions/v0?even_with_aliases=1"
    assert crew.boss.delete(source).status_code == 409
    done(crew.boss.patch(version, json={"aliases_to_delete": ["stable"]}))
    done(crew.mate.delete(version))
    assert done(crew.mate.get(f"{SHELF}/artifacts/raft/versions"))["total"] == 0


def test_a_restricted_registry_is_for_those_who_were_given_a_role(crew: Crew) -> None:
    body = {"organization": ORG, "name": "secret", "visibility": "restricted"}
    shelf = "/api/v1/projects/works-org/wandb-registry-secret"
    done(crew.boss.post("/api/v1/registries", json=body))
    assert registries(crew.mate) == ["models"]
    done(crew.boss.put(f"{shelf}/members/teams/reg-guests", json={"role": "viewer"}))
    done(crew.boss.put(f"{shelf}/members/users/reg-mate", json={"role": "member"}))
    assert registries(crew.guest) == ["secret"]
    assert crew.guest.post(f"{shelf}/artifacts/a/links", json=hull("v0")).status_code == 403
    assert crew.mate.put(f"{shelf}/members/users/reg-guest", json={"role": "admin"}).status_code == 403
    members = done(crew.mate.get(f"{shelf}/members"))
    assert members["teams"] == [{"team": "reg-guests", "role": "viewer"}]
    assert [(user["username"], user["role"]) for user in members["users"]] == [
        ("reg-boss", "admin"),
        ("reg-mate", "member"),
    ]
    done(crew.boss.delete(f"{shelf}/members/teams/reg-guests"))
    done(crew.boss.delete(f"{shelf}/members/users/reg-mate"))
    assert registries(crew.guest) == []
    assert crew.mate.get(f"{shelf}/members").status_code == 404
    assert crew.boss.put(f"{shelf}/members/users/nobody-at-all", json={"role": "viewer"}).status_code == 404


def test_nothing_is_logged_to_a_registry(crew: Crew) -> None:
    with pytest.raises(AssertionError, match="log the artifact to a project, then link it"):
        log_version(crew.boss, "wandb-registry-models", "x", {"a": b"a"}, kind="model", entity="works-org")
