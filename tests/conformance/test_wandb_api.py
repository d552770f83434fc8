"""The public API: listing, filters, orders, changes."""

from typing import Any

import httpx
import pytest

from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import WandbClient
from tests.server.process import ServerProcess

ALL = [f"run-{number}" for number in range(5)]


def runs(*numbers: int) -> list[str]:
    return [f"run-{number}" for number in numbers]


@pytest.fixture(scope="module")
def listed(client: WandbClient) -> Any:
    return client.run("listing").result


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all", ALL),
        ("newest first", ALL[::-1]),
        ("paged", ALL),
        ("by loss", ALL[::-1]),
        ("by lr down", ALL[::-1]),
        ("lr above", runs(2, 3, 4)),
        ("lr stored form", runs(0, 1)),
        ("nested config", runs(1, 3)),
        ("summary", runs(1, 4)),
        ("tags", runs(0, 2, 4)),
        ("tags in", runs(1, 3)),
        ("tags not", runs(1, 3)),
        ("or", runs(0, 3, 4)),
        ("not", runs(0, 1, 2)),
        ("nor", runs(1, 2)),
        ("state", ALL),
        ("no state", []),
        ("missing", ALL),
        ("since", ALL),
        ("until", []),
        ("keys_info", ALL),
        ("length", 3),
        ("losses", [3, 4, 5]),
        ("full", ["adam", "adam", "sgd", "sgd", "sgd"]),
    ],
)
def test_listing(listed: Any, name: str, expected: object) -> None:
    assert listed[name] == expected


def test_what_is_wrong_with_a_filter_is_told(listed: Any, client: WandbClient) -> None:
    assert ("$nonsense" if client.is_newest else "400") in listed["bad filter"]


def test_an_unknown_project_is_not_found(listed: Any) -> None:
    assert "no-such-project" in listed["no project"]


def test_projects_are_listed(listed: Any, client: WandbClient) -> None:
    assert f"{client.project}-list" in listed["projects"]


def test_changes(client: WandbClient, native: NativeApi) -> None:
    found = client.run("change").result
    assert found["config"] == {"lr": 2}
    assert (found["name"], found["tags"], found["notes"], found["summary"]) == ("renamed", ["new"], "changed", 1)
    assert found["downloaded"] == "uploaded"
    assert found["missing_size"] == 0
    assert found["after_delete"] == []
    assert "ould not find run" in found["deleted"]
    assert (found["user"], found["viewer"], found["entity"]) == ("alice", "alice", "alice")
    assert found["keys"] >= 1
    assert found["created"] in ("running", "pending")
    assert "change" not in native.run_ids()


def graphql(http: httpx.Client, query: str, variables: dict[str, Any] | None = None, **options: Any) -> httpx.Response:
    return http.post("/graphql", json={"query": query, "variables": variables, "operationName": ""}, **options)


def test_an_unknown_operation_names_the_missing_field(http: httpx.Client) -> None:
    answer = graphql(http, "mutation M { createLighthouse(input: {}) { lighthouse { id } } }")
    assert answer.status_code == 400
    assert "createLighthouse" in answer.json()["errors"][0]["message"]


def test_an_unknown_key_is_refused(http: httpx.Client) -> None:
    answer = graphql(http, "{ viewer { id } }", auth=("api", "x" * 40))
    assert answer.status_code == 401
    assert "API key" in answer.json()["errors"][0]["message"]


def test_the_large_request_of_wandb_verify(http: httpx.Client) -> None:
    query = (
        "query Project($entity: String!, $name: String!, $runName: String!, $desc: String!) {"
        " project(entityName: $entity, name: $name) { run(name: $runName, desc: $desc) { name summaryMetrics } } }"
    )
    variables = {"entity": "nobody", "name": "none", "runName": "", "desc": "a" * 10_000_000}
    answer = graphql(http, query, variables)
    assert (answer.status_code, answer.json()) == (200, {"data": {"project": None}})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"query": 1}', b"\xff\xfe", b'{"query":"{a}"}' + b" " * 10 + b"}"]
)
def test_malformed_bodies_are_refused(http: httpx.Client, body: bytes) -> None:
    answer = http.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"]


