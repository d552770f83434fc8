"""Run files over HTTP on a real port: signed addresses, ranges, entity tags, and files that must not act as the site."""

import asyncio
import hashlib
import socket
import threading
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from runlake.errors import NotFound
from runlake.live import LiveBus
from runlake.model import Principal, Project, Role, Run, Visibility
from runlake.products import alerts as alerts_package
from runlake.products import files as files_package
from runlake.products.alerts import Alerts
from runlake.products.files import Files
from runlake.products.metrics import RichKey, StoredRichValue
from runlake.protocols.native.automations.alerts import alert_routes
from runlake.protocols.native.deps import Access, install_access
from runlake.protocols.native.runs.files import file_routes
from runlake.protocols.native.runs.media import media_routes
from runlake.protocols.wandb.storage import StorageAdapter
from runlake.server.native_errors import install_native_error_handlers
from runlake.settings import LimitSettings
from runlake.storage.blobs import LocalBlobs
from runlake.storage.metadata import open_metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.test_files import run_of

UPLOAD_BYTES = 3_000_000
KEY = "k" * 20
AUTH = ("api", KEY)
FILES = "/api/v1/projects/alice/digits/runs/run1/files"
RUN = run_of(1)
PROJECT = Project(
    1, 1, "alice", "digits", None, Visibility.PRIVATE, datetime.now(UTC), datetime.now(UTC), created_by=None
)


class FakeRuns:
    """One run; the runs product has its own tests."""

    async def find_by_number(self, run_number: int) -> Run | None:
        return RUN if run_number == 1 else None

    async def get(self, project_id: int, run_id: str) -> Run:
        if (project_id, run_id) != (1, "run1"):
            raise NotFound(f"run {run_id} not found")
        return RUN


class FakeIdentity:
    """Alice, who owns the project, and Bob, who may not see it."""

    async def authenticate_key(self, api_key: str) -> Principal | None:
        entity_id = {KEY: 1, "b" * 20: 2}.get(api_key)
        return entity_id and Principal(entity_id, "x", None, "", False, entity_id, {entity_id: Role.ADMIN})


class FakeProjects:
    async def get(self, entity_name: str, name: str) -> Project:
        return PROJECT


class FakeMetrics:
    async def rich_keys(self, run: Run) -> list[RichKey]:
        return [RichKey("a/b", "image-file", 2, 0, 7)]

    async def rich_values(
        self, run: Run, metric: str, *, first_step: int = 0, limit: int = 100
    ) -> list[StoredRichValue]:
        value = '{"_type":"image-file","path":"media/images/a b_1.png","sha256":"%s","x":NaN}' % ("ab" * 32)
        return [StoredRichValue(1, 5, 1000, "image-file", value)] if metric == "a/b" else []


@dataclass
class Clock:
    """The time of day, moved by `shift`."""

    shift: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift


@dataclass
class Server:
    """A running server with the routes of files, media and alerts."""

    url: str
    files: Files
    alerts: Alerts
    blobs: LocalBlobs
    clock: Clock
    loop: asyncio.AbstractEventLoop

    def upload_path(self, name: str) -> str:
        return self._run(self.files.open_upload(RUN, name))

    def download_path(self, name: str) -> str:
        return self._run(self.files.open_download(RUN, name))

    def _run(self, work):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    ready: list[Server] = []
    app = build_app(folder, ready.append)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not running.started:
                assert thread.is_alive()
                threading.Event().wait(0.02)
            yield replace(ready[0], url=f"http://127.0.0.1:{listener.getsockname()[1]}")
        finally:
            running.should_exit = True
            thread.join(10)


def build_app(folder: Path, ready: Callable[[Server], None]) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        metadata, blobs, bus = open_metadata(folder / "metadata.sqlite"), LocalBlobs(folder / "blobs"), LiveBus()
        await migrate_metadata(metadata, [files_package, alerts_package])
        clock = Clock()
        files = Files(metadata, blobs, b"k" * 32, clock, bus, upload_bytes=UPLOAD_BYTES)
        alerts = Alerts(metadata, bus, clock)
        server = Server("", files, alerts, blobs, clock, asyncio.get_running_loop())
        runs = FakeRuns()
        app.router.routes.extend(StorageAdapter(files, runs, LimitSettings(upload_bytes=UPLOAD_BYTES)).routes())
        for router in (file_routes(runs, files), media_routes(runs, FakeMetrics()), alert_routes(runs, alerts)):
            app.include_router(router, prefix="/api/v1")
        ready(server)
        yield
        await metadata.close()
        await blobs.close()

    app = FastAPI(lifespan=lifespan)
    install_native_error_handlers(app)
    install_access(app, Access(FakeIdentity(), FakeProjects(), None))  # type: ignore[arg-type]
    return app


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as client:
        yield client


def put(client: httpx.Client, server: Server, name: str, body: bytes, **headers: str) -> httpx.Response:
    return client.put(server.upload_path(name), content=body, headers=headers)


