"""The native routes of identity and projects over HTTP: who is let in, with what, and to what."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from runlake.model.clock import utc_now
from runlake.products import identity as identity_package
from runlake.products import projects as projects_package
from runlake.products.identity import FirstStart, Identity, Passwords
from runlake.products.projects import Projects
from runlake.products.views import ReportLinks
from runlake.protocols.native.access.admin import admin_routes
from runlake.protocols.native.access.keys import key_routes
from runlake.protocols.native.access.login_link import login_link
from runlake.protocols.native.access.projects import project_routes
from runlake.protocols.native.access.session import session_routes
from runlake.protocols.native.access.users import user_routes
from runlake.protocols.native.deps import Access, install_access
from runlake.server.native_errors import install_native_error_handlers
from runlake.settings import SessionSettings, Settings
from runlake.storage.metadata import open_metadata
from runlake.storage.migrate import migrate_metadata

PASSWORD = "correct horse"
ROOT_KEY = "r" * 40
ANN_KEY = "user_gw0-" + "a" * 40
LAST = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass
class Busy:
    run_count: int = 3
    running_count: int = 1
    last_activity_at: datetime | None = LAST
    runs_per_day: Sequence[int] = (0,) * 29 + (3,)


async def first_is_busy(project_ids: Sequence[int]) -> Mapping[int, Busy]:
    return {project_ids[0]: Busy()} if project_ids else {}


@dataclass
class Site:
    app: FastAPI
    first: FirstStart

    def client(self, key: str | None = None) -> httpx.AsyncClient:
        auth = None if key is None else ("api", key)
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://site/api/v1", auth=auth)


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    metadata = open_metadata(tmp_path / "m.sqlite3")
    await migrate_metadata(metadata, [identity_package, projects_package])
    cheap = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    settings = SessionSettings()
    identity = Identity(metadata, sessions=settings, passwords=cheap)
    first = await identity.ensure_admin(Settings(admin_user="root", admin_api_key=ROOT_KEY))
    assert first is not None
    app = FastAPI()
    projects = Projects(metadata)
    links = ReportLinks(
        metadata,
        b"key",
        utc_now,
        principal_of=identity.find_principal,
        project_of=projects.by_id,
        run_sets_of=lambda _: (),
    )
    install_access(app, Access(identity, projects, links))
    install_native_error_handlers(app)
    for router in (
        session_routes(settings),
        key_routes(),
        user_routes(),
        admin_routes(),
        project_routes(first_is_busy),
    ):
        app.include_router(router, prefix="/api/v1")
    app.router.routes.append(login_link(identity, settings))
    yield Site(app, first)
    await identity.close()
    await metadata.close()


async def put_user(site: Site, **body: object) -> httpx.Response:
    async with site.client(ROOT_KEY) as root:
        return await root.post("/admin/users", json={"username": "ann", "api_key": ANN_KEY, **body})


async def log_in(client: httpx.AsyncClient) -> None:
    """Log in as ann; later writes carry the CSRF token."""
    answer = await client.post("/session", json={"username": "ann", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]


async def test_without_credentials_nothing_opens(site: Site) -> None:
    async with site.client() as client:
        for path in ("/session", "/keys", "/users", "/projects", "/projects/root/p"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthenticated")
        for header in ("Basic !!!", "Basic YXBpOg==", "Bearer nobody", "Digest x", ""):
            assert (await client.get("/session", headers={"Authorization": header})).status_code == 401


async def test_basic_and_bearer_carry_a_key(site: Site) -> None:
    async with site.client(ROOT_KEY) as client:
        body = (await client.get("/session")).json()
    assert body["user"] == {"username": "root", "email": None, "name": "root", "is_admin": True, "entity": "root"}
    assert body["teams"] == [{"name": "root", "role": "admin", "kind": "user"}]
    assert body["csrf_token"] is None
    async with site.client() as client:
        answer = await client.get("/session", headers={"Authorization": f"Bearer {ROOT_KEY}"})
    assert answer.status_code == 200


async def test_logging_in_and_out(site: Site) -> None:
    await put_user(site, password=PASSWORD)
    async with site.client() as client:
        wrong = await client.post("/session", json={"username": "ann", "password": "wrong password"})
        assert wrong.status_code == 401
        answer = await client.post("/session", json={"username": "ann", "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert answer.headers["cache-control"] == "no-store"
        csrf_token = answer.json()["csrf_token"]
        assert (await client.get("/session")).json()["csrf_token"] == csrf_token
        refused = await client.delete("/session")
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "permission_denied")
        assert (await client.delete("/session", headers={"X-CSRF-Token": csrf_token})).status_code == 204
        assert (await client.get("/session")).status_code == 401


async def test_writes_with_a_cookie_need_the_csrf_token(site: Site) -> None:
    await put_user(site, password=PASSWORD)
    async with site.client() as client:
        await log_in(client)
        body = {"name": "laptop"}
        assert (await client.post("/keys", json=body, headers={"X-CSRF-Token": "wrong"})).status_code == 403
        assert (await client.post("/keys", json=body, headers={"X-CSRF-Token": b"\xfc"})).status_code == 403
        assert (await client.post("/keys", json=body)).status_code == 201


async def test_keys_are_shown_once_and_revoked(site: Site) -> None:
    await put_user(site, password=PASSWORD)
    async with site.client(ANN_KEY) as client:
        made = (await client.post("/keys", json={"name": "laptop"})).json()
        listed = (await client.get("/keys")).json()["keys"]
        assert made["key"] in listed
        assert made["secret"] not in str(listed)
        assert made["secret"].startswith(made["key"]["prefix"])
        async with site.client(made["secret"]) as other:
            assert (await other.get("/session")).json()["user"]["username"] == "ann"
            assert (await client.delete(f"/keys/{made['key']['key_id']}")).status_code == 204
            assert (await other.get("/session")).status_code == 401
    async with site.client(ROOT_KEY) as root:
        assert (await root.delete(f"/keys/{listed[0]['key_id']}")).status_code == 404


async def test_a_login_link_works_once(site: Site) -> None:
    url = f"http://site/login?token={site.first.login_token}"
    async with site.client() as client:
        answer = await client.get(url)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert (await client.get("/session")).json()["user"]["username"] == "root"
        again = await client.get(url)
        assert again.headers["location"].startswith("/login?error=")
        assert (await client.get("http://site/login")).status_code == 404  # the page is served by another route


async def test_the_admin_api_is_for_admins(site: Site) -> None:
    await put_user(site)
    async with site.client(ANN_KEY) as client:
        for method, path in (("GET", "/users"), ("POST", "/admin/users"), ("DELETE", "/admin/users/root")):
            body = {"username": "x"} if method == "POST" else None
            assert (await client.request(method, path, json=body)).status_code == 403


async def test_the_admin_api_makes_users_organizations_and_teams_and_may_be_repeated(site: Site) -> None:
    member = {"username": "ann", "role": "member"}
    calls: list[tuple[str, str, object]] = [
        ("POST", "/admin/users", {"username": "ann", "password": PASSWORD, "admin": False, "api_key": ANN_KEY}),
        ("POST", "/admin/organizations", {"name": "org-gw0-1", "members": [{"username": "root", "role": "admin"}]}),
        ("POST", "/admin/organizations/org-gw0-1/members", {"members": [member]}),
        ("POST", "/admin/teams", {"name": "team-gw0-1", "organization": "org-gw0-1", "members": [member]}),
    ]
    async with site.client(ROOT_KEY) as root:
        for method, path, body in calls * 2:
            assert (await root.request(method, path, json=body)).is_success
        assert {user["username"] for user in (await root.get("/users")).json()["users"]} == {"ann", "root"}
        async with site.client(ANN_KEY) as ann:
            teams = {team["name"]: team["role"] for team in (await ann.get("/session")).json()["teams"]}
        assert teams == {"ann": "admin", "org-gw0-1-org": "member", "team-gw0-1": "member"}
        for path in ("/admin/organizations/org-gw0-1", "/admin/users/ann"):
            assert [(await root.delete(path)).status_code for _ in range(2)] == [204, 404]
        assert (await root.delete("/admin/users/root")).status_code == 409
        typo = await root.post("/admin/users", json={"username": "bob", "is_admin": True})
        assert (typo.status_code, typo.json()["error"]["code"]) == (400, "invalid_input")
        short = await root.post("/admin/users", json={"username": "bob", "api_key": "short-secret"})
        assert short.status_code == 400
        assert "short-secret" not in short.text


async def test_projects(site: Site) -> None:
    await put_user(site)
    async with site.client(ANN_KEY) as ann, site.client(ROOT_KEY) as root:
        made = await ann.post("/projects", json={"entity": "ann", "name": "p", "description": "d"})
        assert made.status_code == 201
        assert (await ann.post("/projects", json={"entity": "ann", "name": "p"})).status_code == 409
        assert (await ann.post("/projects", json={"entity": "root", "name": "p"})).status_code == 404
        (listed,) = (await ann.get("/projects")).json()["projects"]
        expected = {"role": "admin", "run_count": 3, "running_count": 1, "last_activity_at": "2030-01-01T00:00:00Z"}
        assert expected.items() <= listed.items()
        assert len(listed["activity"]) == 30
        assert (await ann.get("/projects/ann/p")).json() == listed
        await root.post("/projects", json={"entity": "root", "name": "secret"})
        assert (await ann.get("/projects/root/secret")).status_code == 404
        assert (await ann.get("/projects/root/nothing")).status_code == 404
        await root.patch("/projects/root/secret", json={"visibility": "shared_read"})
        assert (await ann.get("/projects/root/secret")).json()["role"] == "viewer"
        assert (await ann.patch("/projects/root/secret", json={"description": "x"})).status_code == 403
        assert (await ann.delete("/projects/root/secret")).status_code == 403
        renamed = await ann.patch("/projects/ann/p", json={"name": "q"})
        assert renamed.json()["name"] == "q"
        assert (await ann.delete("/projects/ann/q")).status_code == 204
        assert (await ann.get("/projects/ann/q")).status_code == 404