def test_operations_are_posted(http: httpx.Client) -> None:
    assert http.get("/graphql").status_code == 405


def test_the_clients_telemetry_is_not_taken(http: httpx.Client) -> None:
    assert http.post("/sdk/otel/v1/metrics", content=b"x").status_code in (404, 405)


@pytest.mark.parametrize(
    ("filters", "order"),
    [
        ("{", None),
        ('{"nonsense": 1}', None),
        ('{"display_name": {"$regex": "("}}', None),
        ('{"display_name": {"$regex": "(?=a)"}}', None),
        ('{"config.lr": {"$in": 3}}', None),
        (None, "+nonsense"),
    ],
)
def test_filters_that_cannot_be_are_refused(
    http: httpx.Client, listed: Any, client: WandbClient, filters: str | None, order: str | None
) -> None:
    query = 'query R($p: String, $f: JSONString, $o: String) { project(name: $p, entityName: "alice") { runs(filters: $f, order: $o) { edges { node { id } } } } }'
    answer = graphql(http, query, {"p": f"{client.project}-list", "f": filters, "o": order})
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["path"] == ["project", "runs"]


def test_projects_of_others_do_not_exist(
    http: httpx.Client, server: ServerProcess, client: WandbClient, listed: Any
) -> None:
    stranger = {"username": "mallory", "api_key": "m" * 40}
    http.post("/api/v1/admin/users", json=stranger).raise_for_status()
    project = f"{client.project}-list"
    read = graphql(
        http,
        'query P($p: String) { project(name: $p, entityName: "alice") { id } entity(name: "alice") { id } }',
        {"p": project},
        auth=("api", "m" * 40),
    )
    assert read.json() == {"data": {"project": None, "entity": None}}
    write = (
        'mutation U($p: String) { upsertBucket(input: {name: "x", modelName: $p, entityName: "alice"}) { inserted } }'
    )
    assert graphql(http, write, {"p": project}, auth=("api", "m" * 40)).status_code == 404
    for mutation in ("deleteRun(input: {id: $id}) { clientMutationId }", "stopRun(input: {id: $id}) { success }"):
        answer = graphql(http, f"mutation M($id: ID!) {{ {mutation} }}", {"id": "UnVuOjE="}, auth=("api", "m" * 40))
        assert answer.status_code == 404


def test_keys_are_made_and_revoked(http: httpx.Client) -> None:
    made = graphql(http, 'mutation G { generateApiKey(input: {description: "ci"}) { apiKey { id name description } } }')
    key = made.json()["data"]["generateApiKey"]["apiKey"]
    assert key["description"] == "ci"
    assert (
        graphql(http, "{ viewer { username } }", auth=("api", key["name"])).json()["data"]["viewer"]["username"]
        == "admin"
    )
    listing = graphql(http, "{ viewer { apiKeys { edges { node { id name } } } } }").json()
    shown = {edge["node"]["id"]: edge["node"]["name"] for edge in listing["data"]["viewer"]["apiKeys"]["edges"]}
    assert key["name"].startswith(shown[key["id"]])
    assert shown[key["id"]] != key["name"]
    graphql(http, "mutation D($id: String!) { deleteApiKey(input: {id: $id}) { success } }", {"id": key["id"]})
    assert graphql(http, "{ viewer { username } }", auth=("api", key["name"])).status_code == 401


@pytest.mark.parametrize("run_id", ["UnVuOjk5OTk5OQ==", "UHJvamVjdDox", "nonsense"])
def test_foreign_ids_are_refused(http: httpx.Client, run_id: str) -> None:
    answer = graphql(http, "mutation S($id: ID!) { stopRun(input: {id: $id}) { success } }", {"id": run_id})
    assert answer.status_code in (400, 404)
