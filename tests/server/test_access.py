"""Every endpoint asks who calls, and strangers cannot even tell that a private project exists."""

import json
import re
from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import UPSERT_BUCKET, create_run, post_rows, stream_path, user_client

OPEN = {("POST", "/api/v1/session")}
FILL = {"entity": "admin", "project": "vault", "run": "secret", "key": "img", "name": "config.yaml"}


def native_routes(server: ServerProcess) -> list[tuple[str, str]]:
    with server.client() as client:
        schema: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return [(method.upper(), path) for path, methods in schema["paths"].items() for method in methods]


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)[^}]*\}", lambda part: FILL.get(part[1], "1"), path)


@pytest.fixture(scope="module")
def vault(server: ServerProcess) -> None:
    with server.client() as client:
        create_run(client, "vault", "secret", config={"lr": 1})
        post_rows(client, "vault", "secret", 0, [{"loss": 1, "_step": 0}])


def test_no_native_route_answers_without_credentials(server: ServerProcess, vault: None) -> None:
    routes = native_routes(server)
    assert len(routes) > 25
    with httpx.Client(base_url=server.url, trust_env=False) as anonymous:
        for method, path in routes:
            if (method, path) not in OPEN:
                answer = anonymous.request(method, filled(path), json={})
                assert answer.status_code == 401, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
                assert method == "HEAD" or answer.json()["error"]["code"] == "unauthenticated"


def test_a_wrong_key_is_no_key(server: ServerProcess, vault: None) -> None:
    with httpx.Client(base_url=server.url, auth=("api", "wrong" * 10), trust_env=False) as client:
        assert client.get("/api/v1/projects").status_code == 401
        assert client.post("/graphql", json={"query": "{viewer{id}}"}).status_code == 401
        assert client.post(stream_path("vault", "secret"), json={}).status_code == 401


def test_strangers_cannot_tell_a_private_project_from_none(server: ServerProcess, vault: None) -> None:
    with user_client(server, "stranger") as stranger:
        for method, path in native_routes(server):
            if "{project}" in path:
                real = stranger.request(method, filled(path), json={})
                fake = stranger.request(method, filled(path).replace("vault", "nothing"), json={})
                assert real.status_code in (400, 404), f"{method} {path}: {real.status_code} {real.text[:200]}"
                assert real.status_code == fake.status_code
                assert real.text.replace("vault", "nothing") == fake.text
        assert stranger.post(stream_path("vault", "secret"), json={}).status_code == 404
        query = "query($p:String,$e:String){project(name:$p,entityName:$e){id runs(first:5){edges{node{name}}}}}"
        answer = stranger.post("/graphql", json={"query": query, "variables": {"p": "vault", "e": "admin"}})
        assert answer.json() == {"data": {"project": None}}
        upsert = {
            "query": UPSERT_BUCKET,
            "variables": {"name": "x", "project": "vault", "entity": "admin", "config": "{}"},
        }
        assert stranger.post("/graphql", json=upsert).status_code in (403, 404)
    with server.client() as admin:
        found = admin.post("/api/v1/projects/admin/vault/runs/search", json={}).json()
    assert [run["run_id"] for run in found["runs"]] == ["secret"]


def test_a_viewer_reads_but_does_not_write(server: ServerProcess) -> None:
    with server.client() as admin, user_client(server, "reader") as reader:
        members = [{"username": "reader", "role": "viewer"}]
        admin.post("/api/v1/admin/organizations", json={"name": "lab", "members": members}).raise_for_status()
        team = {"name": "lab-team", "organization": "lab", "members": members}
        admin.post("/api/v1/admin/teams", json=team).raise_for_status()
        create_run(admin, "shared", "a", entity="lab-team")
        assert reader.get("/api/v1/projects/lab-team/shared/runs/a").status_code == 200
        for method, path in (("PATCH", ""), ("DELETE", ""), ("POST", "/stop")):
            answer = reader.request(method, f"/api/v1/projects/lab-team/shared/runs/a{path}", json={})
            assert answer.status_code == 403, f"{method} {path}: {answer.text}"
        assert reader.post(stream_path("shared", "a", "lab-team"), json={}).status_code == 403
        assert reader.delete("/api/v1/projects/lab-team/shared").status_code == 403


def test_admin_routes_are_for_admins(server: ServerProcess) -> None:
    with user_client(server, "ordinary") as ordinary:
        for method, path in native_routes(server):
            if path.startswith("/api/v1/admin/"):
                answer = ordinary.request(method, filled(path), json={"username": "x", "name": "x"})
                assert answer.status_code in (400, 403), f"{method} {path}: {answer.status_code}"
        assert ordinary.post("/api/v1/admin/users", json={"username": "ordinary", "admin": True}).status_code == 403


def test_a_cookie_needs_the_token_to_write(server: ServerProcess) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        login = browser.post("/api/v1/session", json={"username": "admin", "password": server.password})
        cookie = login.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert browser.get("/api/v1/projects").status_code == 200
        assert browser.post("/api/v1/keys", json={"name": "x"}).status_code == 403
        token = login.json()["csrf_token"]
        assert browser.post("/api/v1/keys", json={"name": "x"}, headers={"X-CSRF-Token": token}).status_code in (
            200,
            201,
        )


def test_pages_and_errors_carry_protective_headers(server: ServerProcess) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        for path in ("/", "/healthz", "/api/v1/projects", "/nowhere/at/all"):
            assert client.get(path).headers["x-content-type-options"] == "nosniff"
        assert json.loads(client.get("/api/v1/nowhere").text)["error"]["code"] in ("not_found", "unauthenticated")


def test_health_needs_no_key(server: ServerProcess) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        assert client.get("/readyz").json()["status"] == "ok"