@pytest.mark.parametrize("name", ["a.txt", "media/ä b/100%25 %2F#?&=+;'.png", "a//b", "日本/🧪", "output.log"])
@pytest.mark.parametrize("body", [b"", b"hello", b"x" * 1_000_000])
def test_a_file_goes_up_and_comes_down(client: httpx.Client, server: Server, name: str, body: bytes) -> None:
    assert put(client, server, name, body).status_code == 200
    response = client.get(server.download_path(name))
    assert (response.status_code, response.content) == (200, body)
    assert response.headers["content-length"] == str(len(body))
    assert response.headers["access-control-allow-origin"] == "*"
    listed = client.get(FILES, params={"prefix": name}, auth=AUTH).json()
    assert [(file["name"], file["size_bytes"]) for file in listed["files"]] == [(name, len(body))]
    assert client.get(listed["files"][0]["url"], auth=AUTH).content == body


def test_chunked_bodies_and_foreign_credentials_are_taken(client: httpx.Client, server: Server) -> None:
    body = iter([b"ab", b"cd"])
    response = client.put(server.upload_path("chunked"), content=body, headers={"Authorization": "Basic bm9wZTpub3Bl"})
    assert response.status_code == 200
    got = client.get(server.download_path("chunked"), headers={"Authorization": "Bearer nonsense"})
    assert got.content == b"abcd"


def test_ranges_and_entity_tags(client: httpx.Client, server: Server) -> None:
    put(client, server, "digits", b"0123456789")
    path = server.download_path("digits")
    part = client.get(path, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.content) == (206, b"234")
    assert (part.headers["content-range"], part.headers["content-length"]) == ("bytes 2-4/10", "3")
    assert client.get(path, headers={"Range": "bytes=-2"}).content == b"89"
    beyond = client.get(path, headers={"Range": "bytes=10-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */10")
    etag = part.headers["etag"]
    assert client.get(path, headers={"If-None-Match": f'W/"x", {etag}'}).status_code == 304
    assert client.get(path, headers={"Range": "bytes=2-4", "If-Range": etag}).status_code == 206
    assert client.get(path, headers={"Range": "bytes=2-4", "If-Range": '"other"'}).status_code == 200
    head = client.head(path)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, "10", b"")
    put(client, server, "digits", b"new")
    assert client.get(path, headers={"If-None-Match": etag}).content == b"new"


def test_content_md5_is_checked(client: httpx.Client, server: Server) -> None:
    right = b64encode(hashlib.md5(b"body").digest()).decode()
    assert put(client, server, "md5", b"body", **{"Content-MD5": right}).status_code == 200
    refused = put(client, server, "md5", b"bodY", **{"Content-MD5": right})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_input")
    assert client.get(server.download_path("md5")).content == b"body"


def test_a_file_over_the_limit_is_413(client: httpx.Client, server: Server) -> None:
    body = b"x" * (UPLOAD_BYTES + 1)
    declared = put(client, server, "big", body)
    assert (declared.status_code, declared.json()["error"]["code"]) == (413, "limit_exceeded")
    chunked = client.put(server.upload_path("big"), content=iter([body]))
    assert chunked.status_code == 413
    assert client.get(server.download_path("big")).status_code == 404


def test_a_broken_off_upload_leaves_nothing(client: httpx.Client, server: Server) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        head = f"PUT {server.upload_path('half')} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
        connection.sendall(head.encode() + b"x" * 500_000)
    incoming = server.blobs._folder / ".incoming"
    for _ in range(500):
        if not list(incoming.iterdir()):
            break
        threading.Event().wait(0.01)
    assert list(incoming.iterdir()) == []
    assert client.get(server.download_path("half")).status_code == 404


@pytest.mark.parametrize(
    "change", [("name1", "name2"), ("runs/1/", "runs/2/"), ("signature=", "signature=A"), ("?", "?x")]
)
def test_a_changed_address_is_refused(client: httpx.Client, server: Server, change: tuple[str, str]) -> None:
    put(client, server, "name1", b"x")
    for path, method in ((server.download_path("name1"), "GET"), (server.upload_path("name1"), "PUT")):
        response = client.request(method, path.replace(*change))
        assert (response.status_code, response.json()["error"]["code"]) == (403, "permission_denied")


def test_an_address_to_read_does_not_let_write(client: httpx.Client, server: Server) -> None:
    assert client.put(server.download_path("a"), content=b"x").status_code == 403
    assert client.get(server.upload_path("a")).status_code == 403
    assert client.delete(server.upload_path("a")).status_code == 405


def test_an_expired_address_says_so(client: httpx.Client, server: Server) -> None:
    path = server.upload_path("late")
    server.clock.shift = timedelta(hours=26)
    try:
        response = client.put(path, content=b"x")
    finally:
        server.clock.shift = timedelta(0)
    assert response.status_code == 403
    assert "expired" in response.json()["error"]["message"]


def test_a_missing_file_is_404(client: httpx.Client, server: Server) -> None:
    response = client.get(server.download_path("nothing"))
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")
    assert client.get(f"{FILES}/nothing", auth=AUTH).status_code == 404
    assert client.get(f"{FILES}/a%00b", auth=AUTH).status_code == 404


def test_a_browser_may_ask_first(client: httpx.Client, server: Server) -> None:
    response = client.options(
        server.upload_path("a"), headers={"Origin": "https://x", "Access-Control-Request-Method": "PUT"}
    )
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "PUT" in response.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    ("name", "mimetype", "scripts"),
    [
        ("x.html", "text/html; charset=utf-8", True),
        ("x.svg", "image/svg+xml", False),
        ("x.pdf", "application/pdf", False),
        ("x.js", "text/plain; charset=utf-8", False),
        ("x", "application/octet-stream", False),
    ],
)
def test_files_cannot_act_as_the_site(
    client: httpx.Client, server: Server, name: str, mimetype: str, scripts: bool
) -> None:
    put(client, server, name, b"<script>alert(1)</script>", **{"Content-Type": "text/html"})
    for response in (client.get(server.download_path(name)), client.get(f"{FILES}/{name}", auth=AUTH)):
        policy = response.headers["content-security-policy"]
        assert policy.startswith("sandbox")
        assert ("allow-scripts" in policy) == scripts
        assert "allow-same-origin" not in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["content-type"] == mimetype


def test_download_and_caching(client: httpx.Client, server: Server) -> None:
    put(client, server, 'd/é;".txt', b"x")
    [file] = client.get(FILES, params={"prefix": "d/"}, auth=AUTH).json()["files"]
    kept = client.get(file["url"], auth=AUTH)
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-disposition"] == "inline; filename*=UTF-8''%C3%A9%3B%22.txt"
    saved = client.get(file["url"].partition("?")[0], params={"download": "1"}, auth=AUTH)
    assert saved.headers["content-disposition"].startswith("attachment; ")
    assert saved.headers["cache-control"] == "private, no-cache"
    wrong = client.get(file["url"].partition("?")[0], params={"v": "0" * 20}, auth=AUTH)
    assert wrong.headers["cache-control"] == "private, no-cache"


def test_lists_have_pages(client: httpx.Client, server: Server) -> None:
    for i in range(5):
        put(client, server, f"page/{i}", b"x")
    found, cursor = [], ""
    while cursor is not None:
        parameters = {"prefix": "page/", "limit": "2", **({"cursor": cursor} if cursor else {})}
        page = client.get(FILES, params=parameters, auth=AUTH).json()
        assert page["total"] == 5
        found += [file["name"] for file in page["files"]]
        cursor = page["next_cursor"]
    assert found == [f"page/{i}" for i in range(5)]
    assert client.get(FILES, params={"cursor": "%"}, auth=AUTH).status_code == 400


def test_strangers_see_nothing(client: httpx.Client, server: Server) -> None:
    put(client, server, "secret", b"x")
    for path in (FILES, f"{FILES}/secret", FILES.replace("files", "media"), FILES.replace("files", "alerts")):
        assert client.get(path).status_code == 401
        assert client.get(path, auth=("api", "b" * 20)).status_code == 404


def test_logged_html_loads_from_elsewhere_only_when_asked(client: httpx.Client, server: Server) -> None:
    put(client, server, "x.html", b"<p>", **{"Content-Type": "text/html"})
    policies = [
        client.get(f"{FILES}/x.html{query}", auth=AUTH).headers["content-security-policy"]
        for query in ("", "?external=0", "?external=1")
    ]
    assert ["https:" in policy for policy in policies] == [False, False, True]
    assert all(policy.startswith("sandbox allow-scripts;") for policy in policies)


def test_media_values_carry_addresses_that_work(client: httpx.Client, server: Server) -> None:
    put(client, server, "media/images/a b_1.png", b"png")
    media = FILES.replace("files", "media")
    assert client.get(media, auth=AUTH).json() == {
        "keys": [{"key": "a/b", "kind": "image-file", "count": 2, "steps": [0, 7]}],
        "charts": [],
        "class_labels": {},
    }
    [value] = client.get(f"{media}/a/b", auth=AUTH).json()["values"]
    assert (value["step"], value["line"], value["value"]["x"]) == (1, 5, "NaN")
    assert client.get(value["value"]["url"], auth=AUTH).content == b"png"


def test_alerts_are_listed(client: httpx.Client, server: Server) -> None:
    server._run(server.alerts.raise_run_alert(None, RUN, "title", "text", "WARN"))
    [alert] = client.get(FILES.replace("files", "alerts"), auth=AUTH).json()["alerts"]
    assert {key: alert[key] for key in ("title", "text", "severity")} == {
        "title": "title",
        "text": "text",
        "severity": "WARN",
    }
    assert alert["created_at"].endswith("Z")
